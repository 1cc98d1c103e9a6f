package dev.mortise.wasm.build;

/** Code as long as one likes that no compiler makes shorter, and what it computes. */
public final class Mixing {

    private Mixing() {}

    /** x = (x ^ k) * 31 + k, where x is the first parameter. */
    public static Code mix(Code code, int k) {
        return code.get(0).i32(k).op(Code.I32_XOR).i32(31).op(Code.I32_MUL).i32(k).op(Code.I32_ADD).set(0);
    }

    /** What that makes of x for k = 0 to count - 1. */
    public static int mixed(int start, int count) {
        var x = start;
        for (var k = 0; k < count; k++) {
            x = (x ^ k) * 31 + k;
        }
        return x;
    }

    /** Leaves x ^ k on the stack before each mixing, and adds all of them up in the end, each time 3. */
    public static void pile(Code code, int count) {
        for (var k = 0; k < count; k++) {
            code.get(0).i32(k).op(Code.I32_XOR);
            mix(code, k);
        }
        for (var k = 1; k < count; k++) {
            code.i32(3).op(Code.I32_MUL).op(Code.I32_ADD);
        }
    }

    /** What comes out of {@link #pile}. */
    public static int piled(int start, int count) {
        var x = start;
        var stack = new int[count];
        for (var k = 0; k < count; k++) {
            stack[k] = x ^ k;
            x = (x ^ k) * 31 + k;
        }
        var sum = stack[count - 1];
        for (var k = count - 2; k >= 0; k--) {
            sum = stack[k] + sum * 3;
        }
        return sum;
    }
}
