package dev.mortise.bind.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Composes handles that write values to fixed places: {@code (byte[] target, int at, value)}. */
final class FixedWriter {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final MethodHandle ADD = Handles.own(LOOKUP, "add", int.class, int.class, int.class);
    private static final MethodHandle PAD_WORD = Handles.own(LOOKUP, "padWord", void.class, byte[].class, int.class);
    private static final MethodHandle PUT_ALL = Handles.own(LOOKUP, "putAll", void.class, MethodHandle.class,
            int.class, int.class, byte[].class, int.class, Object.class);
    private static final MethodHandle PUT_PADDED = Handles.own(LOOKUP, "putPadded", void.class, byte[].class, int.class,
            int.class);
    private static final MethodHandle PUT_TWO = Handles.own(LOOKUP, "putTwo", void.class, byte[].class, int.class,
            int.class, int.class);
    private static final List<Class<?>> PLACE = List.of(byte[].class, int.class);

    private final Layout.Packing packing;

    FixedWriter(Layout.Packing packing) {
        this.packing = packing;
    }

    /** Where a struct's members come from: a writer of some of them, from one on, gets what the whole struct has. */
    @FunctionalInterface
    private interface Source {
        MethodHandle of(MethodHandle writer, int first);
    }

    /** Writes a struct whose members come as parameters. */
    MethodHandle members(Layout layout) throws Misfit {
        var types = layout.members().stream().<Class<?>>map(each -> each.shape().type()).toList();
        return sequence(layout, types, (writer, first) -> Handles.pick(writer, all(types),
                Handles.order(count(writer), first + 2, 0, 1)));
    }

    /** Writes a record. */
    private MethodHandle record(Shape.Fields record) throws Misfit {
        List<Class<?>> types = List.of(record.type());
        return sequence(Layout.of(record, packing), types, (writer, first) -> {
            var accessors = record.fields().subList(first, first + count(writer)).stream().map(Shape.Field::accessor)
                    .toArray(MethodHandle[]::new);
            var order = new int[2 + accessors.length];
            Arrays.setAll(order, i -> Math.min(i, 2));
            return Handles.pick(MethodHandles.filterArguments(writer, 2, accessors), all(types), order);
        });
    }

    private static int count(MethodHandle writer) {
        return writer.type().parameterCount() - PLACE.size();
    }

    private static List<Class<?>> all(List<Class<?>> types) {
        var all = new ArrayList<>(PLACE);
        all.addAll(types);
        return all;
    }

    /** All members, and zeros in between. */
    private MethodHandle sequence(Layout layout, List<Class<?>> types, Source source) throws Misfit {
        var steps = new ArrayList<MethodHandle>();
        var members = layout.members();
        var end = 0;
        for (var i = 0; i < members.size();) {
            var member = members.get(i);
            addPadding(steps, end, member.offset(), types);
            var together = inWord(layout, i);
            var writer = together == 0 ? value(member.shape()) : word(members.subList(i, i + together));
            steps.add(source.of(at(member.offset(), writer), i));
            end = together == 0 ? member.end() : member.offset() + Long.BYTES;
            i += Math.max(together, 1);
        }
        addPadding(steps, end, layout.size(), types);
        return Handles.inOrder(steps, all(types));
    }

    /**
     * How many ints, one with what pads it or two, fill the aligned word that begins with this member; else 0. They are
     * written at once, since guests in C copy structs by words: a load of what two stores have just written waits for
     * both, and a call took 7.7 ns instead of 4.3.
     */
    private static int inWord(Layout layout, int index) {
        var members = layout.members();
        var first = members.get(index);
        if (!isInt(first) || first.offset() % Long.BYTES != 0) {
            return 0;
        }
        var isLast = index + 1 == members.size();
        var next = isLast ? layout.size() : members.get(index + 1).offset();
        if (next - first.offset() == Long.BYTES) {
            return 1;
        }
        return !isLast && next == first.end() && isInt(members.get(index + 1)) ? 2 : 0;
    }

    private static boolean isInt(Layout.Member member) {
        return member.shape() instanceof Shape.Scalar scalar && scalar.number() == Shape.Primitive.INT;
    }

    private static MethodHandle word(List<Layout.Member> members) {
        var type = MethodType.methodType(void.class, all(members.stream().<Class<?>>map(each -> each.shape().type())
                .toList()));
        return (members.size() == 1 ? PUT_PADDED : PUT_TWO).asType(type);
    }

    static void putPadded(byte[] target, int at, int value) {
        Bytes.put(target, at, value & 0xFFFFFFFFL);
    }

    static void putTwo(byte[] target, int at, int first, int second) {
        Bytes.put(target, at, first & 0xFFFFFFFFL | (long) second << 32);
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
