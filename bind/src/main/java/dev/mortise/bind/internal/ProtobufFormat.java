package dev.mortise.bind.internal;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Protobuf by the coded streams of its own library; there are no generated classes. */
final class ProtobufFormat extends ObjectFormat {

    @Override
    void check(Shape shape) throws Misfit {
        switch (shape) {
            case Shape.Array array when array.type() != byte[].class -> checkElement(array.element());
            case Shape.Sequence list -> checkElement(list.element());
            case Shape.Maybe maybe -> checkElement(maybe.element());
            case Shape.Fields fields -> {
                for (var field : fields.fields()) {
                    check(field.shape());
                }
            }
            default -> {
                // A field of its own.
            }
        }
    }

    private void checkElement(Shape element) throws Misfit {
        var repeats = element instanceof Shape.Sequence || element instanceof Shape.Maybe
                || element instanceof Shape.Array array && array.type() != byte[].class;
        if (repeats) {
            throw new Misfit("Protobuf has no lists of lists or optional values, nor optional lists");
        }
        check(element);
    }

    @Override
    byte[] encode(List<Signature.Parameter> parameters, @Nullable Object[] values) throws IOException {
        if (parameters.size() == 1 && parameters.getFirst().shape() instanceof Shape.Fields record) {
            return ProtobufWriter.message(record.members(), record.values().takeApart(
                    java.util.Objects.requireNonNull(values[0], "a message is null")));
        }
        return ProtobufWriter.message(parameters, values);
    }

    @Override
    Object decode(Shape shape, byte[] bytes, int from, int length) throws IOException {
        var source = CodedInputStream.newInstance(bytes, from, length);
        return shape instanceof Shape.Fields record
                ? record.values().putTogether(ProtobufReader.message(record.members(), source))
                : ProtobufReader.message(List.of(new Signature.Parameter("value", shape)), source)[0];
    }

    @Override
    Object[] decodeAll(List<Signature.Parameter> parameters, byte[] bytes, int from, int length) throws IOException {
        if (parameters.size() == 1) {
            return new Object[]{decode(parameters.getFirst().shape(), bytes, from, length)};
        }
        return ProtobufReader.message(parameters, CodedInputStream.newInstance(bytes, from, length));
    }
}
