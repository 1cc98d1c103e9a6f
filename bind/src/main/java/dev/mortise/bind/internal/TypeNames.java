package dev.mortise.bind.internal;

/** Shapes in the words of guests. */
final class TypeNames {

    private TypeNames() {}

    static String of(Shape shape) {
        return switch (shape) {
            case Shape.Scalar scalar -> switch (scalar.number()) {
                case BOOLEAN -> "bool";
                case BYTE -> "i8";
                case SHORT -> "i16";
                case INT -> "i32";
                case LONG -> "i64";
                case FLOAT -> "f32";
                case DOUBLE -> "f64";
            };
            case Shape.Text text -> text.length() == Shape.ANY_LENGTH ? "string" : "u8[" + text.length() + "] (UTF-8)";
            case Shape.Array array -> of(array.element())
                    + (array.length() == Shape.ANY_LENGTH ? "[]" : "[" + array.length() + "]");
            case Shape.Sequence list -> "list of " + of(list.element());
            case Shape.Maybe maybe -> "optional " + of(maybe.element());
            case Shape.Choice choice -> choice.type().getSimpleName() + " (number of the constant)";
            case Shape.Opaque any -> any.generic().getTypeName();
            case Shape.Fields fields -> fields.type().getSimpleName();
        };
    }
}
