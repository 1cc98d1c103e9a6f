package dev.mortise.bind.internal;

import dev.mortise.wasm.NumberType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/** A value as Wasm numbers: a number is one, a record those of its components. */
final class Flat {

    private static final MethodHandle TO_BOOLEAN;
    private static final MethodHandle TO_ORDINAL;

    static {
        var lookup = MethodHandles.lookup();
        TO_BOOLEAN = Handles.own(lookup, "toBoolean", boolean.class, int.class);
        TO_ORDINAL = Handles.own(lookup, "toOrdinal", int.class, Enum.class);
    }

    private Flat() {}

    /** The numbers' types, in order. */
    static List<NumberType> types(Shape shape) throws Misfit {
        return switch (shape) {
            case Shape.Scalar scalar -> List.of(scalar.number().wasm);
            case Shape.Choice ignored -> List.of(NumberType.I32);
            case Shape.Fields fields -> {
                var all = new ArrayList<NumberType>();
                for (var field : fields.fields()) {
                    all.addAll(types(field.shape()));
                }
                yield all;
            }
            default -> throw new Misfit("only numbers, enums and records of them cross directly, not "
                    + shape.type().getSimpleName());
        };
    }

    /** A handle a number: from the value to the natural type. */
    static List<MethodHandle> takeApart(Shape shape) {
        var value = MethodHandles.identity(shape.type());
        return switch (shape) {
            case Shape.Scalar scalar -> List.of(toNatural(value, scalar));
            case Shape.Choice ignored ->
                    List.of(TO_ORDINAL.asType(MethodType.methodType(int.class, shape.type())));
            case Shape.Fields fields -> fields.fields().stream()
                    .flatMap(field -> takeApart(field.shape()).stream()
                            .map(part -> MethodHandles.filterReturnValue(field.accessor(), part)))
                    .toList();
            default -> throw new IllegalStateException("not flat: " + shape);
        };
    }

    private static MethodHandle toNatural(MethodHandle value, Shape.Scalar scalar) {
        var primitive = value.asType(MethodType.methodType(scalar.number().primitive, scalar.type()));
        return MethodHandles.explicitCastArguments(primitive,
                primitive.type().changeReturnType(NaturalTypes.of(scalar.number().wasm)));
    }

    /** From all the numbers to the value. */
    static MethodHandle putTogether(Shape shape) {
        return switch (shape) {
            case Shape.Scalar scalar -> fromNatural(scalar);
            case Shape.Choice ignored -> EnumValues.fromOrdinal(shape.type());
            case Shape.Fields fields -> {
                var result = fields.constructor();
                for (var i = fields.fields().size() - 1; i >= 0; i--) {
                    result = MethodHandles.collectArguments(result, i, putTogether(fields.fields().get(i).shape()));
                }
                yield result;
            }
            default -> throw new IllegalStateException("not flat: " + shape);
        };
    }

    private static MethodHandle fromNatural(Shape.Scalar scalar) {
        var natural = NaturalTypes.of(scalar.number().wasm);
        var primitive = scalar.number() == Shape.Primitive.BOOLEAN ? TO_BOOLEAN
                : MethodHandles.explicitCastArguments(MethodHandles.identity(scalar.number().primitive),
                        MethodType.methodType(scalar.number().primitive, natural));
        return primitive.asType(primitive.type().changeReturnType(scalar.type()));
    }

    static boolean toBoolean(int value) {
        return value != 0;
    }

    static int toOrdinal(Enum<?> value) {
        return value.ordinal();
    }
}
