package dev.mortise.lab.host;

import java.util.function.IntBinaryOperator;
import java.util.function.IntSupplier;

/** The work without a guest: a call through an interface. */
final class MultiplyInJava {

    private MultiplyInJava() {}

    static IntSupplier run(Multiply.Way way) {
        return loop((x, y) -> x * y, way.calls());
    }

    /** The arguments are read anew at each call: else the JIT compiler works the whole run out beforehand. */
    static IntSupplier loop(IntBinaryOperator multiply, int calls) {
        return () -> {
            int sum = 0;
            for (int i = 0; i < calls; i++) {
                sum += multiply.applyAsInt(Arguments.x(), Arguments.y());
            }
            return sum;
        };
    }
}
