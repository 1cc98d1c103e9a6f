package dev.mortise.bind.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A message that is one value and nothing else. */
final class RawFormat implements Format {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    /** The UTF-8 bytes of a string. */
    static final Format STRING = new RawFormat(String.class);
    /** Bytes. */
    static final Format BYTES = new RawFormat(byte[].class);

    private final Class<?> type;
    private final MethodHandle put;
    private final MethodHandle get;

    private RawFormat(Class<?> type) {
        this.type = type;
        this.put = Handles.own(LOOKUP, "put", void.class, Buffer.class, type);
        this.get = Handles.own(LOOKUP, "get" + type.getSimpleName().replace("[]", "s"), type, Reader.class);
    }

    @Override
    public Outgoing outgoing(List<Signature.Parameter> parameters) throws Misfit {
        if (parameters.isEmpty()) {
            return new VariableOutgoing(Handles.inOrder(List.of(), List.of(Buffer.class)));
        }
        checkOne(parameters);
        return new VariableOutgoing(put);
    }

    @Override
    public Incoming incoming(Shape shape) throws Misfit {
        check(shape);
        return new VariableIncoming(get);
    }

    @Override
    public Incoming passing(List<Signature.Parameter> parameters, MethodHandle target) throws Misfit {
        if (parameters.isEmpty()) {
            return new VariableIncoming(MethodHandles.dropArguments(target, 0, Reader.class));
        }
        checkOne(parameters);
        return new VariableIncoming(MethodHandles.filterArguments(target, 0, get));
    }

    private void checkOne(List<Signature.Parameter> parameters) throws Misfit {
        if (parameters.size() != 1) {
            throw new Misfit("this codec takes one " + type.getSimpleName() + ", not " + parameters.size()
                    + " parameters");
        }
        check(parameters.getFirst().shape());
    }

    private void check(Shape shape) throws Misfit {
        if (shape.type() != type) {
            throw new Misfit("this codec takes " + type.getSimpleName() + ", not " + shape.type().getSimpleName());
        }
    }

    static void put(Buffer target, String value) {
        var at = target.add(Utf8.length(value));
        Utf8.write(value, target.bytes(), at);
    }

    static void put(Buffer target, byte[] value) {
        target.put(value);
    }

    static String getString(Reader source) {
        var length = source.left();
        return new String(source.bytes(), source.take(length), length, StandardCharsets.UTF_8);
    }

    static byte[] getbytes(Reader source) {
        var length = source.left();
        var at = source.take(length);
        return Arrays.copyOfRange(source.bytes(), at, at + length);
    }
}
