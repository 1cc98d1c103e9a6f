package dev.mortise.bind.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.util.List;

/** Composes handles that read values from fixed places: {@code (byte[] source, int at)}. */
final class FixedReader {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final MethodHandle ADD = Handles.own(LOOKUP, "add", int.class, int.class, int.class);
    private static final MethodHandle GET_ALL = Handles.own(LOOKUP, "getAll", Object.class, MethodHandle.class,
            Class.class, int.class, int.class, byte[].class, int.class);
    private static final List<Class<?>> PLACE = List.of(byte[].class, int.class);

    /** Handles take 255 arguments with their own, and while one is composed each member has two. */
    private static final int MAX_MEMBERS = 125;

    private final Layout.Packing packing;

    FixedReader(Layout.Packing packing) {
        this.packing = packing;
    }

    /** Reads a value. */
    MethodHandle value(Shape shape) throws Misfit {
        return switch (shape) {
            case Shape.Scalar scalar -> {
                var primitive = scalar.number().primitive;
                var get = Handles.of(LOOKUP, Bytes.class, "get" + Handles.capitalised(primitive), primitive,
                        byte[].class, int.class);
                yield get.asType(get.type().changeReturnType(scalar.type()));
            }
            case Shape.Choice choice -> MethodHandles.filterReturnValue(
                    Handles.of(LOOKUP, Bytes.class, "getInt", int.class, byte[].class, int.class),
                    EnumValues.fromOrdinal(choice.type()));
            case Shape.Text text -> MethodHandles.insertArguments(Handles.of(LOOKUP, Bytes.class, "getText",
                    String.class, int.class, byte[].class, int.class), 0, text.length());
            case Shape.Array array when array.type() == byte[].class ->
                    MethodHandles.insertArguments(Handles.of(LOOKUP, Bytes.class, "getBytes", byte[].class, int.class,
                            byte[].class, int.class), 0, array.length());
            case Shape.Array array -> array(array);
            case Shape.Fields fields -> record(fields);
            default -> throw new IllegalStateException("no fixed size: " + shape);
        };
    }

    private MethodHandle record(Shape.Fields record) throws Misfit {
        return members(Layout.of(record, packing), record.constructor());
    }

    /** Reads members and passes them to a handle. */
    MethodHandle members(Layout layout, MethodHandle target) throws Misfit {
        var members = layout.members();
        if (members.size() > MAX_MEMBERS) {
            throw new Misfit("it has " + members.size() + " components, of which " + MAX_MEMBERS
                    + " at most can be read: put some into a record of their own, or use an array");
        }
        var make = target;
        for (var i = members.size() - 1; i >= 0; i--) {
            var member = members.get(i);
            var read = MethodHandles.filterArguments(value(member.shape()), 1,
                    MethodHandles.insertArguments(ADD, 1, member.offset()));
            make = MethodHandles.collectArguments(make, i, read);
        }
        var order = new int[2 * members.size()];
        for (var i = 0; i < order.length; i++) {
            order[i] = i % 2;
        }
        return Handles.pick(make, PLACE, order);
    }

    private MethodHandle array(Shape.Array array) throws Misfit {
        // (Object array, int index, byte[] source, int at)
        var element = MethodHandles.collectArguments(MethodHandles.arrayElementSetter(array.type()), 2,
                value(array.element()));
        var one = element.asType(element.type().changeParameterType(0, Object.class));
        return MethodHandles.insertArguments(GET_ALL, 0, one, array.type().componentType(),
                Layout.sizeOf(array.element(), packing), array.length())
                .asType(MethodType.methodType(array.type(), PLACE));
    }

    static Object getAll(MethodHandle one, Class<?> element, int size, int length, byte[] source, int at)
            throws Throwable {
        var array = Array.newInstance(element, length);
        for (var i = 0; i < length; i++) {
            one.invokeExact(array, i, source, at + i * size);
        }
        return array;
    }

    static int add(int at, int offset) {
        return at + offset;
    }
}
