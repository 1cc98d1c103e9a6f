package dev.mortise.bind.internal;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.mortise.bind.BindException;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fields out of Protobuf, by the rules of its specification: unknown ones, and those of another wire type, are passed
 * over; of a field that comes several times the last one counts, but messages are merged; missing ones have their
 * default; repeated numbers may be packed or not.
 */
final class ProtobufReader {

    private final List<Signature.Parameter> fields;
    /** What was read of each; of a message its reader, which may have to read on. */
    private final @Nullable Object[] values;
    private final List<List<Object>> repeated = new ArrayList<>();

    private ProtobufReader(List<Signature.Parameter> fields) {
        this.fields = fields;
        this.values = new Object[fields.size()];
        fields.forEach(each -> repeated.add(new ArrayList<>()));
    }

    /** The values of a message's fields, up to the end of the stream. */
    static Object[] message(List<Signature.Parameter> fields, CodedInputStream source) throws IOException {
        var reader = new ProtobufReader(fields);
        reader.read(source);
        return reader.finished();
    }

    /** Up to the end of the stream or its limit. */
    private void read(CodedInputStream source) throws IOException {
        for (var tag = source.readTag(); tag != 0; tag = source.readTag()) {
            var index = WireFormat.getTagFieldNumber(tag) - 1;
            var isKnown = index < fields.size() && field(index, WireFormat.getTagWireType(tag), source);
            if (!isKnown) {
                source.skipField(tag);
            }
        }
    }

    /** Reads a field if it has the wire type that it should have. */
    private boolean field(int index, int wireType, CodedInputStream source) throws IOException {
        var shape = fields.get(index).shape();
        var element = element(shape);
        if (element != null && ProtobufWriter.isPacked(element) && wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            var limit = source.pushLimit(source.readRawVarint32());
            while (source.getBytesUntilLimit() > 0) {
                repeated.get(index).add(single(index, element, source));
            }
            source.popLimit(limit);
            return true;
        }
        var single = element != null ? element : shape instanceof Shape.Maybe maybe ? maybe.element() : shape;
        if (wireType != wireType(single)) {
            return false;
        }
        if (element != null) {
            repeated.get(index).add(single(index, single, source));
        } else if (single instanceof Shape.Fields record) {
            var sameAsBefore = (ProtobufReader) values[index];
            var reader = sameAsBefore != null ? sameAsBefore : new ProtobufReader(record.members());
            reader.readNested(source);
            values[index] = reader;
        } else {
            values[index] = single(index, single, source);
        }
        return true;
    }

    private void readNested(CodedInputStream source) throws IOException {
        var limit = source.pushLimit(source.readRawVarint32());
        read(source);
        source.checkLastTagWas(0);
        source.popLimit(limit);
    }

    /** What is repeated, if it is. */
    private static @Nullable Shape element(Shape shape) {
        return switch (shape) {
            case Shape.Sequence list -> list.element();
            case Shape.Array array when array.type() != byte[].class -> array.element();
            default -> null;
        };
    }

    /** How values of a kind that is not repeated are written. */
    static int wireType(Shape shape) {
        return switch (shape) {
            case Shape.Scalar scalar -> switch (scalar.number()) {
                case FLOAT -> WireFormat.WIRETYPE_FIXED32;
                case DOUBLE -> WireFormat.WIRETYPE_FIXED64;
                default -> WireFormat.WIRETYPE_VARINT;
            };
            case Shape.Choice ignored -> WireFormat.WIRETYPE_VARINT;
            default -> WireFormat.WIRETYPE_LENGTH_DELIMITED;
        };
    }

    private Object single(int index, Shape shape, CodedInputStream source) throws IOException {
        return switch (shape) {
            case Shape.Scalar scalar -> scalar(scalar.number(), source);
            case Shape.Choice choice -> EnumValues.constant(choice.type().getEnumConstants(), source.readEnum());
            case Shape.Text ignored -> text(index, source.readByteArray());
            case Shape.Array array -> known(array, source.readByteArray());
            case Shape.Fields record -> {
                var reader = new ProtobufReader(record.members());
                reader.readNested(source);
                yield record.values().putTogether(reader.finished());
            }
            default -> throw new IllegalStateException("no single value: " + shape);
        };
    }

    private String text(int index, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new BindException("field " + (index + 1) + " of the guest's message, \"" + fields.get(index).name()
                    + "\", is a string and must be UTF-8, but is not");
        }
    }

    private static Object scalar(Shape.Primitive number, CodedInputStream source) throws IOException {
        return switch (number) {
            case BOOLEAN -> source.readBool();
            case BYTE -> (byte) within(Byte.MIN_VALUE, Byte.MAX_VALUE, "byte", source);
            case SHORT -> (short) within(Short.MIN_VALUE, Short.MAX_VALUE, "short", source);
            case INT -> source.readInt32();
            case LONG -> source.readInt64();
            case FLOAT -> source.readFloat();
            case DOUBLE -> source.readDouble();
        };
    }

    /** The format has no numbers so short. */
    private static int within(int least, int most, String type, CodedInputStream source) throws IOException {
        var value = source.readInt32();
        if (value < least || value > most) {
            throw new BindException(
                    "the guest gave " + value + " as a " + type + ", which is " + least + " to " + most);
        }
        return value;
    }

    private static byte[] known(Shape.Array array, byte[] bytes) {
        checkCount(array, bytes.length);
        return bytes;
    }

    private static void checkCount(Shape.Array array, int count) {
        if (array.length() != Shape.ANY_LENGTH && array.length() != count) {
            throw new BindException("the guest gave " + count + " elements or bytes where @Length says "
                    + array.length());
        }
    }

    private Object[] finished() {
        var all = new Object[values.length];
        for (var i = 0; i < all.length; i++) {
            all[i] = finished(fields.get(i).shape(), repeated.get(i), values[i]);
        }
        return all;
    }

    private static Object finished(Shape shape, List<Object> repeated, @Nullable Object value) {
        return switch (shape) {
            case Shape.Sequence ignored -> repeated;
            case Shape.Array array when array.type() != byte[].class -> array(array, repeated);
            case Shape.Maybe ignored when value == null -> Optional.empty();
            case Shape.Maybe maybe -> Optional.of(finished(maybe.element(), repeated, value));
            case Shape.Fields record when value instanceof ProtobufReader reader ->
                    record.values().putTogether(reader.finished());
            default -> value != null ? value : missing(shape);
        };
    }

    private static Object array(Shape.Array shape, List<Object> elements) {
        checkCount(shape, elements.size());
        var array = Array.newInstance(shape.type().componentType(), elements.size());
        for (var i = 0; i < elements.size(); i++) {
            Array.set(array, i, elements.get(i));
        }
        return array;
    }

    private static Object missing(Shape shape) {
        return switch (shape) {
            case Shape.Text ignored -> "";
            case Shape.Array array -> known(array, new byte[0]);
            case Shape.Choice choice -> EnumValues.constant(choice.type().getEnumConstants(), 0);
            case Shape.Fields record ->
                    record.values().putTogether(new ProtobufReader(record.members()).finished());
            case Shape.Scalar scalar -> switch (scalar.number()) {
                case BOOLEAN -> false;
                case BYTE -> (byte) 0;
                case SHORT -> (short) 0;
                case INT -> 0;
                case LONG -> 0L;
                case FLOAT -> 0f;
                case DOUBLE -> 0d;
            };
            default -> throw new IllegalStateException("no single value: " + shape);
        };
    }
}
