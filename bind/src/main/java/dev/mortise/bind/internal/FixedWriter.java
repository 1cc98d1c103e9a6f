package dev.mortise.bind.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;

/** Composes handles that write values to fixed places: {@code (byte[] target, int at, value)}. */
final class FixedWriter {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final MethodHandle ADD = Handles.own(LOOKUP, "add", int.class, int.class, int.class);
    private static final MethodHandle PAD_WORD = Handles.own(LOOKUP, "padWord", void.class, byte[].class, int.class);
    private static final MethodHandle PUT_ALL = Handles.own(LOOKUP, "putAll", void.class, MethodHandle.class,
            int.class, int.class, byte[].class, int.class, Object.class);
    private static final List<Class<?>> PLACE = List.of(byte[].class, int.class);

    private final Layout.Packing packing;

    FixedWriter(Layout.Packing packing) {
        this.packing = packing;
    }

    /** Writes a struct whose members come as parameters. */
    MethodHandle members(Layout layout) throws Misfit {
        var types = layout.members().stream().<Class<?>>map(each -> each.shape().type()).toList();
        var writers = new ArrayList<MethodHandle>();
        for (var i = 0; i < layout.members().size(); i++) {
            writers.add(member(layout.members().get(i), i, types));
        }
        return sequence(layout, writers, types);
    }

    private MethodHandle member(Layout.Member member, int index, List<Class<?>> types) throws Misfit {
        var writer = at(member.offset(), value(member.shape()));
        var from = new ArrayList<>(PLACE);
        from.addAll(types);
        return Handles.pick(writer, from, 0, 1, index + 2);
    }

    /** Writes a record. */
    private MethodHandle record(Shape.Fields record) throws Misfit {
        var layout = Layout.of(record, packing);
        var writers = new ArrayList<MethodHandle>();
        for (var i = 0; i < layout.members().size(); i++) {
            var member = layout.members().get(i);
            writers.add(MethodHandles.filterArguments(at(member.offset(), value(member.shape())), 2,
                    record.fields().get(i).accessor()));
        }
        return sequence(layout, writers, List.of(record.type()));
    }

    /** All members, and zeros in between. */
    private static MethodHandle sequence(Layout layout, List<MethodHandle> writers, List<Class<?>> types) {
        var steps = new ArrayList<MethodHandle>();
        var end = 0;
        for (var i = 0; i < writers.size(); i++) {
            var member = layout.members().get(i);
            addPadding(steps, end, member.offset(), types);
            steps.add(writers.get(i));
            end = member.end();
        }
        addPadding(steps, end, layout.size(), types);
        var all = new ArrayList<>(PLACE);
        all.addAll(types);
        return Handles.inOrder(steps, all);
    }

    private static void addPadding(List<MethodHandle> steps, int from, int to, List<Class<?>> types) {
        if (to > from) {
            var pad = to - from == Integer.BYTES ? PAD_WORD : MethodHandles.insertArguments(
                    Handles.own(LOOKUP, "pad", void.class, int.class, byte[].class, int.class), 0, to - from);
            steps.add(MethodHandles.dropArguments(at(from, pad), 2, types));
        }
    }

    /** Writes a value. */
    private MethodHandle value(Shape shape) throws Misfit {
        return switch (shape) {
            case Shape.Scalar scalar -> {
                var put = Handles.of(LOOKUP, Bytes.class, "put", void.class, byte[].class, int.class,
                        scalar.number().primitive);
                yield put.asType(put.type().changeParameterType(2, scalar.type()));
            }
            case Shape.Choice choice -> Handles
                    .of(LOOKUP, Bytes.class, "put", void.class, byte[].class, int.class, Enum.class)
                    .asType(MethodType.methodType(void.class, byte[].class, int.class, choice.type()));
            case Shape.Text text -> MethodHandles.insertArguments(Handles.of(LOOKUP, Bytes.class, "putText", void.class,
                    int.class, byte[].class, int.class, String.class), 0, text.length());
            case Shape.Array array when array.type() == byte[].class ->
                    MethodHandles.insertArguments(Handles.of(LOOKUP, Bytes.class, "putBytes", void.class,
                            int.class, byte[].class, int.class, byte[].class), 0, array.length());
            case Shape.Array array -> array(array);
            case Shape.Fields fields -> record(fields);
            default -> throw new IllegalStateException("no fixed size: " + shape);
        };
    }

    private MethodHandle array(Shape.Array array) throws Misfit {
        // (byte[] target, int at, Object array, int index)
        var element = MethodHandles.collectArguments(value(array.element()), 2,
                MethodHandles.arrayElementGetter(array.type()));
        var one = element.asType(element.type().changeParameterType(2, Object.class));
        var all = MethodHandles.insertArguments(PUT_ALL, 0, one, Layout.sizeOf(array.element(), packing),
                array.length());
        return all.asType(all.type().changeParameterType(2, array.type()));
    }

    static void putAll(MethodHandle one, int size, int length, byte[] target, int at, Object array)
            throws Throwable {
        Bytes.checkCount(Array.getLength(array), length);
        for (var i = 0; i < length; i++) {
            one.invokeExact(target, at + i * size, array, i);
        }
    }

    private static MethodHandle at(int offset, MethodHandle writer) {
        return offset == 0 ? writer
                : MethodHandles.filterArguments(writer, 1, MethodHandles.insertArguments(ADD, 1, offset));
    }

    static int add(int at, int offset) {
        return at + offset;
    }

    static void pad(int length, byte[] target, int at) {
        Bytes.pad(length, target, at);
    }

    static void padWord(byte[] target, int at) {
        Bytes.put(target, at, 0);
    }
}
