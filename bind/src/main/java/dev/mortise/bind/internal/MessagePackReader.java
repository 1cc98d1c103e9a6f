package dev.mortise.bind.internal;

import dev.mortise.bind.BindException;
import java.io.IOException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;

/** Values out of MessagePack. What headers announce is checked against the bytes that there are. */
final class MessagePackReader implements AutoCloseable {

    private final MessageUnpacker source;
    private final int length;

    MessagePackReader(byte[] bytes, int from, int length) {
        this.source = MessagePack.newDefaultUnpacker(bytes, from, length);
        this.length = length;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    void checkEnd() {
        if (left() != 0) {
            throw new BindException("the guest's message has " + left() + " bytes more than its type");
        }
    }

    /** That the next thing is an array of so many elements. */
    void checkArray(int count) throws IOException {
        var found = count(source.unpackArrayHeader());
        if (found != count) {
            throw new BindException("the guest's array has " + found + " elements where there must be " + count);
        }
    }

    private long left() {
        return length - source.getTotalReadBytes();
    }

    private int count(int count) {
        if (count > left()) {
            throw new BindException("the guest's message speaks of " + count + " elements or bytes where " + left()
                    + " bytes are left");
        }
        return count;
    }

    Object read(Shape shape) throws IOException {
        return switch (shape) {
            case Shape.Scalar scalar -> scalar(scalar.number());
            case Shape.Text text -> {
                var string = source.unpackString();
                if (text.length() != Shape.ANY_LENGTH) {
                    known(text.length(), Math.max(text.length(), Utf8.length(string)));
                }
                yield string;
            }
            case Shape.Choice choice -> constant(choice.type());
            case Shape.Array array when array.type() == byte[].class && next() == ValueType.BINARY -> {
                var count = count(source.unpackBinaryHeader());
                known(array.length(), count);
                yield source.readPayload(count);
            }
            case Shape.Array array when array.type() == byte[].class -> {
                var count = count(source.unpackArrayHeader());
                known(array.length(), count);
                var bytes = new byte[count];
                for (var i = 0; i < count; i++) {
                    bytes[i] = byteOfEitherSign();
                }
                yield bytes;
            }
            case Shape.Array array -> {
                var count = count(source.unpackArrayHeader());
                known(array.length(), count);
                var made = Array.newInstance(array.type().componentType(), count);
                for (var i = 0; i < count; i++) {
                    Array.set(made, i, read(array.element()));
                }
                yield made;
            }
            case Shape.Sequence sequence -> {
                var count = count(source.unpackArrayHeader());
                var list = new ArrayList<Object>(count);
                for (var i = 0; i < count; i++) {
                    list.add(read(sequence.element()));
                }
                yield list;
            }
            case Shape.Maybe maybe -> source.tryUnpackNil() ? Optional.empty() : Optional.of(read(maybe.element()));
            case Shape.Fields fields -> next() == ValueType.MAP ? byName(fields) : inOrder(fields);
            case Shape.Opaque any -> throw new IllegalStateException("not looked at: " + any);
        };
    }

    private ValueType next() throws IOException {
        return source.getNextFormat().getValueType();
    }

    /** Rust's {@code Vec<u8>} is an array of numbers without a sign. */
    private byte byteOfEitherSign() throws IOException {
        var value = source.unpackInt();
        if (value < Byte.MIN_VALUE || value > 0xFF) {
            throw new BindException("the guest gave " + value + " as a byte, which is -128 to 255");
        }
        return (byte) value;
    }

    private Object scalar(Shape.Primitive number) throws IOException {
        return switch (number) {
            case BOOLEAN -> source.unpackBoolean();
            case BYTE -> source.unpackByte();
            case SHORT -> source.unpackShort();
            case INT -> source.unpackInt();
            case LONG -> source.unpackLong();
            case FLOAT -> (float) floating();
            case DOUBLE -> floating();
        };
    }

    /** Whole numbers are written as integers by some. */
    private double floating() throws IOException {
        return next() == ValueType.INTEGER ? source.unpackLong() : source.unpackDouble();
    }

    private Object constant(Class<?> type) throws IOException {
        if (next() == ValueType.INTEGER) {
            return EnumValues.constant(type.getEnumConstants(), source.unpackInt());
        }
        var name = source.unpackString();
        for (var each : type.getEnumConstants()) {
            if (((Enum<?>) each).name().equals(name)) {
                return each;
            }
        }
        throw new BindException("the guest gave \"" + name + "\" as a constant of " + type.getName()
                + ", which has none of this name");
    }

    private static void known(int known, int count) {
        if (known != Shape.ANY_LENGTH && known != count) {
            throw new BindException("the guest gave " + count + " elements or bytes where @Length says " + known);
        }
    }

    private Object inOrder(Shape.Fields record) throws IOException {
        checkArray(record.fields().size());
        var values = new Object[record.fields().size()];
        for (var i = 0; i < values.length; i++) {
            values[i] = read(record.fields().get(i).shape());
        }
        return record.values().putTogether(values);
    }

    private Object byName(Shape.Fields record) throws IOException {
        var entries = count(source.unpackMapHeader());
        var values = new @Nullable Object[record.fields().size()];
        for (var i = 0; i < entries; i++) {
            var place = place(record, source.unpackString());
            if (place < 0) {
                source.skipValue();
            } else {
                values[place] = read(record.fields().get(place).shape());
            }
        }
        for (var i = 0; i < values.length; i++) {
            if (values[i] == null) {
                values[i] = absent(record.fields().get(i), record.type());
            }
        }
        return record.values().putTogether(values);
    }

    private static int place(Shape.Fields record, String name) {
        for (var i = 0; i < record.fields().size(); i++) {
            if (record.fields().get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static Object absent(Shape.Field field, Class<?> record) {
        if (field.shape() instanceof Shape.Maybe) {
            return Optional.empty();
        }
        throw new BindException("the guest's map for " + record.getName() + " has no \"" + field.name() + "\"");
    }
}
