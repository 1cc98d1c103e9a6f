package dev.mortise.bind.internal;

import com.google.protobuf.WireFormat;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Fields as Protobuf: by the rules of proto3, one that has its default value is left out unless it is optional. The
 * library's own writer starts with sun.misc.Unsafe, of which JDK 25 warns; its reader does not.
 */
final class ProtobufWriter {

    private final Buffer target = new Buffer();

    /** The bytes of a message whose fields are numbered from 1. */
    static byte[] message(List<Signature.Parameter> fields, @Nullable Object[] values) {
        var writer = new ProtobufWriter();
        for (var i = 0; i < values.length; i++) {
            writer.field(i + 1, fields.get(i).shape(),
                    Objects.requireNonNull(values[i], "a value is null: only an Optional may be absent"));
        }
        return writer.target.toBytes();
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
            case Shape.Array array when value instanceof int[] integers -> {
                checkCount(array, integers.length);
                packed(number, integers.length, packed -> {
                    for (var each : integers) {
                        packed.varint(each);
                    }
                });
            }
            case Shape.Array array when value instanceof long[] integers -> {
                checkCount(array, integers.length);
                packed(number, integers.length, packed -> {
                    for (var each : integers) {
                        packed.varint(each);
                    }
                });
            }
            case Shape.Array array when array.type() != byte[].class ->
                    repeated(number, array.element(), elements(array, value));
            default -> {
                if (!isDefault(value)) {
                    single(number, shape, value);
                }
            }
        }
    }

    private static void checkCount(Shape.Array array, int count) {
        if (array.length() != Shape.ANY_LENGTH) {
            Bytes.checkCount(count, array.length());
        }
    }

    private static Object[] elements(Shape.Array array, Object value) {
        var elements = new Object[Array.getLength(value)];
        checkCount(array, elements.length);
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
        } else {
            packed(number, values.length, packed -> {
                for (var each : values) {
                    packed.bare(each);
                }
            });
        }
    }

    private void packed(int number, int count, Consumer<ProtobufWriter> values) {
        if (count > 0) {
            var packed = new ProtobufWriter();
            values.accept(packed);
            bytes(number, packed.target.toBytes());
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
                checkCount(array, bytes.length);
                bytes(number, bytes);
            }
            case Shape.Fields record ->
                    bytes(number, message(record.members(), record.values().takeApart(value)));
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
        target.put(bytes);
    }

    private void fixed(long bits, int size) {
        for (var i = 0; i < size; i++) {
            target.put((byte) (bits >>> 8 * i));
        }
    }

    /** Seven bits a byte, the lowest first; a negative number takes ten bytes. */
    private void varint(long value) {
        var rest = value;
        while (rest >>> 7 != 0) {
            target.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        target.put((byte) rest);
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
