package dev.mortise.fuzz;

import java.util.ArrayList;
import java.util.List;

/** The functions that {@code generator/src/main.rs} imports, and what was asked of them. No result is a NaN. */
final class HostLog {

    /** Value of the imported constant. */
    static final int GLOBAL = 42;
    /** First value of the imported variable. */
    static final long VARIABLE = -7;

    private final List<String> calls = new ArrayList<>();

    int i(int a) {
        calls.add("i " + a);
        return a * 31 + 7;
    }

    long l(long a) {
        calls.add("l " + a);
        return a ^ a << 7 ^ 5;
    }

    double mixed(int a, long b, float c, double d) {
        calls.add("mixed " + a + " " + b + " " + Float.floatToRawIntBits(c) + " " + Double.doubleToRawLongBits(d));
        return a + (double) b;
    }

    int twoFirst(double a) {
        calls.add("two " + Double.doubleToRawLongBits(a));
        return (int) a;
    }

    long twoSecond(double a) {
        return (long) a;
    }

    void sink(float a) {
        calls.add("sink " + Float.floatToRawIntBits(a));
    }

    /** What was called, in order. */
    List<String> calls() {
        return calls;
    }
}
