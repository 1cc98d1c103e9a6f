package dev.mortise.bind.internal;

import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Optional;

/** Composes handles that read values one after the other: {@code (Reader source)}. */
final class StreamReader {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private static final MethodHandle CHECK_END = Handles.virtual(LOOKUP, Reader.class, "checkEnd", void.class);

    private final Class<?> integers;

    /** @param integers {@link FixedIntegers} or {@link VariableIntegers} */
    StreamReader(Class<?> integers) {
        this.integers = integers;
    }

    /** Reads a value. */
    MethodHandle value(Shape shape) {
        var read = switch (shape) {
            case Shape.Scalar scalar -> {
                var primitive = scalar.number().primitive;
                var owner = switch (scalar.number()) {
                    case SHORT, INT, LONG -> integers;
                    default -> StreamValues.class;
                };
                yield Handles.of(LOOKUP, owner, "get" + Handles.capitalised(primitive), primitive, Reader.class);
            }
            case Shape.Choice choice -> MethodHandles.filterReturnValue(
                    Handles.of(LOOKUP, integers, "getVariant", int.class, Reader.class),
                    EnumValues.fromOrdinal(choice.type()));
            case Shape.Text text when text.length() != Shape.ANY_LENGTH -> MethodHandles.insertArguments(
                    shared("getFixedText", String.class, int.class, Reader.class), 0, text.length());
            case Shape.Text ignored -> MethodHandles.insertArguments(
                    shared("getText", String.class, MethodHandle.class, Reader.class), 0, length(Shape.ANY_LENGTH));
            case Shape.Array array when array.type() == byte[].class -> MethodHandles.insertArguments(
                    shared("getBytes", byte[].class, MethodHandle.class, Reader.class), 0, length(array.length()));
            case Shape.Array array -> array(array);
            case Shape.Sequence list -> MethodHandles.insertArguments(
                    shared("getList", List.class, MethodHandle.class, MethodHandle.class, Reader.class), 0,
                    length(Shape.ANY_LENGTH), element(list.element()));
            case Shape.Maybe maybe -> MethodHandles.insertArguments(
                    shared("getOptional", Optional.class, MethodHandle.class, Reader.class), 0,
                    element(maybe.element()));
            case Shape.Fields fields -> record(fields);
            case Shape.Opaque any -> throw new IllegalStateException("not looked at: " + any);
        };
        return read.asType(MethodType.methodType(shape.type(), Reader.class));
    }

    private static MethodHandle shared(String name, Class<?> result, Class<?>... parameters) {
        return Handles.of(LOOKUP, StreamValues.class, name, result, parameters);
    }

    /** {@code (Reader)}: reads a length, unless it is known. */
    private MethodHandle length(int known) {
        return known == Shape.ANY_LENGTH
                ? Handles.of(LOOKUP, integers, "getLength", int.class, Reader.class)
                : MethodHandles.insertArguments(shared("knownLength", int.class, int.class, Reader.class), 0, known);
    }

    private MethodHandle element(Shape shape) {
        return value(shape).asType(MethodType.methodType(Object.class, Reader.class));
    }

    private MethodHandle array(Shape.Array array) {
        var layout = FixedIntegers.layout(array.type(), integers);
        if (layout.isPresent()) {
            return MethodHandles.insertArguments(
                    shared("getNumbers", Object.class, MethodHandle.class, ValueLayout.class, Reader.class), 0,
                    length(array.length()), layout.get());
        }
        var one = MethodHandles.collectArguments(MethodHandles.arrayElementSetter(array.type()), 2,
                value(array.element()));
        return MethodHandles.insertArguments(
                shared("getArray", Object.class, MethodHandle.class, MethodHandle.class, Class.class, Reader.class), 0,
                length(array.length()), one.asType(one.type().changeParameterType(0, Object.class)),
                array.type().componentType());
    }

    /** Reads parameters up to the message's end and passes them to a handle. */
    MethodHandle parameters(List<Signature.Parameter> parameters, MethodHandle target) {
        var make = MethodHandles.foldArguments(MethodHandles.dropArguments(target, 0, Reader.class), CHECK_END);
        for (var i = parameters.size() - 1; i >= 0; i--) {
            make = MethodHandles.collectArguments(make, i + 1, value(parameters.get(i).shape()));
        }
        // (checked last, read from...)
        return Handles.pick(make, List.of(Reader.class), new int[parameters.size() + 1]);
    }

    private MethodHandle record(Shape.Fields record) {
        var make = record.constructor();
        for (var i = record.fields().size() - 1; i >= 0; i--) {
            make = MethodHandles.collectArguments(make, i, value(record.fields().get(i).shape()));
        }
        return Handles.pick(make, List.of(Reader.class), new int[record.fields().size()]);
    }
}
