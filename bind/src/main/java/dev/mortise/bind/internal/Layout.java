package dev.mortise.bind.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the members of a struct lie.
 *
 * @param size in bytes, with what pads its end
 * @param alignment in bytes, a power of two
 * @param members in order
 */
record Layout(int size, int alignment, List<Member> members) {

    /**
     * A member.
     *
     * @param offset from the struct's beginning, in bytes
     * @param size in bytes
     */
    record Member(String name, Shape shape, int offset, int size) {
        int end() {
            return offset + size;
        }
    }

    /** Whether members are aligned. */
    enum Packing {
        /** As C and {@code repr(C)} in Rust do it on wasm32: each member by its own size. */
        C,
        /** One behind the other. */
        NONE
    }

    /**
     * Lays members out.
     *
     * @throws Misfit if one has no fixed size
     */
    static Layout of(List<Signature.Parameter> members, Packing packing) throws Misfit {
        var laidOut = new ArrayList<Member>();
        var end = 0L;
        var alignment = 1;
        for (var member : members) {
            try {
                var own = alignmentOf(member.shape(), packing);
                var offset = roundUp(end, own);
                var size = sizeOf(member.shape(), packing);
                end = offset + size;
                if (end > Integer.MAX_VALUE / 2) {
                    throw new Misfit("it ends behind 1 GiB");
                }
                laidOut.add(new Member(member.name(), member.shape(), (int) offset, size));
                alignment = Math.max(alignment, own);
            } catch (Misfit e) {
                throw new Misfit(member.name() + ": " + e.getMessage());
            }
        }
        return new Layout((int) roundUp(end, alignment), alignment, List.copyOf(laidOut));
    }

    /** Lays the components of a record out. */
    static Layout of(Shape.Fields fields, Packing packing) throws Misfit {
        return of(fields.members(), packing);
    }

    /** Bytes of a value. */
    static int sizeOf(Shape shape, Packing packing) throws Misfit {
        return switch (shape) {
            case Shape.Scalar scalar -> scalar.number().size;
            case Shape.Choice ignored -> Integer.BYTES;
            case Shape.Text text -> fixed(text.length(), "a string");
            case Shape.Array array -> {
                var size = (long) fixed(array.length(), "an array") * sizeOf(array.element(), packing);
                if (size > Integer.MAX_VALUE / 2) {
                    throw new Misfit("the array has more than 1 GiB");
                }
                yield (int) size;
            }
            case Shape.Fields fields -> of(fields, packing).size();
            case Shape.Sequence ignored -> throw new Misfit("a List has no fixed size: use an array with @Length");
            case Shape.Maybe ignored -> throw new Misfit("an Optional has no place in a struct");
            case Shape.Opaque ignored -> throw new Misfit("no fixed size");
        };
    }

    private static int alignmentOf(Shape shape, Packing packing) throws Misfit {
        if (packing == Packing.NONE) {
            return 1;
        }
        return switch (shape) {
            case Shape.Array array -> alignmentOf(array.element(), packing);
            case Shape.Fields fields -> of(fields, packing).alignment();
            case Shape.Text ignored -> 1;
            default -> sizeOf(shape, packing);
        };
    }

    private static int fixed(int length, String what) throws Misfit {
        if (length == Shape.ANY_LENGTH) {
            throw new Misfit(what + " needs a fixed length: say @Length");
        }
        return length;
    }

    private static long roundUp(long value, int alignment) {
        return (value + alignment - 1) & -alignment;
    }
}
