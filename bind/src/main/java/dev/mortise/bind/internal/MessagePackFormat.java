package dev.mortise.bind.internal;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessagePack;
import org.msgpack.core.buffer.MessageBuffer;

/** MessagePack by its own library. */
final class MessagePackFormat extends ObjectFormat {

    private static final String WITHOUT_UNSAFE = "msgpack.universal-buffer";

    static {
        // As it begins, the library takes sun.misc.Unsafe, of which JDK 25 warns and which later ones refuse, unless told
        // to do without. What the program itself says counts, and so does what the library has begun with before.
        if (System.getProperty(WITHOUT_UNSAFE) == null) {
            System.setProperty(WITHOUT_UNSAFE, "true");
            try {
                MessageBuffer.allocate(0);
            } finally {
                System.clearProperty(WITHOUT_UNSAFE);
            }
        }
    }

    @Override
    void check(Shape shape) throws Misfit {
        switch (shape) {
            case Shape.Maybe maybe when maybe.element() instanceof Shape.Maybe -> throw new Misfit(
                    "MessagePack has one nil, which does not tell which Optional of an Optional is absent");
            case Shape.Maybe maybe -> check(maybe.element());
            case Shape.Array array -> check(array.element());
            case Shape.Sequence list -> check(list.element());
            case Shape.Fields record -> {
                for (var field : record.fields()) {
                    check(field.shape());
                }
            }
            case Shape.Scalar ignored -> {
            }
            case Shape.Text ignored -> {
            }
            case Shape.Choice ignored -> {
            }
            case Shape.Opaque any -> throw new IllegalStateException("not looked at: " + any);
        }
    }

    @Override
    byte[] encode(List<Signature.Parameter> parameters, @Nullable Object[] values) throws IOException {
        var output = new MessagePackOutput();
        try (var packer = MessagePack.DEFAULT_PACKER_CONFIG.newPacker(output)) {
            if (values.length != 1) {
                packer.packArrayHeader(values.length);
            }
            for (var i = 0; i < values.length; i++) {
                MessagePackWriter.write(parameters.get(i).shape(), values[i], packer);
            }
            packer.flush();
            return output.toByteArray();
        }
    }

    @Override
    Object decode(Shape shape, byte[] bytes, int from, int length) throws IOException {
        try (var reader = new MessagePackReader(bytes, from, length)) {
            var value = reader.read(shape);
            reader.checkEnd();
            return value;
        }
    }

    @Override
    Object[] decodeAll(List<Signature.Parameter> parameters, byte[] bytes, int from, int length) throws IOException {
        try (var reader = new MessagePackReader(bytes, from, length)) {
            var values = new Object[parameters.size()];
            if (values.length != 1) {
                reader.checkArray(values.length);
            }
            for (var i = 0; i < values.length; i++) {
                values[i] = reader.read(parameters.get(i).shape());
            }
            reader.checkEnd();
            return values;
        }
    }
}
