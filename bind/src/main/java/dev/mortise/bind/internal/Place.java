package dev.mortise.bind.internal;

import dev.mortise.bind.BindException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import java.util.List;

/**
 * Says in what a call failed which method of which interface it was, and which function of the guest. Only a call that
 * fails comes by. The exception keeps its type, cause and stack trace; a trap, a plug-in's error, or an exception type of
 * somebody else passes as it is.
 */
final class Place {

    /** {@code (String place, RuntimeException)} to what is to be thrown. */
    static final MethodHandle TOLD = Handles.own(MethodHandles.lookup(), "told", RuntimeException.class,
            String.class, RuntimeException.class);

    private Place() {}

    /** Of a method that calls an export. */
    static String ofExport(BoundMethod method) {
        return name(method) + " (export \"" + method.export() + "\")";
    }

    private static String name(BoundMethod method) {
        return method.method().getDeclaringClass().getSimpleName() + "." + method.method().getName();
    }

    /** Around a method that a guest calls as an import; what else it throws is its implementation's own. */
    static MethodHandle aroundImport(MethodHandle call, BoundMethod method, String module) {
        var place = name(method) + " (import \"" + module + "\" \"" + method.export() + "\")";
        var thrower = MethodHandles.throwException(call.type().returnType(), RuntimeException.class);
        var told = MethodHandles.filterArguments(thrower, 0, MethodHandles.insertArguments(TOLD, 0, place));
        return MethodHandles.catchException(call, BindException.class,
                told.asType(told.type().changeParameterType(0, BindException.class)));
    }

    static RuntimeException told(String place, RuntimeException thrown) {
        var message = thrown.getMessage() == null ? place : place + ": " + thrown.getMessage();
        RuntimeException told;
        if (thrown instanceof BindException mistake
                && mistake.mistakes().equals(List.of(String.valueOf(thrown.getMessage())))) {
            told = new BindException(message);
        } else if (thrown.getClass() == IllegalArgumentException.class) {
            told = new IllegalArgumentException(message);
        } else if (thrown.getClass() == NullPointerException.class) {
            told = new NullPointerException(message);
        } else {
            return thrown;
        }
        if (thrown.getCause() != null) {
            told.initCause(thrown.getCause());
        }
        Arrays.stream(thrown.getSuppressed()).forEach(told::addSuppressed);
        told.setStackTrace(thrown.getStackTrace());
        return told;
    }
}
