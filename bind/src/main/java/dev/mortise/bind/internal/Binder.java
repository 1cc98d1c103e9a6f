package dev.mortise.bind.internal;

import dev.mortise.bind.Abi;
import dev.mortise.bind.BindException;
import dev.mortise.wasm.Function;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.internal.binding.GuestCalls;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes objects of an interface whose methods run in a guest. */
public final class Binder {

    private final MethodHandles.Lookup caller;
    private final Instance instance;
    private final Abi abi;
    private final Conventions conventions;
    private final List<String> mistakes = new ArrayList<>();

    private Binder(MethodHandles.Lookup caller, Instance instance, Abi abi) throws Misfit {
        this.caller = caller;
        this.instance = instance;
        this.abi = abi;
        this.conventions = Conventions.of(abi, instance);
    }

    /**
     * An object of an interface.
     *
     * @throws BindException with all that does not fit
     */
    public static <T> T bind(MethodHandles.Lookup caller, Class<T> type, Instance instance, Abi abi) {
        try {
            return new Binder(caller, instance, abi).bind(type);
        } catch (Misfit e) {
            throw new BindException(type.getName() + " cannot be bound (" + abi + ")", List.of(e.getMessage()));
        }
    }

    private <T> T bind(Class<T> type) {
        var methods = BoundMethod.of(type);
        var functions = new ArrayList<Function>();
        for (var each : methods) {
            instance.findFunction(each.export()).ifPresentOrElse(functions::add, () -> mistakes.add(missing(each)));
        }
        try {
            Home.check(caller, type);
        } catch (Misfit e) {
            mistakes.add(e.getMessage());
        }
        if (mistakes.isEmpty()) {
            var receivers = functions.stream().map(GuestCalls::receiver).toArray();
            var known = ClassCache.of(instance, type);
            var key = key(receivers);
            var made = known.get(key);
            if (made == null) {
                made = define(type, methods, functions);
                if (made != null) {
                    known.put(key, made);
                }
            }
            if (made != null) {
                return Implementations.make(made.constructor(), type, conventions.state(made.needs()), receivers);
            }
        } else {
            // Whatever else is wrong shall be said at once.
            checkTypes(methods);
        }
        throw new BindException(
                type.getName() + " does not fit " + instance.module() + " (" + abi + ")", mistakes);
    }

    private ClassCache.@Nullable Made define(Class<?> type, List<BoundMethod> methods, List<Function> functions) {
        var handles = handles(methods, functions);
        return mistakes.isEmpty()
                ? new ClassCache.Made(Implementations.define(caller, type, methods, handles), conventions.needs())
                : null;
    }

    private ClassCache.Key key(Object[] receivers) {
        var classes = new ArrayList<Class<?>>(conventions.helpers());
        for (var receiver : receivers) {
            classes.add(receiver.getClass());
        }
        return new ClassCache.Key(abi, Home.isOpen(caller) ? List.of(caller.lookupClass()) : List.of(), classes);
    }

    private void checkTypes(List<BoundMethod> methods) {
        for (var each : methods) {
            instance.findFunction(each.export())
                    .ifPresentOrElse(function -> handles(List.of(each), List.of(function)), () -> checkSignature(each));
        }
    }

    private void checkSignature(BoundMethod method) {
        try {
            Signature.of(method, ShapeReader.of(caller, abi));
        } catch (Misfit e) {
            mistakes.add(method + ": " + e.getMessage());
        }
    }

    private List<MethodHandle> handles(List<BoundMethod> methods, List<Function> functions) {
        var shapes = ShapeReader.of(caller, abi);
        var handles = new ArrayList<MethodHandle>();
        for (var i = 0; i < methods.size(); i++) {
            try {
                handles.add(
                        conventions.convention().handle(Signature.of(methods.get(i), shapes), methods.get(i).export(),
                                functions.get(i)));
            } catch (Misfit e) {
                mistakes.add(methods.get(i) + ": " + e.getMessage());
            }
        }
        return handles;
    }

    private String missing(BoundMethod method) {
        var names = instance.exports().entrySet().stream().filter(each -> each.getValue() instanceof Function)
                .map(Map.Entry::getKey).toList();
        return method + ": no exported function \"" + method.export() + "\"; there are " + names;
    }
}
