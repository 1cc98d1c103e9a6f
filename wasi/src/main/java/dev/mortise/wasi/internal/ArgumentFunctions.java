package dev.mortise.wasi.internal;

import dev.mortise.wasm.Instance;
import java.lang.invoke.MethodHandles;

/** {@code args_*} and {@code environ_*}. */
final class ArgumentFunctions {

    private ArgumentFunctions() {}

    static void addTo(FunctionSet functions) {
        var source = functions.from(MethodHandles.lookup());
        source.add("args_get", "argsGet", int.class, int.class);
        source.add("args_sizes_get", "argsSizesGet", int.class, int.class);
        source.add("environ_get", "environGet", int.class, int.class);
        source.add("environ_sizes_get", "environSizesGet", int.class, int.class);
    }

    static void argsGet(int pointers, int buffer, Instance caller) {
        var guest = Guest.of(caller);
        guest.arguments().write(guest.memory(), pointers, buffer);
    }

    static void argsSizesGet(int count, int bytes, Instance caller) {
        var guest = Guest.of(caller);
        guest.arguments().writeSizes(guest.memory(), count, bytes);
    }

    static void environGet(int pointers, int buffer, Instance caller) {
        var guest = Guest.of(caller);
        guest.environment().write(guest.memory(), pointers, buffer);
    }

    static void environSizesGet(int count, int bytes, Instance caller) {
        var guest = Guest.of(caller);
        guest.environment().writeSizes(guest.memory(), count, bytes);
    }
}
