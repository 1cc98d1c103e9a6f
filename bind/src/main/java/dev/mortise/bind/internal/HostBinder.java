package dev.mortise.bind.internal;

import dev.mortise.bind.Abi;
import dev.mortise.bind.BindException;
import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.HostFunction;
import dev.mortise.wasm.Imports;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** Makes host functions of the methods of a Java object. */
public final class HostBinder {

    private HostBinder() {}

    /**
     * Adds a function for each abstract method of an interface.
     *
     * @throws BindException with all that does not fit
     */
    public static <T> void add(MethodHandles.Lookup caller, Imports.Builder imports, String module, Class<T> type,
            T implementation, Abi abi) {
        var mistakes = new ArrayList<String>();
        var functions = new LinkedHashMap<String, HostFunction>();
        if (!type.isInterface()) {
            mistakes.add(type.getName() + " is no interface");
        }
        for (var each : BoundMethod.of(type)) {
            try {
                var function = function(caller, module, each, implementation, abi);
                if (functions.putIfAbsent(each.export(), function) != null) {
                    throw new Misfit("another method has the name \"" + each.export() + "\" already: say @Export");
                }
            } catch (Misfit e) {
                mistakes.add(each + ": " + e.getMessage());
            }
        }
        if (!mistakes.isEmpty()) {
            throw new BindException(type.getName() + " cannot be given to guests (" + abi + ")", mistakes);
        }
        functions.forEach((name, function) -> imports.function(module, name, function));
    }

    private static HostFunction function(MethodHandles.Lookup caller, String module, BoundMethod method,
            Object implementation, Abi abi) throws Misfit {
        var signature = Signature.of(method, ShapeReader.of(caller, abi));
        MethodHandle target;
        try {
            target = caller.unreflect(method.method()).bindTo(implementation);
        } catch (IllegalAccessException e) {
            throw new Misfit("it is not accessible: make the interface public in an exported package, or pass "
                    + "MethodHandles.lookup()");
        }
        return switch (abi) {
            case DirectAbi ignored -> direct(signature, target);
            case BufferSettings settings -> HostFunction.of(Place.aroundImport(
                    HostCall.compose(signature, target, Formats.of(settings.kind())), method, module));
        };
    }

    private static HostFunction direct(Signature signature, MethodHandle target) throws Misfit {
        var type = DirectCall.typeOf(signature);
        var call = target;
        for (var i = signature.parameters().size() - 1; i >= 0; i--) {
            call = MethodHandles.collectArguments(call, i, Flat.putTogether(signature.parameters().get(i).shape()));
        }
        if (signature.result().isEmpty()) {
            return HostFunction.of(call);
        }
        var parts = Flat.takeApart(signature.result().get());
        if (parts.size() == 1) {
            return HostFunction.of(MethodHandles.filterReturnValue(call, parts.getFirst()));
        }
        return several(type, call, parts);
    }

    /** The engine takes several results from boxing functions alone. */
    private static HostFunction several(FunctionType type, MethodHandle call, java.util.List<MethodHandle> parts) {
        var spread = call.asType(call.type().generic()).asSpreader(Object[].class, type.parameters().size());
        var taken = parts.stream().map(each -> each.asType(each.type().generic())).toList();
        return HostFunction.of(type, (instance, arguments) -> {
            var result = (Object) spread.invokeExact(arguments);
            var results = new @Nullable Object[taken.size()];
            for (var i = 0; i < results.length; i++) {
                results[i] = (Object) taken.get(i).invokeExact(result);
            }
            return results;
        });
    }
}
