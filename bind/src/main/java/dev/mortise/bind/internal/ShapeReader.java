package dev.mortise.bind.internal;

import dev.mortise.bind.Abi;
import dev.mortise.bind.Length;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the shapes of Java types, with the handles that take records apart and make them. */
final class ShapeReader {

    private final MethodHandles.@Nullable Lookup lookup;
    private final boolean takesAll;
    private final Deque<Class<?>> open = new ArrayDeque<>();

    private ShapeReader(MethodHandles.@Nullable Lookup lookup, boolean takesAll) {
        this.lookup = lookup;
        this.takesAll = takesAll;
    }

    /** For values that cross; the lookup must see their types. */
    static ShapeReader of(MethodHandles.Lookup lookup, Abi abi) {
        return new ShapeReader(lookup, takesAll(abi));
    }

    /** For a look at types that need not be visible: handles in such shapes do nothing. */
    static ShapeReader forDescription(Abi abi) {
        return new ShapeReader(null, takesAll(abi));
    }

    /** Whether the format finds out itself what is in a type. */
    private static boolean takesAll(Abi abi) {
        return abi instanceof BufferSettings settings && settings.kind() == CodecKind.JSON;
    }

    /**
     * The shape of a type.
     *
     * @param declaration where {@link Length} may stand
     */
    Shape read(Type type, AnnotatedElement declaration) throws Misfit {
        var length = declaration.getAnnotation(Length.class);
        if (length != null && length.value() < 1) {
            throw new Misfit("a length must be 1 or more, not " + length.value());
        }
        var shape = read(type, length == null ? Shape.ANY_LENGTH : length.value());
        if (length != null && !takesAll && !(shape instanceof Shape.Text || shape instanceof Shape.Array)) {
            throw new Misfit("arrays and strings have a length, not " + type.getTypeName());
        }
        return shape;
    }

    private Shape read(Type type, int length) throws Misfit {
        if (takesAll && !isScalar(type)) {
            return new Shape.Opaque(erased(type), type);
        }
        return switch (type) {
            case Class<?> plain -> readClass(plain, length);
            case ParameterizedType generic when generic.getRawType() == List.class ->
                    new Shape.Sequence(read(generic.getActualTypeArguments()[0], Shape.ANY_LENGTH));
            case ParameterizedType generic when generic.getRawType() == Optional.class ->
                    new Shape.Maybe(read(generic.getActualTypeArguments()[0], Shape.ANY_LENGTH));
            case GenericArrayType array -> throw unknown(array);
            default -> throw unknown(type);
        };
    }

    private static boolean isScalar(Type type) {
        return type instanceof Class<?> plain && MethodType.methodType(plain).unwrap().returnType().isPrimitive()
                && plain != char.class && plain != Character.class;
    }

    private static Class<?> erased(Type type) throws Misfit {
        return switch (type) {
            case Class<?> plain -> plain;
            case ParameterizedType generic -> erased(generic.getRawType());
            case GenericArrayType array -> erased(array.getGenericComponentType()).arrayType();
            default -> throw unknown(type);
        };
    }

    private Shape readClass(Class<?> type, int length) throws Misfit {
        var primitive = MethodType.methodType(type).unwrap().returnType();
        for (var number : Shape.Primitive.values()) {
            if (number.primitive == primitive) {
                return new Shape.Scalar(type, number);
            }
        }
        if (type == String.class) {
            return new Shape.Text(length);
        } else if (type.isArray()) {
            return new Shape.Array(type, readClass(type.getComponentType(), Shape.ANY_LENGTH), length);
        } else if (type.isEnum()) {
            visible(type);
            return new Shape.Choice(type);
        } else if (type.isRecord()) {
            return readRecord(type);
        }
        throw unknown(type);
    }

    private Shape readRecord(Class<?> type) throws Misfit {
        if (open.contains(type)) {
            throw new Misfit("record " + type.getName() + " contains itself");
        }
        visible(type);
        var components = type.getRecordComponents();
        if (components.length == 0) {
            throw new Misfit("record " + type.getName() + " has no components");
        }
        open.push(type);
        var fields = new ArrayList<Shape.Field>();
        try {
            for (var component : components) {
                fields.add(readComponent(type, component));
            }
        } finally {
            // Further methods are read after a mistake in this one.
            open.pop();
        }
        var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        var constructor = constructor(type, MethodType.methodType(type, types));
        return new Shape.Fields(type, List.copyOf(fields), constructor, new RecordValues(fields, constructor));
    }

    private MethodHandle constructor(Class<?> type, MethodType signature) throws Misfit {
        if (lookup == null) {
            return MethodHandles.empty(signature);
        }
        try {
            return lookup.findConstructor(type, signature.changeReturnType(void.class));
        } catch (ReflectiveOperationException e) {
            throw invisible(type);
        }
    }

    private Shape.Field readComponent(Class<?> type, RecordComponent component) throws Misfit {
        Shape shape;
        try {
            shape = read(component.getGenericType(), component);
        } catch (Misfit e) {
            throw new Misfit(component.getName() + " of record " + type.getName() + ": " + e.getMessage());
        }
        if (lookup == null) {
            return new Shape.Field(component.getName(), shape,
                    MethodHandles.empty(MethodType.methodType(component.getType(), type)));
        }
        try {
            return new Shape.Field(component.getName(), shape, lookup.unreflect(component.getAccessor()));
        } catch (IllegalAccessException e) {
            throw invisible(type);
        }
    }

    private void visible(Class<?> type) throws Misfit {
        if (lookup == null) {
            return;
        }
        try {
            lookup.accessClass(type);
        } catch (IllegalAccessException e) {
            throw invisible(type);
        }
    }

    private static Misfit invisible(Class<?> type) {
        return new Misfit(type.getName()
                + " is not accessible: make it public in an exported package, or pass MethodHandles.lookup()");
    }

    private static Misfit unknown(Type type) {
        return new Misfit("no format has a place for " + type.getTypeName() + ": there are primitive types but char, "
                + "String, arrays, List and Optional with a type, enums, and records of these");
    }
}
