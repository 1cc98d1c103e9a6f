package dev.mortise.bind.internal;

import java.lang.invoke.MethodHandle;
import java.util.List;

/** How a method's arguments become one message, and a message a value. */
interface Format {

    /**
     * Writes the parameters of a method.
     *
     * @throws Misfit if one has no place in the format
     */
    Outgoing outgoing(List<Signature.Parameter> parameters) throws Misfit;

    /**
     * Reads a value.
     *
     * @throws Misfit if it has no place in the format
     */
    Incoming incoming(Shape shape) throws Misfit;

    /**
     * Reads the parameters of a method and passes them on.
     *
     * @param target of the parameters' types; its result is the value
     * @throws Misfit if a parameter has no place in the format
     */
    Incoming passing(List<Signature.Parameter> parameters, MethodHandle target) throws Misfit;

    /** The message of a method. */
    sealed interface Outgoing {
    }

    /** A value out of a message. */
    sealed interface Incoming {
    }

    /**
     * A message that always has the same size, so that it is written in place.
     *
     * @param size in bytes
     * @param alignment of its place
     * @param writer {@code (byte[] target, int at, parameters...)}
     */
    record FixedOutgoing(int size, int alignment, MethodHandle writer) implements Outgoing {
    }

    /**
     * A message whose size depends on the values.
     *
     * @param writer {@code (Buffer target, parameters...)}
     */
    record VariableOutgoing(MethodHandle writer) implements Outgoing {
    }

    /**
     * A value that always has the same size.
     *
     * @param size in bytes
     * @param reader {@code (byte[] source, int at)} to the value
     */
    record FixedIncoming(int size, MethodHandle reader) implements Incoming {
    }

    /**
     * A value of any size.
     *
     * @param reader {@code (Reader source)} to the value
     */
    record VariableIncoming(MethodHandle reader) implements Incoming {
    }
}
