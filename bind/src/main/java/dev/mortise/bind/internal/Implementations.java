package dev.mortise.bind.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/** Makes classes that implement a user's interface. */
final class Implementations {

    private static final MethodType CONSTRUCTOR = MethodType.methodType(void.class, Object.class, Object[].class);

    private Implementations() {}

    /**
     * A constructor, {@code (Object state, Object[] receivers)} to {@code Object}, of a class whose methods call exports.
     *
     * @param handles see {@link ObjectClass#emit}
     */
    static MethodHandle ofExports(MethodHandles.Lookup caller, Class<?> type, List<BoundMethod> methods,
            List<MethodHandle> handles) {
        return define(caller, type, methods, handles, true);
    }

    /** Like {@link #ofExports}, of a class whose methods are Java's: what they throw is their own. */
    static MethodHandle ofJava(MethodHandles.Lookup caller, Class<?> type, List<BoundMethod> methods,
            List<MethodHandle> handles) {
        return define(caller, type, methods, handles, false);
    }

    private static MethodHandle define(MethodHandles.Lookup caller, Class<?> type, List<BoundMethod> methods,
            List<MethodHandle> handles, boolean tellsPlace) {
        try {
            var home = Home.of(caller, type);
            var name = home.lookupClass().getPackageName();
            var bytes = ObjectClass.emit((name.isEmpty() ? "" : name + ".") + type.getSimpleName() + "Bound", type,
                    methods, handles, tellsPlace);
            var data = new ArrayList<>(handles);
            data.add(Place.TOLD);
            var made = home.defineHiddenClassWithClassData(bytes, List.copyOf(data), true);
            return made.findConstructor(made.lookupClass(), CONSTRUCTOR)
                    .asType(CONSTRUCTOR.changeReturnType(Object.class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a class for " + type.getName(), e);
        }
    }

    /** A new object of such a class. */
    static <T> T make(MethodHandle constructor, Class<T> type, Object state, Object[] receivers) {
        try {
            return type.cast((Object) constructor.invokeExact(state, receivers));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new LinkageError("a constructor of Mortise", e);
        }
    }
}
