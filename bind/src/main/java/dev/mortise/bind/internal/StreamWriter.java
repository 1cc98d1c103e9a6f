package dev.mortise.bind.internal;

import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/** Composes handles that append values to a message: {@code (Buffer target, value)}. */
final class StreamWriter {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final MethodHandle ORDINAL = Handles.own(LOOKUP, "ordinal", int.class, Enum.class);

    private final Class<?> integers;

    /** @param integers {@link FixedIntegers} or {@link VariableIntegers} */
    StreamWriter(Class<?> integers) {
        this.integers = integers;
    }

    /** Writes parameters one after the other. */
    MethodHandle parameters(List<Signature.Parameter> parameters) {
        var all = new ArrayList<Class<?>>(List.of(Buffer.class));
        parameters.forEach(each -> all.add(each.shape().type()));
        var steps = new ArrayList<MethodHandle>();
        for (var i = 0; i < parameters.size(); i++) {
            steps.add(Handles.pick(value(parameters.get(i).shape()), all, 0, i + 1));
        }
        return Handles.inOrder(steps, all);
    }

    private MethodHandle value(Shape shape) {
        return switch (shape) {
            case Shape.Scalar scalar -> {
                var owner = switch (scalar.number()) {
                    case SHORT, INT, LONG -> integers;
                    default -> StreamValues.class;
                };
                var put = Handles.of(LOOKUP, owner, "put", void.class, Buffer.class, scalar.number().primitive);
                yield put.asType(put.type().changeParameterType(1, scalar.type()));
            }
            case Shape.Choice choice -> MethodHandles.filterArguments(
                    Handles.of(LOOKUP, integers, "putVariant", void.class, Buffer.class, int.class), 1,
                    ORDINAL.asType(MethodType.methodType(int.class, choice.type())));
            case Shape.Text text when text.length() != Shape.ANY_LENGTH -> MethodHandles.insertArguments(
                    shared("putFixedText", int.class, Buffer.class, String.class), 0, text.length());
            case Shape.Text ignored -> MethodHandles.insertArguments(
                    shared("putText", MethodHandle.class, Buffer.class, String.class), 0, length(Shape.ANY_LENGTH));
            case Shape.Array array when array.type() == byte[].class -> MethodHandles.insertArguments(
                    shared("putBytes", MethodHandle.class, Buffer.class, byte[].class), 0, length(array.length()));
            case Shape.Array array -> array(array);
            case Shape.Sequence list -> MethodHandles.insertArguments(
                    shared("putList", MethodHandle.class, MethodHandle.class, Buffer.class, List.class), 0,
                    length(Shape.ANY_LENGTH), element(list.element()));
            case Shape.Maybe maybe -> MethodHandles.insertArguments(
                    shared("putOptional", MethodHandle.class, Buffer.class, java.util.Optional.class), 0,
                    element(maybe.element()));
            case Shape.Fields fields -> record(fields);
            case Shape.Opaque any -> throw new IllegalStateException("not looked at: " + any);
        };
    }

    private static MethodHandle shared(String name, Class<?>... parameters) {
        return Handles.of(LOOKUP, StreamValues.class, name, void.class, parameters);
    }

    /** {@code (Buffer, int)}: writes a length, unless it is known. */
    private MethodHandle length(int known) {
        return known == Shape.ANY_LENGTH
                ? Handles.of(LOOKUP, integers, "putLength", void.class, Buffer.class, int.class)
                : MethodHandles.insertArguments(shared("checkLength", int.class, Buffer.class, int.class), 0, known);
    }

    private MethodHandle element(Shape shape) {
        return value(shape).asType(MethodType.methodType(void.class, Buffer.class, Object.class));
    }

    private MethodHandle array(Shape.Array array) {
        var layout = FixedIntegers.layout(array.type(), integers);
        if (layout.isPresent()) {
            var numbers = MethodHandles.insertArguments(
                    shared("putNumbers", MethodHandle.class, ValueLayout.class, Buffer.class, Object.class), 0,
                    length(array.length()), layout.get());
            return numbers.asType(numbers.type().changeParameterType(1, array.type()));
        }
        var one = MethodHandles.collectArguments(value(array.element()), 1,
                MethodHandles.arrayElementGetter(array.type()));
        var all = MethodHandles.insertArguments(
                shared("putArray", MethodHandle.class, MethodHandle.class, Buffer.class, Object.class), 0,
                length(array.length()), one.asType(one.type().changeParameterType(1, Object.class)));
        return all.asType(all.type().changeParameterType(1, array.type()));
    }

    private MethodHandle record(Shape.Fields record) {
        var steps = record.fields().stream()
                .map(each -> MethodHandles.filterArguments(value(each.shape()), 1, each.accessor())).toList();
        return Handles.inOrder(steps, List.of(Buffer.class, record.type()));
    }

    static int ordinal(Enum<?> value) {
        return value.ordinal();
    }
}
