package dev.mortise.bind.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.List;

/** A struct: C's, or the bytes of one behind the other. */
final class FixedFormat implements Format {

    private final Layout.Packing packing;

    FixedFormat(Layout.Packing packing) {
        this.packing = packing;
    }

    @Override
    public Outgoing outgoing(List<Signature.Parameter> parameters) throws Misfit {
        var layout = Layout.of(parameters, packing);
        return new FixedOutgoing(layout.size(), layout.alignment(), new FixedWriter(packing).members(layout));
    }

    @Override
    public Incoming incoming(Shape shape) throws Misfit {
        var size = Layout.of(List.of(new Signature.Parameter("the result", shape)), packing).size();
        var reader = new FixedReader(packing).value(shape);
        return new FixedIncoming(size,
                reader.asType(MethodType.methodType(shape.type(), byte[].class, int.class)));
    }

    @Override
    public Incoming passing(List<Signature.Parameter> parameters, MethodHandle target) throws Misfit {
        var layout = Layout.of(parameters, packing);
        return new FixedIncoming(layout.size(), new FixedReader(packing).members(layout, target));
    }
}
