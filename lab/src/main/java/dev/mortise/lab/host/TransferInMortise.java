package dev.mortise.lab.host;

import dev.mortise.bind.Abi;
import dev.mortise.bind.Bindings;
import dev.mortise.bind.BufferAbi;
import dev.mortise.bind.Codec;
import dev.mortise.bind.Export;
import dev.mortise.lab.host.HostRuntime.Guest;
import dev.mortise.wasm.Instance;
import java.lang.invoke.MethodHandles;
import java.util.function.IntSupplier;

/** The list through an interface that is bound to the guest. */
final class TransferInMortise {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    /** The sum of numbers. */
    interface Sum {
        int sum(int[] numbers);
    }

    /** As it is exported for bincode. */
    interface OfBincode extends Sum {
        @Override
        @Export("sum_bincode")
        int sum(int[] numbers);
    }

    /** As it is exported for MessagePack. */
    interface OfMessagePack extends Sum {
        @Override
        @Export("sum_msgpack")
        int sum(int[] numbers);
    }

    /** As it is exported for JSON. */
    interface OfJson extends Sum {
        @Override
        @Export("sum_json")
        int sum(int[] numbers);
    }

    /** As it is exported for Protobuf. */
    interface OfProtobuf extends Sum {
        @Override
        @Export("sum_protobuf")
        int sum(int[] numbers);
    }

    /** The sum of the numbers in bytes. */
    interface OfBytes {
        @Export("sum_bytes")
        int sum(byte[] numbers);
    }

    private TransferInMortise() {}

    static IntSupplier prepare(Guest guest, String abi, boolean isStatic, int[] list) {
        var instance = (Instance) guest.self();
        if (abi.equals("bytes")) {
            var bytes = ListCodec.bytes(list);
            var sum = Bindings.bind(LOOKUP, OfBytes.class, instance, abi(Codec.bytes(), isStatic));
            return () -> sum.sum(bytes);
        }
        var sum = switch (abi) {
            case "bincode" -> Bindings.bind(LOOKUP, OfBincode.class, instance, abi(Codec.bincode1(), isStatic));
            case "msgpack" -> Bindings.bind(LOOKUP, OfMessagePack.class, instance, abi(Codec.messagePack(), isStatic));
            case "json" -> Bindings.bind(LOOKUP, OfJson.class, instance, abi(Codec.json(), isStatic));
            default -> Bindings.bind(LOOKUP, OfProtobuf.class, instance, abi(Codec.protobuf(), isStatic));
        };
        return () -> sum.sum(list);
    }

    private static BufferAbi abi(Codec codec, boolean isStatic) {
        var abi = Abi.serialized(codec);
        return isStatic ? abi.staticBuffer() : abi.dynamicBuffer();
    }
}
