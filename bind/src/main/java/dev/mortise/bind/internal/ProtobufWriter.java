package dev.mortise.bind.internal;

import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fields as Protobuf: by the rules of proto3, one that has its default value is left out unless it is optional. The
 * library's own writer starts with sun.misc.Unsafe, of which JDK 25 warns; its reader does not.
 */
final class ProtobufWriter {

    private final ByteArrayOutputStream target = new ByteArrayOutputStream();

    /** The bytes of a message whose fields are numbered from 1. */
    static byte[] message(List<Shape> shapes, @Nullable Object[] values) {
        var writer = new ProtobufWriter();
        for (var i = 0; i < values.length; i++) {
            writer.field(i + 1, shapes.get(i),
                    Objects.requireNonNull(values[i], "a value is null: only an Optional may be absent"));
        }
        return writer.target.toByteArray();
    }

    private void field(int number, Shape shape, Object value) {
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

    private void repeated(int number, Shape element, Object[] values) {
        if (!isPacked(element)) {
            for (var each : values) {
                single(number, element, each);
            }
        } else if (values.length > 0) {
            var packed = new ProtobufWriter();
            for (var each : values) {
                packed.bare(each);
            }
            bytes(number, packed.target.toByteArray());
        }
    }

    /** Whether repeated values of this kind share one field. */
    static boolean isPacked(Shape element) {
        return element instanceof Shape.Scalar || element instanceof Shape.Choice;
    }

    private void single(int number, Shape shape, Object value) {
        switch (shape) {
            case Shape.Text text -> {
                var string = (String) value;
                if (text.length() != Shape.ANY_LENGTH) {
                    Bytes.checkFits(Utf8.length(string), text.length());
                }
                bytes(number, string.getBytes(StandardCharsets.UTF_8));
            }
            case Shape.Array array -> {
                var bytes = (byte[]) value;
                if (array.length() != Shape.ANY_LENGTH) {
                    Bytes.checkCount(bytes.length, array.length());
                }
                bytes(number, bytes);
            }
            case Shape.Fields record ->
                    bytes(number, message(ProtobufFormat.shapes(record), record.values().takeApart(value)));
            default -> {
                tag(number, ProtobufReader.wireType(shape));
                bare(value);
            }
        }
    }

    /** A number without its tag. */
    private void bare(Object value) {
        switch (value) {
            case Boolean flag -> varint(flag ? 1 : 0);
            case Float number -> fixed(Float.floatToRawIntBits(number), Float.BYTES);
            case Double number -> fixed(Double.doubleToRawLongBits(number), Double.BYTES);
            case Enum<?> constant -> varint(constant.ordinal());
            case Number number -> varint(number.longValue());
            default -> throw new IllegalStateException("no scalar: " + value.getClass());
        }
    }

    private void tag(int number, int wireType) {
        varint((long) number << 3 | wireType);
    }

    private void bytes(int number, byte[] bytes) {
        tag(number, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        varint(bytes.length);
        target.writeBytes(bytes);
    }

    private void fixed(long bits, int size) {
        for (var i = 0; i < size; i++) {
            target.write((int) (bits >>> 8 * i));
        }
    }

    /** Seven bits a byte, the lowest first; a negative number takes ten bytes. */
    private void varint(long value) {
        var rest = value;
        while (rest >>> 7 != 0) {
            target.write((int) rest | 0x80);
            rest >>>= 7;
        }
        target.write((int) rest);
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
