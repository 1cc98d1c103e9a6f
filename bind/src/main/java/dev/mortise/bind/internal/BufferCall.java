package dev.mortise.bind.internal;

import dev.mortise.wasm.Function;
import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.ValueType;
import dev.mortise.wasm.internal.binding.GuestCalls;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arguments in a buffer of the guest, or as they are where the export takes them so. */
final class BufferCall implements Convention {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final MethodHandle BYTES = virtual("bytes", byte[].class);
    private static final MethodHandle KEPT = virtual("kept", int.class);
    private static final MethodHandle SOURCE = virtual("source", Object.class);
    private static final MethodHandle OPEN = virtual("open", Buffer.class);
    private static final MethodHandle PREPARED = of("prepared", int.class, long.class, Guest.class, int.class,
            int.class);
    private static final MethodHandle COPY = of("copy", long.class, long.class, Guest.class, Buffer.class,
            int.class);
    private static final MethodHandle COPY_TO_KEPT = of("copyToKept", long.class, Buffer.class, Guest.class);
    private static final MethodHandle RESULT = of("result", int.class, long.class, Guest.class, int.class);
    private static final MethodHandle READ = of("read", Reader.class, long.class, Guest.class);
    private static final MethodHandle POINTER = of("pointer", int.class, long.class);
    private static final MethodHandle LENGTH = of("length", int.class, long.class);
    private static final MethodHandle END = Handles.own(LOOKUP, "end", Object.class, Object.class, Reader.class);
    private static final MethodHandle ADD = Handles.own(LOOKUP, "add", int.class, Buffer.class, int.class);
    private static final MethodHandle BUFFER_BYTES = Handles.virtual(LOOKUP, Buffer.class, "bytes", byte[].class);
    private static final MethodHandle PRESENT = Handles.own(LOOKUP, "present", Object.class, Object.class);
    private static final MethodHandle MESSAGE_LENGTH = Handles.virtual(LOOKUP, Buffer.class, "length", int.class);
    private static final List<ValueType> POINTER_AND_LENGTH = List.of(ValueType.I32, ValueType.I32);

    private final Format format;
    private final BufferExports exports;
    private BufferNeeds needs = BufferNeeds.NONE;

    BufferCall(Format format, BufferExports exports) {
        this.format = format;
        this.exports = exports;
    }

    private static MethodHandle virtual(String name, Class<?> result) {
        return Handles.virtual(LOOKUP, Guest.class, name, result);
    }

    private static MethodHandle of(String name, Class<?> result, Class<?>... parameters) {
        return Handles.of(LOOKUP, Guest.class, name, result, parameters);
    }

    /** What the methods that were composed so far need. */
    BufferNeeds needs() {
        return needs;
    }

    @Override
    public MethodHandle handle(Signature signature, String export, Function function) throws Misfit {
        var results = results(signature);
        var buffered = new FunctionType(POINTER_AND_LENGTH, results);
        var direct = direct(signature, results);
        MethodHandle call;
        if (function.type().equals(buffered)) {
            exports.checkArguments();
            call = throughBuffer(signature, function);
        } else if (function.type().equals(direct)) {
            var arguments = new Signature(signature.parameters(), java.util.Optional.empty());
            call = typed(DirectCall.compose(arguments, function));
        } else {
            throw new Misfit("the method needs " + buffered + (direct == null ? "" : ", or directly " + direct)
                    + "; export \"" + export + "\" is " + function.type());
        }
        var whole = signature.result().isEmpty() ? call : withResult(call, signature.result().get());
        return whole.asType(whole.type().changeParameterType(1, Object.class));
    }

    /** With the guest as what it is. */
    private static MethodHandle typed(MethodHandle call) {
        return call.asType(call.type().changeParameterType(1, Guest.class));
    }

    static List<ValueType> results(Signature signature) {
        if (signature.result().isEmpty()) {
            return List.of();
        }
        return List.of(signature.result().get() instanceof Shape.Scalar scalar ? scalar.number().wasm : ValueType.I64);
    }

    /** The type of an export that takes the numbers themselves; none if there are others than numbers. */
    private static @Nullable FunctionType direct(Signature signature, List<ValueType> results) {
        var numbers = new ArrayList<ValueType>();
        for (var parameter : signature.parameters()) {
            if (!(parameter.shape() instanceof Shape.Scalar scalar)) {
                return null;
            }
            numbers.add(scalar.number().wasm);
        }
        return new FunctionType(numbers, results);
    }

    // ---- Arguments: (Object receiver, Guest guest, parameters...) to what the export returns

    private MethodHandle throughBuffer(Signature signature, Function function) throws Misfit {
        var call = GuestCalls.handle(function);
        return switch (format.outgoing(signature.parameters())) {
            case Format.FixedOutgoing fixed -> {
                needs = needs.and(fixed.size(), fixed.alignment());
                if (exports.isStatic()) {
                    yield inPlace(fixed, call, signature.types());
                }
                if (signature.parameters().stream().allMatch(each -> isPlain(each.shape()))) {
                    yield present(inPlace(fixed, call, signature.types()), signature.types());
                }
                yield copied(encoded(fixed, signature.types()), fixed.alignment(), call, signature.types());
            }
            case Format.VariableOutgoing variable -> {
                needs = needs.and(0, 1);
                yield copied(variable, 1, call, signature.types());
            }
        };
    }

    private MethodHandle inPlace(Format.FixedOutgoing message, MethodHandle call, List<Class<?>> types) {
        // (int pointer, receiver, guest, parameters...)
        var all = Handles.types(types, int.class, Object.class, Guest.class);
        var write = Handles.pick(MethodHandles.filterArguments(message.writer(), 0, BYTES), all,
                Handles.order(types.size(), 3, 2, 0));
        var run = Handles.pick(MethodHandles.insertArguments(call, 2, message.size()), all, 1, 0);
        return MethodHandles.foldArguments(MethodHandles.foldArguments(run, write),
                MethodHandles.dropArguments(place(message), 0, Object.class));
    }

    /** {@code (Guest)} to where the message goes. */
    private MethodHandle place(Format.FixedOutgoing message) {
        if (exports.isStatic()) {
            return KEPT;
        }
        var ask = MethodHandles.filterArguments(MethodHandles.insertArguments(prepare(), 1, message.size()), 0, SOURCE);
        return MethodHandles.foldArguments(
                MethodHandles.insertArguments(PREPARED, 2, message.size(), message.alignment()), ask);
    }

    /** {@code (Object source, int size)} to a buffer. */
    private MethodHandle prepare() {
        return GuestCalls.handle(java.util.Objects.requireNonNull(exports.prepare(), "checked before"));
    }

    /** Whether nothing but being null can keep a value from being written. */
    private static boolean isPlain(Shape shape) {
        return shape instanceof Shape.Fields record ? record.fields().stream().allMatch(each -> isNumber(each.shape()))
                : shape instanceof Shape.Choice || shape instanceof Shape.Scalar;
    }

    private static boolean isNumber(Shape shape) {
        return shape instanceof Shape.Scalar && shape.type().isPrimitive();
    }

    /** Refuses null before the guest is asked for a buffer, which nobody would free. */
    private static MethodHandle present(MethodHandle call, List<Class<?>> types) {
        var checked = call;
        for (var i = 0; i < types.size(); i++) {
            var type = types.get(i);
            if (!type.isPrimitive()) {
                checked = MethodHandles.filterArguments(checked, i + 2,
                        PRESENT.asType(MethodType.methodType(type, type)));
            }
        }
        return checked;
    }

    static Object present(Object value) {
        return java.util.Objects.requireNonNull(value, "a value is null: only an Optional may be absent");
    }

    /**
     * Written to a place of ours first: a text that is too long, an array of another length or a null inside would leave
     * a buffer in the guest that nobody frees.
     */
    private static Format.VariableOutgoing encoded(Format.FixedOutgoing message, List<Class<?>> types) {
        // (int at, Buffer, parameters...)
        var all = Handles.types(types, int.class, Buffer.class);
        var write = Handles.pick(MethodHandles.filterArguments(message.writer(), 0, BUFFER_BYTES), all,
                Handles.order(types.size(), 2, 1, 0));
        return new Format.VariableOutgoing(
                MethodHandles.foldArguments(write, MethodHandles.insertArguments(ADD, 1, message.size())));
    }

    static int add(Buffer buffer, int count) {
        return buffer.add(count);
    }

    private MethodHandle copied(Format.VariableOutgoing message, int alignment, MethodHandle call,
            List<Class<?>> types) {
        // (long pointer and length, Buffer, receiver, guest, parameters...)
        var all = Handles.types(types, long.class, Buffer.class, Object.class, Guest.class);
        var run = Handles.pick(MethodHandles.filterArguments(call, 1, POINTER, LENGTH), all, 2, 0, 0);
        var withBuffer = all.subList(1, all.size());
        var copied = MethodHandles.foldArguments(run, Handles.pick(copy(alignment), withBuffer, 0, 2));
        var encode = MethodHandles.dropArguments(message.writer(), 1, Object.class, Guest.class);
        return MethodHandles.foldArguments(MethodHandles.foldArguments(copied, encode),
                MethodHandles.dropArguments(OPEN, 0, Object.class));
    }

    /** {@code (Buffer, Guest)} to pointer and length of the message in the guest. */
    private MethodHandle copy(int alignment) {
        if (exports.isStatic()) {
            return COPY_TO_KEPT;
        }
        // (Guest, Buffer)
        var ask = MethodHandles.filterArguments(prepare(), 0, SOURCE, MESSAGE_LENGTH);
        var copy = MethodHandles.insertArguments(COPY, 3, alignment);
        return Handles.pick(MethodHandles.foldArguments(copy, ask), List.of(Buffer.class, Guest.class), 1, 0);
    }

    // ---- Results

    private MethodHandle withResult(MethodHandle call, Shape result) throws Misfit {
        if (result instanceof Shape.Scalar) {
            return MethodHandles.filterReturnValue(call, Flat.putTogether(result));
        }
        exports.checkMemory();
        // (long described, Guest)
        var decode = switch (format.incoming(result)) {
            case Format.FixedIncoming fixed -> {
                var read = Handles.pick(MethodHandles.filterArguments(fixed.reader(), 0, BYTES),
                        List.of(int.class, long.class, Guest.class), 2, 0);
                yield MethodHandles.foldArguments(read, MethodHandles.insertArguments(RESULT, 2, fixed.size()));
            }
            case Format.VariableIncoming variable -> {
                var end = END.asType(MethodType.methodType(result.type(), result.type(), Reader.class));
                yield MethodHandles.filterReturnValue(READ, MethodHandles.foldArguments(end, variable.reader()));
            }
        };
        var parameters = call.type().parameterList();
        var all = new ArrayList<Class<?>>(List.of(long.class));
        all.addAll(parameters);
        return MethodHandles.foldArguments(Handles.pick(decode, all, 0, 2), call);
    }

    static Object end(Object value, Reader reader) {
        reader.checkEnd();
        return value;
    }
}
