package dev.mortise.lab.host;

import dev.mortise.lab.host.HostRuntime.Guest;
import dev.mortise.lab.host.HostRuntime.GuestFunction;
import dev.mortise.lab.host.HostRuntime.Preloaded;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** The micro tests of the scripting experiment: a run of many calls of {@code multiply(2, 3)}. */
final class Multiply {

    /** The bytes of two i32, in a C struct and in bincode alike. */
    private static final int SIZE = 8;
    private static final int CALLS = 100_000;

    /**
     * One of the tests.
     *
     * @param abi pair, bincode or struct
     * @param isStatic whether the buffer is always the same
     * @param isCached whether exports are looked up once, not at each call
     * @param isPreloaded whether the arguments are made before the loop
     * @param isOwned whether an object owns instance and function
     * @param calls of a run
     */
    record Way(String abi, boolean isStatic, boolean isCached, boolean isPreloaded, boolean isOwned, int calls) {

        String export() {
            return abi.equals("pair") ? "multiply" : "multiply_" + abi;
        }
    }

    private Multiply() {}

    static Outcome measure(HostRuntime runtime, Request request) throws IOException {
        var way = new Way(request.oneOf("abi", "pair", "bincode", "struct"),
                request.oneOf("memory", "dynamic", "static").equals("static"), request.isTrue("cached"),
                request.oneOf("arguments", "hotload", "preload").equals("preload"), request.isTrue("owned"),
                Math.toIntExact(request.number("calls", CALLS)));
        var compile = request.oneOf("compile", "out", "in");
        if (runtime instanceof JavaRuntime) {
            return request.measure().of(text(MultiplyInJava.run(way)));
        }
        var wasm = request.wasm();
        Function<Guest, IntSupplier> prepare = runtime instanceof MortiseRuntime
                ? guest -> MultiplyInMortise.run(guest, way)
                : guest -> run(guest, way);
        if (compile.equals("in")) {
            return request.measure().of(() -> text(prepare.apply(runtime.compile(wasm).instantiate())).call());
        }
        return request.measure().of(text(prepare.apply(runtime.compile(wasm).instantiate())));
    }

    private static Callable<String> text(IntSupplier run) {
        return () -> Integer.toString(run.getAsInt());
    }

    private static IntSupplier run(Guest guest, Way way) {
        if (!way.abi.equals("pair")) {
            return way.isStatic ? throughStaticBuffer(guest, way) : throughBuffers(guest, way);
        }
        if (way.isOwned) {
            var owner = new Owner(guest, guest.function(way.export(), "ii"));
            return way.isPreloaded ? preloaded(way, owner::function) : hot(way, owner::function);
        }
        var cached = guest.function(way.export(), "ii");
        Supplier<GuestFunction> lookUp = way.isCached ? () -> cached : () -> guest.function(way.export(), "ii");
        return way.isPreloaded ? preloaded(way, lookUp) : hot(way, lookUp);
    }

    /** What the experiment calls the object that owns the instance. */
    private record Owner(Guest guest, GuestFunction function) {
    }

    private static IntSupplier hot(Way way, Supplier<GuestFunction> function) {
        return () -> {
            int sum = 0;
            for (int i = 0; i < way.calls; i++) {
                sum += (int) function.get().call(2, 3);
            }
            return sum;
        };
    }

    private static IntSupplier preloaded(Way way, Supplier<GuestFunction> function) {
        if (way.isCached || way.isOwned) {
            Preloaded call = function.get().preload(2, 3);
            return () -> {
                int sum = 0;
                for (int i = 0; i < way.calls; i++) {
                    sum += (int) call.call();
                }
                return sum;
            };
        }
        var arguments = new long[]{2, 3};
        return () -> {
            int sum = 0;
            for (int i = 0; i < way.calls; i++) {
                sum += (int) function.get().call(arguments);
            }
            return sum;
        };
    }

    private static IntSupplier throughBuffers(Guest guest, Way way) {
        var cached = new GuestBuffer(guest, way.export());
        return () -> {
            int sum = 0;
            for (int i = 0; i < way.calls; i++) {
                var exports = way.isCached ? cached : new GuestBuffer(guest, way.export());
                sum += multiply(exports, exports.dynamic(SIZE));
            }
            return sum;
        };
    }

    private static IntSupplier throughStaticBuffer(Guest guest, Way way) {
        var cached = new GuestBuffer(guest, way.export());
        return () -> {
            var address = GuestBuffer.fixed(guest, SIZE);
            int sum = 0;
            for (int i = 0; i < way.calls; i++) {
                sum += multiply(way.isCached ? cached : new GuestBuffer(guest, way.export()), address);
            }
            return sum;
        };
    }

    private static int multiply(GuestBuffer exports, int address) {
        exports.memory().writeInt(address, 2);
        exports.memory().writeInt(address + Integer.BYTES, 3);
        return (int) exports.function().call(address, SIZE);
    }
}
