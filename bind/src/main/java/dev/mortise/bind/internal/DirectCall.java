package dev.mortise.bind.internal;

import dev.mortise.wasm.Function;
import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.NumberType;
import dev.mortise.wasm.ValueType;
import dev.mortise.wasm.internal.binding.GuestCalls;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/** Numbers as Wasm parameters and results. */
final class DirectCall implements Convention {

    /** The JVM allows 255 slots; the object, receiver and state take some. */
    private static final int MAX_SLOTS = 240;

    /** The Wasm type that a method needs. */
    static FunctionType typeOf(Signature signature) throws Misfit {
        var parameters = new ArrayList<ValueType>();
        for (var parameter : signature.parameters()) {
            parameters.addAll(Flat.types(parameter.shape()));
        }
        if (parameters.stream().mapToInt(DirectCall::slots).sum() > MAX_SLOTS) {
            throw new Misfit("with " + parameters.size() + " numbers it takes more than a Java method can");
        }
        List<NumberType> results = signature.result().isEmpty() ? List.of() : Flat.types(signature.result().get());
        return new FunctionType(parameters, List.copyOf(results));
    }

    private static int slots(ValueType type) {
        return type == ValueType.I64 || type == ValueType.F64 ? 2 : 1;
    }

    @Override
    public MethodHandle handle(Signature signature, String export, Function function) throws Misfit {
        var needed = typeOf(signature);
        if (!needed.equals(function.type())) {
            throw new Misfit("the method needs " + needed + ", export \"" + export + "\" is " + function.type());
        }
        return compose(signature, function);
    }

    /** For a function whose type fits. */
    static MethodHandle compose(Signature signature, Function function) {
        var parts = new ArrayList<MethodHandle>();
        var order = new ArrayList<Integer>(List.of(0));
        for (var i = 0; i < signature.parameters().size(); i++) {
            for (var part : Flat.takeApart(signature.parameters().get(i).shape())) {
                parts.add(part);
                order.add(i + 2);
            }
        }
        // (receiver, numbers...) -> (receiver, state, parameters...)
        var call = MethodHandles.filterArguments(GuestCalls.handle(function), 1, parts.toArray(MethodHandle[]::new));
        var types = new ArrayList<Class<?>>(List.of(Object.class, Object.class));
        types.addAll(signature.types());
        var spread = Handles.pick(call, types, order.stream().mapToInt(Integer::intValue).toArray());
        return signature.result().isEmpty() ? spread : withResult(spread, signature.result().get(), function.type());
    }

    private static MethodHandle withResult(MethodHandle call, Shape result, FunctionType type) {
        var make = Flat.putTogether(result);
        var count = type.results().size();
        if (count == 1) {
            return MethodHandles.filterReturnValue(call, make);
        }
        // (first, receiver, receiver...) -> (first, receiver)
        for (var i = 1; i < count; i++) {
            make = MethodHandles.filterArguments(make, i,
                    GuestCalls.furtherResult((NumberType) type.results().get(i), i));
        }
        var order = new int[count];
        java.util.Arrays.fill(order, 1, count, 1);
        var first = call.type().returnType();
        var taken = MethodHandles.permuteArguments(make,
                MethodType.methodType(make.type().returnType(), first, Object.class), order);
        var rest = call.type().parameterList();
        return MethodHandles.foldArguments(
                MethodHandles.dropArguments(taken, 2, rest.subList(1, rest.size())), call);
    }
}
