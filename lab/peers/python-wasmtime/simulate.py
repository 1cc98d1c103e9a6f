"""A whole simulation of a web cache, its policy in a guest."""

import gzip
from struct import Struct

from guest import Guest
from measure import measure

KEYS = ("module", "policy", "abi", "memory", "cached", "trace", "bytes")

# The id and the size: as C lays them out, and without the padding.
RECORDS = {"struct": Struct("<i4xq"), "bincode": Struct("<iq")}


def run(request):
    capacity = request.number("bytes")
    requests = read_trace(request.text("trace"))
    guest = Guest(request.module())
    send = sender(guest, request)

    def simulation():
        guest.call("init", capacity)
        for id, size in requests:
            send(id, size)
        statistics = guest.call("stats")
        return f"{statistics >> 32 & 0xFFFF_FFFF} {statistics & 0xFFFF_FFFF}"

    return measure(request, simulation)


def read_trace(path):
    with gzip.open(path, "rt", encoding="ascii") as lines:
        return [(int(id), int(size)) for id, size in map(str.split, lines)]


def sender(guest, request):
    """What makes one request."""
    abi = request.one_of("abi", "direct", "struct", "bincode")
    is_static = request.one_of("memory", "static", "dynamic") == "static"
    is_cached = request.is_true("cached")
    store = guest.store
    if abi != "direct":
        record = RECORDS[abi]
        pack = record.pack
        send_record = guest.sender(f"send_{abi}", record.size, is_static, is_cached)
        return lambda id, size: send_record(pack(id, size))
    if not is_cached:
        return lambda id, size: guest.export("send")(store, id, size)
    send = guest.export("send")
    return lambda id, size: send(store, id, size)
