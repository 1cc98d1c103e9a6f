package dev.mortise.bind.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.stream.IntStream;

/** Small steps in composing handles. */
final class Handles {

    private Handles() {}

    /** A static method of ours. */
    static MethodHandle own(MethodHandles.Lookup lookup, String name, Class<?> result, Class<?>... parameters) {
        try {
            return lookup.findStatic(lookup.lookupClass(), name, MethodType.methodType(result, parameters));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a method of Mortise", e);
        }
    }

    /** The same handle with its parameters picked by these numbers out of a longer list of parameters. */
    static MethodHandle pick(MethodHandle handle, List<Class<?>> from, int... order) {
        return MethodHandles.permuteArguments(handle, MethodType.methodType(handle.type().returnType(), from), order);
    }

    /** Numbers from, up to but without to. */
    static int[] range(int from, int to) {
        return IntStream.range(from, to).toArray();
    }
}
