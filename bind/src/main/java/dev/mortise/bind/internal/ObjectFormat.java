package dev.mortise.bind.internal;

import dev.mortise.bind.BindException;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A format that a library reads and writes, value by value as objects. */
abstract class ObjectFormat implements Format {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final MethodHandle WRITE = Handles.own(LOOKUP, "write", void.class, ObjectFormat.class, List.class,
            Buffer.class, Object[].class);
    private static final MethodHandle READ = Handles.own(LOOKUP, "read", Object.class, ObjectFormat.class, Shape.class,
            Reader.class);
    private static final MethodHandle READ_ALL = Handles.own(LOOKUP, "readAll", Object[].class, ObjectFormat.class,
            List.class, Reader.class);

    /** Refuses what has no place. */
    abstract void check(Shape shape) throws Misfit;

    /** The bytes of a message with these arguments, of which there is one at least. */
    abstract byte[] encode(List<Signature.Parameter> parameters, @Nullable Object[] values) throws IOException;

    /** The value of a message. */
    abstract @Nullable Object decode(Shape shape, byte[] bytes, int from, int length) throws IOException;

    /** The arguments of a message, of which there is one at least. */
    abstract @Nullable Object[] decodeAll(List<Signature.Parameter> parameters, byte[] bytes, int from, int length)
            throws IOException;

    @Override
    public final Outgoing outgoing(List<Signature.Parameter> parameters) throws Misfit {
        var types = Handles.types(List.of(), Buffer.class);
        for (var parameter : parameters) {
            check(parameter.shape());
            types.add(parameter.shape().type());
        }
        return new VariableOutgoing(MethodHandles.insertArguments(WRITE, 0, this, parameters)
                .asCollector(Object[].class, parameters.size()).asType(MethodType.methodType(void.class, types)));
    }

    @Override
    public final Incoming incoming(Shape shape) throws Misfit {
        check(shape);
        return new VariableIncoming(MethodHandles.insertArguments(READ, 0, this, shape)
                .asType(MethodType.methodType(shape.type(), Reader.class)));
    }

    @Override
    public final Incoming passing(List<Signature.Parameter> parameters, MethodHandle target) throws Misfit {
        for (var parameter : parameters) {
            check(parameter.shape());
        }
        var spread = target.asType(MethodType.genericMethodType(parameters.size())
                .changeReturnType(target.type().returnType())).asSpreader(Object[].class, parameters.size());
        return new VariableIncoming(
                MethodHandles.filterArguments(spread, 0, MethodHandles.insertArguments(READ_ALL, 0, this, parameters)));
    }

    static void write(ObjectFormat format, List<Signature.Parameter> parameters, Buffer target,
            @Nullable Object[] values) {
        if (parameters.isEmpty()) {
            return;
        }
        try {
            target.put(format.encode(parameters, values));
        } catch (IOException e) {
            throw new IllegalArgumentException("the arguments cannot be written: " + e.getMessage(), e);
        }
    }

    static @Nullable Object read(ObjectFormat format, Shape shape, Reader source) {
        var length = source.left();
        try {
            return format.decode(shape, source.bytes(), source.take(length), length);
        } catch (BindException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw unreadable(shape.type().getSimpleName(), e);
        }
    }

    static @Nullable Object[] readAll(ObjectFormat format, List<Signature.Parameter> parameters, Reader source) {
        var length = source.left();
        if (parameters.isEmpty()) {
            source.checkEnd();
            return new Object[0];
        }
        try {
            return format.decodeAll(parameters, source.bytes(), source.take(length), length);
        } catch (BindException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw unreadable("message of " + parameters.size() + " arguments", e);
        }
    }

    private static BindException unreadable(String what, Exception cause) {
        // MessagePack's library gives the name alone where a message ends too soon.
        var reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        var failure = new BindException("the guest's message is no " + what + ": " + reason);
        failure.initCause(cause);
        return failure;
    }
}
