package dev.mortise.wasm.internal.runtime;

import dev.mortise.wasm.Function;
import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.ValueType;
import dev.mortise.wasm.internal.FunctionalInterfaces;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/** The ways from Java into a guest function without boxing: a handle, and an object of the user's interface. */
final class Adapters {

    private static final String ANCHOR = "mortise.adapter.Anchor";
    private static final MethodHandle CHECK_ARGUMENT = findCheck();
    private static final MethodType MAKE = MethodType.methodType(Object.class, Object.class);

    private Adapters() {}

    static MethodHandle handle(FunctionReference function) {
        var type = function.type();
        checkNarrow(type);
        return Emission.call(() -> {
            var owner = function.getClass();
            var lookup = MethodHandles.privateLookupIn(owner, MethodHandles.lookup());
            if (type.results().size() <= 1) {
                return checked(lookup.findVirtual(owner, "invoke", JvmTypes.natural(type)).bindTo(function), type);
            }
            return checked(
                    lookup.findVirtual(owner, "apply", MethodType.methodType(Object[].class, Object[].class))
                            .bindTo(function).asCollector(Object[].class, type.parameters().size())
                            .asType(JvmTypes.natural(type).changeReturnType(Object[].class)),
                    type);
        });
    }

    /** Lets functions alone through where the guest takes a function reference: Java's type for it is Object. */
    private static MethodHandle checked(MethodHandle handle, FunctionType type) {
        var result = handle;
        for (var i = 0; i < type.parameters().size(); i++) {
            if (type.parameters().get(i).equals(ValueType.FUNCREF)) {
                result = MethodHandles.filterArguments(result, i,
                        MethodHandles.insertArguments(CHECK_ARGUMENT, 1, i, type));
            }
        }
        return result;
    }

    /** The way in for all functions of the class of this one, which is the first argument: an {@code Object}. */
    static MethodHandle shared(FunctionReference function) {
        return Emission.call(() -> {
            var owner = function.getClass();
            var handle = MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
                    .findVirtual(owner, "invoke", JvmTypes.natural(function.type()));
            return handle.asType(handle.type().changeParameterType(0, Object.class));
        });
    }

    private static MethodHandle findCheck() {
        try {
            return MethodHandles.lookup().findStatic(FunctionReference.class, "checkArgument",
                    MethodType.methodType(Object.class, Object.class, int.class, FunctionType.class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a method of the engine", e);
        }
    }

    private static void checkNarrow(FunctionType type) {
        if (JvmTypes.isWide(type)) {
            throw new UnsupportedOperationException("a function with " + type.parameters().size()
                    + " parameters has more than a Java method can: use call(Object...)");
        }
    }

    /** An object of this interface; {@link Function#as(MethodHandles.Lookup, Class)} says what it may look like. */
    static <T> T implement(FunctionReference function, MethodHandles.Lookup caller, Class<T> functionalInterface) {
        var method = FunctionalInterfaces.abstractMethod(functionalInterface);
        checkNarrow(function.type());
        checkSignature(function.type(), method);
        var inPackage = (caller.lookupModes() & MethodHandles.Lookup.PACKAGE) != 0;
        if (!inPackage && !isPublic(functionalInterface)) {
            throw new IllegalArgumentException(functionalInterface.getName()
                    + " is not accessible: make it public in an exported package, or pass MethodHandles.lookup()");
        }
        var handle = handle(function);
        return Emission.call(() -> {
            var lookup = inPackage ? caller : new AnchorLoader(functionalInterface).lookup();
            var name = lookup.lookupClass().getPackageName() + "." + functionalInterface.getSimpleName() + "OfGuest";
            var bytes = AdapterClass.adapter(name, method, handle.type());
            var adapter = lookup.defineHiddenClassWithClassData(bytes, handle, true);
            return functionalInterface.cast(
                    adapter.findConstructor(adapter.lookupClass(), MethodType.methodType(void.class)).invoke());
        });
    }

    /**
     * Like {@link #implement} with one class for all functions of the class of this one, that is, for all instances of
     * its module: an object costs a microsecond instead of a millisecond, a call one load more.
     */
    static <T> T implementShared(FunctionReference function, MethodHandles.Lookup caller,
            Class<T> functionalInterface) {
        var code = function.owner().code();
        var key = new SharedAdapter(function.getClass(), functionalInterface);
        var known = code.sharedAdapters().get(key);
        return functionalInterface.cast(known != null ? make(known, function) : Emission.call(() -> {
            var method = FunctionalInterfaces.abstractMethod(functionalInterface);
            checkNarrow(function.type());
            checkSignature(function.type(), method);
            var exact = shared(function);
            var name = caller.lookupClass().getPackageName() + "." + functionalInterface.getSimpleName() + "OfGuests";
            var bytes = AdapterClass.adapter(name, method, exact.type());
            var adapter = caller.defineHiddenClassWithClassData(bytes, exact, true);
            var constructor = adapter.findConstructor(adapter.lookupClass(),
                    MethodType.methodType(void.class, Object.class)).asType(MAKE);
            var first = (Object) constructor.invokeExact((Object) function);
            code.sharedAdapters().put(key, constructor);
            return first;
        }));
    }

    private static Object make(MethodHandle constructor, FunctionReference function) {
        StackProbe.ensureHostHeadroom();
        try {
            return (Object) constructor.invokeExact((Object) function);
        } catch (Throwable e) {
            throw new LinkageError("a constructor of the engine", e);
        }
    }

    /** One class of adapters. */
    record SharedAdapter(Class<?> function, Class<?> functionalInterface) {
    }

    /** Gives the adapter of a public interface a package to live in, where it sees the interface and its types. */
    private static final class AnchorLoader extends ClassLoader {

        AnchorLoader(Class<?> functionalInterface) {
            super("mortise adapter", functionalInterface.getClassLoader());
        }

        MethodHandles.Lookup lookup() throws ReflectiveOperationException {
            var bytes = AdapterClass.anchor(ANCHOR);
            var anchor = defineClass(ANCHOR, bytes, 0, bytes.length);
            return (MethodHandles.Lookup) anchor.getMethod("lookup").invoke(null);
        }
    }

    private static boolean isPublic(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getEnclosingClass()) {
            if (!Modifier.isPublic(each.getModifiers())) {
                return false;
            }
        }
        return type.getModule().isExported(type.getPackageName());
    }

    private static void checkSignature(FunctionType type, Method method) {
        var expected = JvmTypes.natural(type);
        if (type.results().size() > 1) {
            expected = expected.changeReturnType(Object[].class);
        }
        var actual = MethodType.methodType(method.getReturnType(), method.getParameterTypes());
        var fits = actual.parameterCount() == expected.parameterCount();
        for (var i = 0; fits && i < expected.parameterCount(); i++) {
            fits = actual.parameterType(i) == expected.parameterType(i)
                    || isFunction(type.parameters().get(i), actual.parameterType(i));
        }
        fits &= actual.returnType() == expected.returnType()
                || type.results().size() == 1 && isFunction(type.results().getFirst(), actual.returnType());
        if (!fits) {
            throw new IllegalArgumentException("a function of type " + type + " needs a method " + expected + ", but "
                    + method.getDeclaringClass().getName() + "." + method.getName() + " is " + actual);
        }
    }

    private static boolean isFunction(ValueType type, Class<?> javaType) {
        return type.equals(ValueType.FUNCREF) && javaType == Function.class;
    }
}
