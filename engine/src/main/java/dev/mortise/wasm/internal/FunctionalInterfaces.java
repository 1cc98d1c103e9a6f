package dev.mortise.wasm.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;

/** What a lambda implements: for every floor that takes or makes one. */
public final class FunctionalInterfaces {

    private FunctionalInterfaces() {}

    /**
     * The only abstract method of a functional interface, bound to an implementation.
     *
     * @param caller sees the interface
     * @throws IllegalArgumentException if it is none, or the caller does not see it
     */
    public static <T> MethodHandle bound(MethodHandles.Lookup caller, Class<T> functionalInterface, T implementation) {
        var method = abstractMethod(functionalInterface);
        try {
            return caller.unreflect(method).bindTo(implementation);
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(functionalInterface.getName() + " is not accessible: make it public in "
                    + "an exported package, or pass MethodHandles.lookup()", e);
        }
    }

    /**
     * The only abstract method of a functional interface. Methods that {@link Object} implements do not count.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Method abstractMethod(Class<?> functionalInterface) {
        var methods = Arrays.stream(functionalInterface.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .filter(method -> !isObjectMethod(method)).toList();
        if (!functionalInterface.isInterface() || methods.size() != 1) {
            throw new IllegalArgumentException(functionalInterface.getName()
                    + " is not an interface with one abstract method; it has " + methods.size());
        }
        return methods.getFirst();
    }

    private static boolean isObjectMethod(Method method) {
        try {
            Object.class.getMethod(method.getName(), method.getParameterTypes());
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }
}
