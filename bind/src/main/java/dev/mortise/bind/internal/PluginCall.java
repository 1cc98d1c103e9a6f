package dev.mortise.bind.internal;

import dev.mortise.bind.BindException;
import dev.mortise.plugin.Plugin;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Composes a call of a plug-in: {@code (Object name of the function, Object plug-in, parameters...)}. */
final class PluginCall {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final MethodHandle CALL = Handles.own(LOOKUP, "call", byte[].class, byte[].class, Object.class,
            Object.class);
    private static final MethodHandle TAKE = Handles.own(LOOKUP, "take", byte[].class, Buffer.class);
    private static final MethodHandle NEW_BUFFER = Handles.of(LOOKUP, HostSide.class, "newBuffer", Buffer.class);
    private static final MethodHandle READER = Handles.own(LOOKUP, "reader", Reader.class, byte[].class);
    private static final MethodHandle END = Handles.own(LOOKUP, "end", Object.class, Object.class, Reader.class);
    private static final MethodHandle SIZED = Handles.own(LOOKUP, "sized", byte[].class, int.class, byte[].class);

    private PluginCall() {}

    static MethodHandle compose(Signature signature, Format format) throws Misfit {
        // (byte[] input, name, plug-in) -> (name, plug-in, parameters...)
        var input = input(signature, format);
        var all = Handles.types(signature.types(), Object.class, Object.class);
        var call = MethodHandles.collectArguments(CALL, 0, input);
        var count = signature.parameters().size();
        var order = new int[count + 2];
        for (var i = 0; i < count; i++) {
            order[i] = i + 2;
        }
        order[count + 1] = 1;
        var called = Handles.pick(call, all, order);
        if (signature.result().isEmpty()) {
            return called.asType(called.type().changeReturnType(void.class));
        }
        return MethodHandles.filterReturnValue(called, output(signature.result().get(), format));
    }

    /** {@code (parameters...)} to bytes. */
    private static MethodHandle input(Signature signature, Format format) throws Misfit {
        return switch (format.outgoing(signature.parameters())) {
            case Format.FixedOutgoing fixed -> {
                var write = MethodHandles.insertArguments(fixed.writer(), 1, 0);
                var filled = MethodHandles.foldArguments(
                        MethodHandles.dropArguments(MethodHandles.identity(byte[].class), 1, signature.types()), write);
                yield MethodHandles.foldArguments(filled, MethodHandles
                        .insertArguments(MethodHandles.arrayConstructor(byte[].class), 0, fixed.size()));
            }
            case Format.VariableOutgoing variable -> MethodHandles.foldArguments(
                    MethodHandles.foldArguments(MethodHandles.dropArguments(TAKE, 1, signature.types()),
                            variable.writer()),
                    NEW_BUFFER);
        };
    }

    /** {@code (byte[])} to the result. */
    private static MethodHandle output(Shape result, Format format) throws Misfit {
        return switch (format.incoming(result)) {
            case Format.FixedIncoming fixed ->
                    MethodHandles.filterArguments(MethodHandles.insertArguments(fixed.reader(), 1, 0), 0,
                            MethodHandles.insertArguments(SIZED, 0, fixed.size()));
            case Format.VariableIncoming variable -> {
                var end = END.asType(MethodType.methodType(result.type(), result.type(), Reader.class));
                yield MethodHandles.filterReturnValue(READER, MethodHandles.foldArguments(end, variable.reader()));
            }
        };
    }

    static byte[] call(byte[] input, Object function, Object plugin) {
        return ((Plugin) plugin).call((String) function, input);
    }

    static byte[] take(Buffer message) {
        return java.util.Arrays.copyOf(message.bytes(), message.length());
    }

    static Reader reader(byte[] output) {
        return new Reader(output, 0, output.length);
    }

    static Object end(Object value, Reader reader) {
        reader.checkEnd();
        return value;
    }

    static byte[] sized(int size, byte[] output) {
        if (output.length != size) {
            throw new BindException("the plug-in's output has " + output.length + " bytes, but its type " + size);
        }
        return output;
    }
}
