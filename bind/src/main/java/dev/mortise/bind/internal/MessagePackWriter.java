package dev.mortise.bind.internal;

import java.io.IOException;
import java.lang.reflect.Array;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessagePacker;

/** Values as MessagePack. */
final class MessagePackWriter {

    private MessagePackWriter() {}

    static void write(Shape shape, @Nullable Object value, MessagePacker packer) throws IOException {
        Objects.requireNonNull(value, "a value is null: only an Optional may be absent");
        switch (shape) {
            case Shape.Scalar ignored -> scalar(value, packer);
            case Shape.Text text -> {
                var string = (String) value;
                if (text.length() != Shape.ANY_LENGTH) {
                    Bytes.checkFits(Utf8.length(string), text.length());
                }
                packer.packString(string);
            }
            case Shape.Choice ignored -> packer.packString(((Enum<?>) value).name());
            case Shape.Array array when value instanceof byte[] bytes -> {
                checkCount(array, bytes.length);
                packer.packBinaryHeader(bytes.length).writePayload(bytes);
            }
            case Shape.Array array when value instanceof int[] integers -> {
                checkCount(array, integers.length);
                packer.packArrayHeader(integers.length);
                for (var each : integers) {
                    packer.packInt(each);
                }
            }
            case Shape.Array array when value instanceof long[] integers -> {
                checkCount(array, integers.length);
                packer.packArrayHeader(integers.length);
                for (var each : integers) {
                    packer.packLong(each);
                }
            }
            case Shape.Array array -> {
                var length = Array.getLength(value);
                checkCount(array, length);
                packer.packArrayHeader(length);
                for (var i = 0; i < length; i++) {
                    write(array.element(), Array.get(value, i), packer);
                }
            }
            case Shape.Sequence sequence -> {
                var list = (List<?>) value;
                packer.packArrayHeader(list.size());
                for (Object each : list) {
                    write(sequence.element(), each, packer);
                }
            }
            case Shape.Maybe maybe -> {
                var optional = (Optional<?>) value;
                if (optional.isEmpty()) {
                    packer.packNil();
                } else {
                    write(maybe.element(), optional.get(), packer);
                }
            }
            case Shape.Fields fields -> {
                var parts = fields.values().takeApart(value);
                packer.packArrayHeader(parts.length);
                for (var i = 0; i < parts.length; i++) {
                    write(fields.fields().get(i).shape(), parts[i], packer);
                }
            }
            case Shape.Opaque any -> throw new IllegalStateException("not looked at: " + any);
        }
    }

    private static void scalar(Object value, MessagePacker packer) throws IOException {
        switch (value) {
            case Boolean flag -> packer.packBoolean(flag);
            case Float number -> packer.packFloat(number);
            case Double number -> packer.packDouble(number);
            case Number number -> packer.packLong(number.longValue());
            default -> throw new IllegalStateException("no scalar: " + value.getClass());
        }
    }

    private static void checkCount(Shape.Array array, int count) {
        if (array.length() != Shape.ANY_LENGTH) {
            Bytes.checkCount(count, array.length());
        }
    }
}
