package dev.mortise.bind.internal;

import dev.mortise.bind.Abi;
import dev.mortise.bind.BindException;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.internal.binding.GuestCalls;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;

/**
 * Objects that look functions, memory and buffers up by name at each call: what a program pays that keeps nothing. For
 * measurements alone.
 */
public final class Uncached {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final MethodHandle RECEIVER = Handles.own(LOOKUP, "receiver", Object.class, Object.class,
            Object.class);
    private static final MethodHandle GUEST = Handles.own(LOOKUP, "guest", Object.class, Object.class);

    private final Instance instance;
    private final Abi abi;
    private final BufferNeeds needs;

    private Uncached(Instance instance, Abi abi, BufferNeeds needs) {
        this.instance = instance;
        this.abi = abi;
        this.needs = needs;
    }

    /**
     * An object of an interface that fits.
     *
     * @throws BindException if it does not; with the first mistake alone
     */
    public static <T> T bind(MethodHandles.Lookup caller, Class<T> type, Instance instance, Abi abi) {
        try {
            Home.check(caller, type);
            var conventions = Conventions.of(abi, instance);
            var shapes = ShapeReader.of(caller, abi);
            var methods = BoundMethod.of(type);
            var handles = new ArrayList<MethodHandle>();
            for (var each : methods) {
                handles.add(lookingUp(conventions.convention().handle(Signature.of(each, shapes), each.export(),
                        instance.function(each.export()))));
            }
            var constructor = Implementations.define(caller, type, methods, handles);
            return Implementations.make(constructor, type, new Uncached(instance, abi, conventions.needs()),
                    methods.stream().map(BoundMethod::export).toArray());
        } catch (Misfit e) {
            throw new BindException(type.getName() + " cannot be bound (" + abi + ")", List.of(e.getMessage()));
        }
    }

    /** {@code (name, this, parameters...)} instead of {@code (receiver, state, parameters...)}. */
    private static MethodHandle lookingUp(MethodHandle handle) {
        var parameters = handle.type().parameterList();
        var withGuest = MethodHandles.collectArguments(handle, 1, GUEST);
        var withBoth = MethodHandles.collectArguments(withGuest, 0, RECEIVER);
        return Handles.pick(withBoth, parameters, Handles.order(parameters.size() - 2, 2, 0, 1, 1));
    }

    static Object receiver(Object name, Object uncached) {
        return GuestCalls.receiver(((Uncached) uncached).instance.function((String) name));
    }

    static Object guest(Object uncached) {
        var each = (Uncached) uncached;
        return each.abi instanceof BufferSettings settings
                ? new Guest(BufferExports.of(each.instance, settings), each.needs, new Kept())
                : each;
    }
}
