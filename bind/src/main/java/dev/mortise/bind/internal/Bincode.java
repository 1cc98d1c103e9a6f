package dev.mortise.bind.internal;

import java.lang.invoke.MethodHandle;
import java.util.List;

/** Rust's bincode. Messages of fixed size, which have no integers of variable size, are written like a packed struct. */
final class Bincode implements Format {

    static final Format FIXED_INTEGERS = new Bincode(FixedIntegers.class, true);
    static final Format VARIABLE_INTEGERS = new Bincode(VariableIntegers.class, false);

    private static final Format PACKED = new FixedFormat(Layout.Packing.NONE);

    private final Class<?> integers;
    private final boolean hasFixedIntegers;

    private Bincode(Class<?> integers, boolean hasFixedIntegers) {
        this.integers = integers;
        this.hasFixedIntegers = hasFixedIntegers;
    }

    @Override
    public Outgoing outgoing(List<Signature.Parameter> parameters) throws Misfit {
        return parameters.stream().allMatch(each -> hasFixedSize(each.shape())) ? PACKED.outgoing(parameters)
                : new VariableOutgoing(new StreamWriter(integers).parameters(parameters));
    }

    @Override
    public Incoming incoming(Shape shape) throws Misfit {
        return hasFixedSize(shape) ? PACKED.incoming(shape)
                : new VariableIncoming(new StreamReader(integers).value(shape));
    }

    @Override
    public Incoming passing(List<Signature.Parameter> parameters, MethodHandle target) throws Misfit {
        return parameters.stream().allMatch(each -> hasFixedSize(each.shape())) ? PACKED.passing(parameters, target)
                : new VariableIncoming(new StreamReader(integers).parameters(parameters, target));
    }

    private boolean hasFixedSize(Shape shape) {
        return switch (shape) {
            case Shape.Scalar scalar -> hasFixedIntegers || switch (scalar.number()) {
                case SHORT, INT, LONG -> false;
                default -> true;
            };
            case Shape.Choice ignored -> hasFixedIntegers;
            case Shape.Text text -> text.length() != Shape.ANY_LENGTH;
            case Shape.Array array -> array.length() != Shape.ANY_LENGTH && hasFixedSize(array.element());
            case Shape.Fields fields -> fields.fields().stream().allMatch(each -> hasFixedSize(each.shape()));
            case Shape.Sequence ignored -> false;
            case Shape.Maybe ignored -> false;
            case Shape.Opaque ignored -> false;
        };
    }
}
