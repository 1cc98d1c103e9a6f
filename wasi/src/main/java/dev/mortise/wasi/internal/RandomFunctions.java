package dev.mortise.wasi.internal;

import dev.mortise.wasm.Instance;
import java.lang.invoke.MethodHandles;

/** {@code random_get}. */
final class RandomFunctions {

    /** What is made at once, between looks whether somebody wants the guest to stop. */
    private static final int PIECE = 65_536;

    private RandomFunctions() {}

    static void addTo(FunctionSet functions) {
        functions.from(MethodHandles.lookup()).add("random_get", "randomGet", int.class, int.class);
    }

    static void randomGet(int buffer, int length, Instance caller) {
        var guest = Guest.of(caller);
        var memory = guest.memory();
        var count = Integer.toUnsignedLong(length);
        memory.check(buffer, count);
        var piece = new byte[(int) Math.min(count, PIECE)];
        for (var done = 0L; done < count; done += piece.length) {
            caller.checkInterrupt();
            guest.random().nextBytes(piece);
            memory.write(buffer + (int) done, piece, (int) Math.min(piece.length, count - done));
        }
    }
}
