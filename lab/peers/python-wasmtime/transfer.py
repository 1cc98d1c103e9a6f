"""How a list gets into the guest, which adds it up."""

import json
from struct import Struct

from guest import Guest
from measure import measure

KEYS = ("module", "abi", "memory", "bytes")


def run(request):
    abi = request.one_of("abi", "struct", "bincode", "msgpack", "json", "protobuf", "bytes")
    is_static = request.one_of("memory", "dynamic", "static") == "static"
    numbers = numbers_of(request.number("bytes"))
    guest = Guest(request.module())
    encode = ENCODERS[abi](numbers)
    send = guest.sender(f"sum_{abi}", len(encode()), is_static, True)
    return measure(request, lambda: send(encode()))


def numbers_of(size):
    """The list that every contender sends for so many bytes. Its values are below 2^31, so that they are the same numbers
    with a sign and without, and take from 1 to 5 bytes in encodings of variable length."""
    return [i * 2_654_435_761 % 2**32 >> (1 + 8 * (i % 4)) for i in range(size // 4)]


def raw(numbers):
    """The values alone, made once."""
    encoded = bytearray(Struct(f"<{len(numbers)}I").pack(*numbers))
    return lambda: encoded


def c_struct(numbers):
    """The count and the values."""
    layout = Struct(f"<{1 + len(numbers)}I")
    return lambda: layout.pack(len(numbers), *numbers)


def bincode(numbers):
    """The count in 64 bits and the values."""
    layout = Struct(f"<Q{len(numbers)}I")
    return lambda: layout.pack(len(numbers), *numbers)


def message_pack(numbers):
    import msgpack

    return lambda: msgpack.packb(numbers)


def as_json(numbers):
    return lambda: json.dumps(numbers, separators=(",", ":")).encode()


def protobuf(numbers):
    """A message whose field 1 is the list."""
    from google.protobuf import descriptor_pb2, message_factory

    file = descriptor_pb2.FileDescriptorProto(name="list.proto", syntax="proto3")
    field = file.message_type.add(name="List").field.add(name="numbers", number=1)
    field.type = descriptor_pb2.FieldDescriptorProto.TYPE_UINT32
    field.label = descriptor_pb2.FieldDescriptorProto.LABEL_REPEATED
    message = message_factory.GetMessages([file])["List"]
    return lambda: message(numbers=numbers).SerializeToString()


ENCODERS = {
    "struct": c_struct,
    "bincode": bincode,
    "msgpack": message_pack,
    "json": as_json,
    "protobuf": protobuf,
    "bytes": raw,
}
