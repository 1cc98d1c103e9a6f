package dev.mortise.bind.internal;

import dev.mortise.wasm.Instance;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.List;

/** Composes what a guest calls with a message: {@code (int pointer, int length, Instance caller)}. */
final class HostCall {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final MethodHandle FIXED = Handles.of(LOOKUP, HostSide.class, "fixed", byte[].class, int.class,
            int.class, Instance.class, int.class);
    private static final MethodHandle OPEN = Handles.of(LOOKUP, HostSide.class, "open", Reader.class, int.class,
            int.class, Instance.class);
    private static final MethodHandle ANSWER_FIXED = Handles.of(LOOKUP, HostSide.class, "answer", long.class,
            byte[].class, Instance.class);
    private static final MethodHandle ANSWER = Handles.of(LOOKUP, HostSide.class, "answer", long.class, Buffer.class,
            Instance.class);
    private static final MethodHandle NEW_BUFFER = Handles.of(LOOKUP, HostSide.class, "newBuffer", Buffer.class);
    private static final List<Class<?>> MESSAGE = List.of(int.class, int.class, Instance.class);

    private HostCall() {}

    /** @param target of the method's types */
    static MethodHandle compose(Signature signature, MethodHandle target, Format format) throws Misfit {
        var call = switch (format.passing(signature.parameters(), target)) {
            case Format.FixedIncoming fixed -> {
                var read = Handles.pick(fixed.reader(), Handles.types(MESSAGE, byte[].class), 0, 1);
                yield MethodHandles.foldArguments(read, MethodHandles.insertArguments(FIXED, 3, fixed.size()));
            }
            case Format.VariableIncoming variable -> MethodHandles.filterReturnValue(OPEN, variable.reader());
        };
        if (signature.result().isEmpty()) {
            return call;
        }
        var result = signature.result().get();
        if (result instanceof Shape.Scalar) {
            return MethodHandles.filterReturnValue(call, Flat.takeApart(result).getFirst());
        }
        var answer = answer(result, format);
        return MethodHandles.foldArguments(Handles.pick(answer, Handles.types(MESSAGE, result.type()), 0, 3), call);
    }

    /** {@code (value, Instance)} to pointer and length. */
    private static MethodHandle answer(Shape result, Format format) throws Misfit {
        return switch (format.outgoing(List.of(new Signature.Parameter("the result", result)))) {
            case Format.FixedOutgoing fixed -> {
                // (byte[], value, Instance)
                var types = List.of(byte[].class, result.type(), Instance.class);
                var write = Handles.pick(MethodHandles.insertArguments(fixed.writer(), 1, 0), types, 0, 1);
                var filled = MethodHandles.foldArguments(Handles.pick(ANSWER_FIXED, types, 0, 2), write);
                var fresh = MethodHandles.insertArguments(MethodHandles.arrayConstructor(byte[].class), 0,
                        fixed.size());
                yield MethodHandles.foldArguments(filled, fresh);
            }
            case Format.VariableOutgoing variable -> {
                var types = List.of(Buffer.class, result.type(), Instance.class);
                var write = Handles.pick(variable.writer(), types, 0, 1);
                yield MethodHandles.foldArguments(
                        MethodHandles.foldArguments(Handles.pick(ANSWER, types, 0, 2), write), NEW_BUFFER);
            }
        };
    }
}
