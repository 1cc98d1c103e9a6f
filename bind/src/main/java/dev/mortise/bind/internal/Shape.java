package dev.mortise.bind.internal;

import dev.mortise.wasm.NumberType;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Type;
import java.util.List;

/** What a Java type looks like to the formats. */
sealed interface Shape {

    /** No fixed length. */
    int ANY_LENGTH = -1;

    /** The Java class of a value. */
    Class<?> type();

    /** A primitive number or boolean, perhaps boxed. */
    record Scalar(Class<?> type, Primitive number) implements Shape {
    }

    /** A string; of at most so many bytes if it has a fixed length. */
    record Text(int length) implements Shape {
        @Override
        public Class<?> type() {
            return String.class;
        }
    }

    /** An array. */
    record Array(Class<?> type, Shape element, int length) implements Shape {
    }

    /** A {@link List}. */
    record Sequence(Shape element) implements Shape {
        @Override
        public Class<?> type() {
            return List.class;
        }
    }

    /** A {@link java.util.Optional}. */
    record Maybe(Shape element) implements Shape {
        @Override
        public Class<?> type() {
            return java.util.Optional.class;
        }
    }

    /** An enum: the ordinal of its constant. */
    record Choice(Class<?> type) implements Shape {
    }

    /**
     * A record.
     *
     * @param constructor the canonical one
     * @param values for formats that handle objects
     */
    record Fields(Class<?> type, List<Field> fields, MethodHandle constructor, RecordValues values) implements Shape {

        /** The components as what stands in a message. */
        List<Signature.Parameter> members() {
            return fields.stream().map(each -> new Signature.Parameter(each.name(), each.shape())).toList();
        }
    }

    /**
     * A component of a record.
     *
     * @param accessor from the record to the component's value
     */
    record Field(String name, Shape shape, MethodHandle accessor) {
    }

    /**
     * Any type at all, for a format that looks at it itself.
     *
     * @param generic with its type arguments
     */
    record Opaque(Class<?> type, Type generic) implements Shape {
    }

    /** The primitive types, with their sizes in bytes and what carries them in Wasm. */
    enum Primitive {
        BOOLEAN(boolean.class, 1, NumberType.I32),
        BYTE(byte.class, 1, NumberType.I32),
        SHORT(short.class, 2, NumberType.I32),
        INT(int.class, 4, NumberType.I32),
        LONG(long.class, 8, NumberType.I64),
        FLOAT(float.class, 4, NumberType.F32),
        DOUBLE(double.class, 8, NumberType.F64);

        final Class<?> primitive;
        final int size;
        final NumberType wasm;

        Primitive(Class<?> primitive, int size, NumberType wasm) {
            this.primitive = primitive;
            this.size = size;
            this.wasm = wasm;
        }
    }
}
