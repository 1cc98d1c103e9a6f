package dev.mortise.bind.internal;

import dev.mortise.bind.BindException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** The constant of an enum that a guest names by number. */
final class EnumValues {

    private static final MethodHandle CONSTANT = Handles.own(MethodHandles.lookup(), "constant", Object.class,
            Object[].class, int.class);

    private EnumValues() {}

    /** {@code (int)} to the constant. */
    static MethodHandle fromOrdinal(Class<?> type) {
        return MethodHandles.insertArguments(CONSTANT, 0, (Object) type.getEnumConstants())
                .asType(MethodType.methodType(type, int.class));
    }

    static Object constant(Object[] constants, int ordinal) {
        if (ordinal < 0 || ordinal >= constants.length) {
            throw new BindException("the guest gave number " + Integer.toUnsignedString(ordinal) + " of "
                    + constants.getClass().componentType().getName() + ", which has " + constants.length
                    + " constants, from 0");
        }
        return constants[ordinal];
    }
}
