package dev.mortise.bind.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Small steps in composing handles. */
final class Handles {

    private Handles() {}

    /** A static method of ours. */
    static MethodHandle own(MethodHandles.Lookup lookup, String name, Class<?> result, Class<?>... parameters) {
        return of(lookup, lookup.lookupClass(), name, result, parameters);
    }

    /** A static method of another class of ours. */
    static MethodHandle of(MethodHandles.Lookup lookup, Class<?> owner, String name, Class<?> result,
            Class<?>... parameters) {
        try {
            return lookup.findStatic(owner, name, MethodType.methodType(result, parameters));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a method of Mortise", e);
        }
    }

    /** A method without parameters of an object of ours. */
    static MethodHandle virtual(MethodHandles.Lookup lookup, Class<?> owner, String name, Class<?> result) {
        try {
            return lookup.findVirtual(owner, name, MethodType.methodType(result));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a method of Mortise", e);
        }
    }

    /** One step after the other, all with the same parameters and no result. */
    static MethodHandle inOrder(List<MethodHandle> steps, List<Class<?>> parameters) {
        var all = MethodHandles.empty(MethodType.methodType(void.class, parameters));
        for (var i = steps.size() - 1; i >= 0; i--) {
            all = i == steps.size() - 1 ? steps.get(i) : MethodHandles.foldArguments(all, steps.get(i));
        }
        return all;
    }

    /** The end of a method's name for a primitive type, as in {@code getInt}. */
    static String capitalised(Class<?> primitive) {
        return Character.toUpperCase(primitive.getName().charAt(0)) + primitive.getName().substring(1);
    }

    /** The same handle with its parameters picked by these numbers out of a longer list of parameters. */
    static MethodHandle pick(MethodHandle handle, List<Class<?>> from, int... order) {
        return MethodHandles.permuteArguments(handle, MethodType.methodType(handle.type().returnType(), from), order);
    }

    /** Some types, then the parameters'. */
    static List<Class<?>> types(List<Class<?>> parameters, Class<?>... first) {
        var all = new ArrayList<Class<?>>(List.of(first));
        all.addAll(parameters);
        return all;
    }

    /** Some numbers, then as many more as there are parameters, from the given one on. */
    static int[] order(int parameters, int from, int... first) {
        return IntStream.concat(IntStream.of(first), IntStream.range(from, from + parameters)).toArray();
    }

    /** Throws on what came out of a handle whose method declares no checked exception. */
    static RuntimeException unchecked(Throwable thrown) {
        switch (thrown) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(thrown);
        }
    }
}
