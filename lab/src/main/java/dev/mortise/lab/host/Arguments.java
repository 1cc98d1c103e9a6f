package dev.mortise.lab.host;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Two numbers that the JIT compiler must not take for constants. Each is read in one instruction. */
final class Arguments {

    private static final VarHandle X;
    private static final VarHandle Y;
    @SuppressWarnings("unused")
    private static int x = 2;
    @SuppressWarnings("unused")
    private static int y = 3;

    static {
        var lookup = MethodHandles.lookup();
        try {
            X = lookup.findStaticVarHandle(Arguments.class, "x", int.class);
            Y = lookup.findStaticVarHandle(Arguments.class, "y", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private Arguments() {}

    static int x() {
        return (int) X.getOpaque();
    }

    static int y() {
        return (int) Y.getOpaque();
    }
}
