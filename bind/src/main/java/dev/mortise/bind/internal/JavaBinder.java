package dev.mortise.bind.internal;

import dev.mortise.bind.BindException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;

/** Makes an object of an interface whose methods are those of another object. */
public final class JavaBinder {

    private JavaBinder() {}

    /**
     * An object of an interface.
     *
     * @throws BindException with all that does not fit
     */
    public static <T> T bind(MethodHandles.Lookup caller, Class<T> type, Object target) {
        if (type.isInstance(target)) {
            return type.cast(target);
        }
        var mistakes = new ArrayList<String>();
        try {
            Home.check(caller, type);
        } catch (Misfit e) {
            mistakes.add(e.getMessage());
        }
        var methods = BoundMethod.of(type);
        var handles = new ArrayList<MethodHandle>();
        for (var each : methods) {
            try {
                handles.add(handle(caller, each, target.getClass()));
            } catch (Misfit e) {
                mistakes.add(each + ": " + e.getMessage());
            }
        }
        if (!mistakes.isEmpty()) {
            throw new BindException(type.getName() + " does not fit " + target.getClass().getName(), mistakes);
        }
        var receivers = new Object[methods.size()];
        Arrays.fill(receivers, target);
        return Implementations.make(Implementations.ofJava(caller, type, methods, handles), type, target, receivers);
    }

    /** {@code (Object receiver, Object state, parameters)}. */
    private static MethodHandle handle(MethodHandles.Lookup caller, BoundMethod bound, Class<?> target) throws Misfit {
        MethodHandle found;
        try {
            found = caller.findVirtual(target, bound.method().getName(), bound.type());
        } catch (NoSuchMethodException e) {
            throw new Misfit(target.getName() + " has no method of this name and signature");
        } catch (IllegalAccessException e) {
            throw new Misfit(
                    "the method of " + target.getName() + " is not accessible: make class and method public in "
                            + "an exported package, or pass MethodHandles.lookup()");
        }
        MethodType withoutState = found.type().changeParameterType(0, Object.class);
        return MethodHandles.dropArguments(found.asType(withoutState), 1, Object.class);
    }
}
