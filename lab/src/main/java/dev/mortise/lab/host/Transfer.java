package dev.mortise.lab.host;

import dev.mortise.lab.host.HostRuntime.Guest;
import java.io.IOException;
import java.util.function.IntSupplier;

/** A call with a list of numbers, which the guest adds up: what it costs to get data of any length across. */
final class Transfer {

    private static final int FACTOR = (int) 2_654_435_761L;
    /** By the last two bits of its place, how far a number is shifted: so there are numbers of every length. */
    private static final int SHIFTS = 4;

    private Transfer() {}

    static Outcome measure(HostRuntime runtime, Request request) throws IOException {
        var abi = request.oneOf("abi", "struct", "bincode", "msgpack", "json", "protobuf", "bytes");
        var isStatic = request.oneOf("memory", "dynamic", "static").equals("static");
        var list = list(Math.toIntExact(request.number("bytes") / Integer.BYTES));
        var sum = prepare(runtime, request, abi, isStatic, list);
        return request.measure().of(() -> Integer.toString(sum.getAsInt()));
    }

    /** From 0 to 2^31 - 1, so that they are the same numbers with a sign and without. */
    static int[] list(int length) {
        var list = new int[length];
        for (int i = 0; i < length; i++) {
            list[i] = i * FACTOR >>> 1 + Byte.SIZE * (i % SHIFTS);
        }
        return list;
    }

    private static IntSupplier prepare(HostRuntime runtime, Request request, String abi, boolean isStatic, int[] list)
            throws IOException {
        if (runtime instanceof JavaRuntime) {
            return () -> sum(list);
        }
        var guest = runtime.compile(request.wasm()).instantiate();
        if (runtime instanceof MortiseRuntime && !abi.equals("struct")) {
            return TransferInMortise.prepare(guest, abi, isStatic, list);
        }
        return switch (abi) {
            case "struct" -> struct(guest, isStatic, list);
            case "bytes" -> raw(guest, isStatic, ListCodec.bytes(list));
            default -> encoded(guest, isStatic, list, abi);
        };
    }

    private static int sum(int[] list) {
        int sum = 0;
        for (var each : list) {
            sum += each;
        }
        return sum;
    }

    /** The count and the values, written straight into the guest's memory. */
    private static IntSupplier struct(Guest guest, boolean isStatic, int[] list) {
        int length = Integer.BYTES + Integer.BYTES * list.length;
        int fixed = isStatic ? GuestBuffer.fixed(guest, length) : 0;
        var exports = new GuestBuffer(guest, "sum_struct");
        return () -> {
            int address = isStatic ? fixed : exports.dynamic(length);
            var memory = exports.memory();
            memory.writeInt(address, list.length);
            for (int i = 0; i < list.length; i++) {
                memory.writeInt(address + Integer.BYTES + Integer.BYTES * i, list[i]);
            }
            return (int) exports.function().call(address, length);
        };
    }

    /** Bytes that are there already. */
    private static IntSupplier raw(Guest guest, boolean isStatic, byte[] bytes) {
        int fixed = isStatic ? GuestBuffer.fixed(guest, bytes.length) : 0;
        var exports = new GuestBuffer(guest, "sum_bytes");
        return () -> send(exports, isStatic, fixed, bytes);
    }

    private static IntSupplier encoded(Guest guest, boolean isStatic, int[] list, String abi) {
        var codec = ListCodec.named(abi);
        int fixed = isStatic ? GuestBuffer.fixed(guest, codec.encode(list).length) : 0;
        var exports = new GuestBuffer(guest, "sum_" + abi);
        return () -> send(exports, isStatic, fixed, codec.encode(list));
    }

    private static int send(GuestBuffer exports, boolean isStatic, int fixed, byte[] bytes) {
        int address = isStatic ? fixed : exports.dynamic(bytes.length);
        exports.memory().write(address, bytes);
        return (int) exports.function().call(address, bytes.length);
    }
}
