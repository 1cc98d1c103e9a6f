package dev.mortise.wasi.internal;

/**
 * Makes sure that a function which leads deep into the JDK has stack for that. A guest may call it with next to none
 * left: if the stack then ends in a static initialiser of the JDK, that class is broken for the life of the JVM. Here
 * it ends in a method that does nothing, and the guest alone has a stack overflow.
 */
public final class Headroom {

    /** Some 130 KiB interpreted, some 40 KiB compiled: more than opening a file takes for the first time. */
    private static final int FRAMES = 160;

    private Headroom() {}

    /** @throws StackOverflowError unless there is enough */
    public static void require() {
        probe(FRAMES, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24);
    }

    /** Its arguments change place at each call, so that no compiler can leave them out of the frame. */
    private static long probe(int frames, long a, long b, long c, long d, long e, long f, long g, long h, long i,
            long j, long k, long l, long m, long n, long o, long p, long q, long r, long s, long t, long u, long v,
            long w, long x) {
        return frames == 0 ? a : a + probe(frames - 1, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v,
                w, x, a);
    }
}
