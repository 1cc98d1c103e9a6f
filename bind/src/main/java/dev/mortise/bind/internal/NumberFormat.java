package dev.mortise.bind.internal;

import java.lang.invoke.MethodHandle;
import java.util.List;

/** One number, little-endian. */
final class NumberFormat implements Format {

    static final Format NUMBERS = new NumberFormat();

    private static final Format PACKED = new FixedFormat(Layout.Packing.NONE);

    private NumberFormat() {}

    @Override
    public Outgoing outgoing(List<Signature.Parameter> parameters) throws Misfit {
        checkOne(parameters);
        return PACKED.outgoing(parameters);
    }

    @Override
    public Incoming incoming(Shape shape) throws Misfit {
        check(shape);
        return PACKED.incoming(shape);
    }

    @Override
    public Incoming passing(List<Signature.Parameter> parameters, MethodHandle target) throws Misfit {
        checkOne(parameters);
        return PACKED.passing(parameters, target);
    }

    private static void checkOne(List<Signature.Parameter> parameters) throws Misfit {
        if (parameters.size() > 1) {
            throw new Misfit("this codec takes one number, not " + parameters.size());
        }
        for (var parameter : parameters) {
            check(parameter.shape());
        }
    }

    private static void check(Shape shape) throws Misfit {
        if (!(shape instanceof Shape.Scalar scalar) || scalar.number().size < Integer.BYTES) {
            throw new Misfit("this codec takes int, long, float or double, not " + shape.type().getSimpleName());
        }
    }
}
