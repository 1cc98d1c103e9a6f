package dev.mortise.bind.internal;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Array;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fields as Protobuf: by the rules of proto3, one that has its default value is left out unless it is optional. */
final class ProtobufWriter {

    private final CodedOutputStream target;

    private ProtobufWriter(CodedOutputStream target) {
        this.target = target;
    }

    /** The bytes of a message whose fields are numbered from 1. */
    static byte[] message(List<Shape> shapes, @Nullable Object[] values) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var writer = new ProtobufWriter(CodedOutputStream.newInstance(bytes));
        for (var i = 0; i < values.length; i++) {
            writer.field(i + 1, shapes.get(i),
                    Objects.requireNonNull(values[i], "a value is null: only an Optional may be absent"));
        }
        writer.target.flush();
        return bytes.toByteArray();
    }

    private void field(int number, Shape shape, Object value) throws IOException {
        switch (shape) {
            case Shape.Maybe maybe -> {
                var optional = (Optional<?>) value;
                if (optional.isPresent()) {
                    single(number, maybe.element(), optional.get());
                }
            }
            case Shape.Sequence list -> repeated(number, list.element(), ((List<?>) value).toArray());
            case Shape.Array array when array.type() != byte[].class ->
                    repeated(number, array.element(), elements(array, value));
            default -> {
                if (!isDefault(value)) {
                    single(number, shape, value);
                }
            }
        }
    }

    private static Object[] elements(Shape.Array array, Object value) {
        var elements = new Object[Array.getLength(value)];
        if (array.length() != Shape.ANY_LENGTH) {
            Bytes.checkCount(elements.length, array.length());
        }
        for (var i = 0; i < elements.length; i++) {
            elements[i] = Array.get(value, i);
        }
        return elements;
    }

    private void repeated(int number, Shape element, Object[] values) throws IOException {
        if (!isPacked(element)) {
            for (var each : values) {
                single(number, element, each);
            }
        } else if (values.length > 0) {
            var bytes = new ByteArrayOutputStream();
            var packed = new ProtobufWriter(CodedOutputStream.newInstance(bytes));
            for (var each : values) {
                packed.bare(each);
            }
            packed.target.flush();
            target.writeByteArray(number, bytes.toByteArray());
        }
    }

    /** Whether repeated values of this kind share one field. */
    static boolean isPacked(Shape element) {
        return element instanceof Shape.Scalar || element instanceof Shape.Choice;
    }

    private void single(int number, Shape shape, Object value) throws IOException {
        switch (shape) {
            case Shape.Text text -> {
                var string = (String) value;
                if (text.length() != Shape.ANY_LENGTH) {
                    Bytes.checkFits(Utf8.length(string), text.length());
                }
                target.writeString(number, string);
            }
            case Shape.Array array -> {
                var bytes = (byte[]) value;
                if (array.length() != Shape.ANY_LENGTH) {
                    Bytes.checkCount(bytes.length, array.length());
                }
                target.writeByteArray(number, bytes);
            }
            case Shape.Fields record ->
                    target.writeByteArray(number,
                            message(ProtobufFormat.shapes(record), record.values().takeApart(value)));
            default -> {
                target.writeTag(number, ProtobufReader.wireType(shape));
                bare(value);
            }
        }
    }

    /** A number without its tag. */
    private void bare(Object value) throws IOException {
        switch (value) {
            case Boolean flag -> target.writeBoolNoTag(flag);
            case Float number -> target.writeFloatNoTag(number);
            case Double number -> target.writeDoubleNoTag(number);
            case Enum<?> constant -> target.writeEnumNoTag(constant.ordinal());
            case Number number -> target.writeInt64NoTag(number.longValue());
            default -> throw new IllegalStateException("no scalar: " + value.getClass());
        }
    }

    private static boolean isDefault(Object value) {
        return switch (value) {
            case Boolean flag -> !flag;
            case Float number -> Float.floatToRawIntBits(number) == 0;
            case Double number -> Double.doubleToRawLongBits(number) == 0;
            case Number number -> number.longValue() == 0;
            case Enum<?> constant -> constant.ordinal() == 0;
            case String text -> text.isEmpty();
            case byte[] bytes -> bytes.length == 0;
            default -> false;
        };
    }
}
