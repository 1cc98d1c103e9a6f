package dev.mortise.wasm.internal.runtime;

/**
 * Finds out that the stack is nearly used up while nothing can break: before a lock is taken or a class initialised.
 */
final class StackProbe {

    /** Frames of at least 100 bytes: some 50 KiB, more than what follows a probe has been seen to use. */
    private static final int FRAMES = 400;
    /** Code that nobody of us has seen. */
    private static final int HOST_FRAMES = 1_000;

    private StackProbe() {}

    /** Throws {@link StackOverflowError} if there is too little stack left to do anything delicate. */
    static void ensureHeadroom() {
        descend(FRAMES, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    /** The same before code of the host that may initialise classes of its own. */
    static void ensureHostHeadroom() {
        descend(HOST_FRAMES, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    /** The arguments take room in compiled frames, too. */
    private static long descend(int frames, long a, long b, long c, long d, long e, long f, long g, long h) {
        return frames == 0 ? a : descend(frames - 1, b, c, d, e, f, g, h, a + frames) + a + h;
    }
}
