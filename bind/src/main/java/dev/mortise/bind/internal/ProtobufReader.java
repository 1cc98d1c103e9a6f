package dev.mortise.bind.internal;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.mortise.bind.BindException;
import java.io.IOException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fields out of Protobuf: unknown ones are passed over, the last of several counts, missing ones have their default. */
final class ProtobufReader {

    private final List<Shape> shapes;
    private final CodedInputStream source;
    private final @Nullable Object[] values;
    private final List<List<Object>> repeated = new ArrayList<>();

    private ProtobufReader(List<Shape> shapes, CodedInputStream source) {
        this.shapes = shapes;
        this.source = source;
        this.values = new Object[shapes.size()];
        shapes.forEach(each -> repeated.add(new ArrayList<>()));
    }

    /** The values of a message's fields, up to the end of the stream or its limit. */
    static Object[] message(List<Shape> shapes, CodedInputStream source) throws IOException {
        return new ProtobufReader(shapes, source).read();
    }

    private Object[] read() throws IOException {
        for (var tag = source.readTag(); tag != 0; tag = source.readTag()) {
            var index = WireFormat.getTagFieldNumber(tag) - 1;
            if (index >= shapes.size()) {
                source.skipField(tag);
            } else {
                field(index, WireFormat.getTagWireType(tag));
            }
        }
        var all = new Object[values.length];
        for (var i = 0; i < all.length; i++) {
            all[i] = finished(i);
        }
        return all;
    }

    private void field(int index, int wireType) throws IOException {
        var element = element(shapes.get(index));
        var isPacked = element != null && ProtobufWriter.isPacked(element)
                && wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED;
        var shape = element != null ? element : shapes.get(index);
        if (isPacked) {
            var limit = source.pushLimit(source.readRawVarint32());
            while (source.getBytesUntilLimit() > 0) {
                repeated.get(index).add(single(shape));
            }
            source.popLimit(limit);
            return;
        }
        var single = shape instanceof Shape.Maybe maybe ? maybe.element() : shape;
        if (wireType != wireType(single)) {
            throw new BindException("field " + (index + 1) + " of the guest's message has wire type " + wireType
                    + " where there must be " + wireType(single));
        }
        var value = single(single);
        if (element != null) {
            repeated.get(index).add(value);
        } else {
            values[index] = shape instanceof Shape.Maybe ? Optional.of(value) : value;
        }
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

    private Object single(Shape shape) throws IOException {
        return switch (shape) {
            case Shape.Scalar scalar -> scalar(scalar.number());
            case Shape.Choice choice -> EnumValues.constant(choice.type().getEnumConstants(), source.readEnum());
            case Shape.Text ignored -> source.readString();
            case Shape.Array array -> known(array, source.readByteArray());
            case Shape.Fields record -> {
                var limit = source.pushLimit(source.readRawVarint32());
                var made = record.values().putTogether(message(ProtobufFormat.shapes(record), source));
                source.checkLastTagWas(0);
                source.popLimit(limit);
                yield made;
            }
            default -> throw new IllegalStateException("no single value: " + shape);
        };
    }

    private Object scalar(Shape.Primitive number) throws IOException {
        return switch (number) {
            case BOOLEAN -> source.readBool();
            case BYTE -> (byte) within(Byte.MIN_VALUE, Byte.MAX_VALUE, "byte");
            case SHORT -> (short) within(Short.MIN_VALUE, Short.MAX_VALUE, "short");
            case INT -> source.readInt32();
            case LONG -> source.readInt64();
            case FLOAT -> source.readFloat();
            case DOUBLE -> source.readDouble();
        };
    }

    /** The format has no numbers so short. */
    private int within(int least, int most, String type) throws IOException {
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

    private Object finished(int index) throws IOException {
        var shape = shapes.get(index);
        return switch (shape) {
            case Shape.Sequence ignored -> repeated.get(index);
            case Shape.Array array when array.type() != byte[].class -> array(array, repeated.get(index));
            default -> {
                var value = values[index];
                yield value != null ? value : missing(shape);
            }
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

    private static Object missing(Shape shape) throws IOException {
        return switch (shape) {
            case Shape.Maybe ignored -> Optional.empty();
            case Shape.Text ignored -> "";
            case Shape.Array array -> known(array, new byte[0]);
            case Shape.Choice choice -> EnumValues.constant(choice.type().getEnumConstants(), 0);
            case Shape.Fields record -> record.values().putTogether(
                    message(ProtobufFormat.shapes(record), CodedInputStream.newInstance(new byte[0])));
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
