package dev.mortise.bind.internal;

import dev.mortise.bind.Abi;
import dev.mortise.bind.BindException;
import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;

/** Says in words and tables what an interface or record looks like to a guest. */
public final class Description {

    private final StringBuilder text = new StringBuilder();

    private Description() {}

    /**
     * The memory layout of a record.
     *
     * @throws BindException if it has none
     */
    public static String ofRecord(Class<?> type) {
        try {
            if (!type.isRecord()) {
                throw new Misfit(type.getName() + " is no record; of an interface say the ABI too");
            }
            var shape = (Shape.Fields) ShapeReader.forDescription(Abi.cStruct()).read(type, type);
            var description = new Description();
            description.layout(type.getSimpleName(), Layout.of(shape, Layout.Packing.C), "");
            return description.text.toString();
        } catch (Misfit e) {
            throw new BindException(type.getName() + " has no layout", List.of(e.getMessage()));
        }
    }

    /**
     * What a guest must export for an interface.
     *
     * @throws BindException with all that no guest can export
     */
    public static String ofInterface(Class<?> type, Abi abi) {
        var description = new Description();
        description.text.append(type.getSimpleName()).append(" (").append(abi).append(")\n");
        var mistakes = new ArrayList<String>();
        for (var method : BoundMethod.of(type)) {
            try {
                description.method(method, abi);
            } catch (Misfit e) {
                mistakes.add(method + ": " + e.getMessage());
            }
        }
        if (!mistakes.isEmpty()) {
            throw new BindException(type.getName() + " cannot be bound (" + abi + ")", mistakes);
        }
        return description.text.toString();
    }

    private void method(BoundMethod method, Abi abi) throws Misfit {
        var signature = Signature.of(method, ShapeReader.forDescription(abi));
        switch (abi) {
            case DirectAbi ignored -> export(method, DirectCall.typeOf(signature));
            case BufferSettings settings -> {
                export(method, new FunctionType(List.of(ValueType.I32, ValueType.I32), BufferCall.results(signature)));
                message("arguments", signature.parameters(), settings.kind());
                if (signature.result().isPresent() && !(signature.result().get() instanceof Shape.Scalar)) {
                    message("result", List.of(new Signature.Parameter("value", signature.result().get())),
                            settings.kind());
                }
            }
        }
    }

    private void export(BoundMethod method, FunctionType type) {
        text.append(method).append("\n  export \"").append(method.export()).append("\" ").append(type).append('\n');
    }

    private void message(String what, List<Signature.Parameter> members, CodecKind kind) throws Misfit {
        if (kind == CodecKind.C_STRUCT) {
            layout(what, members.size() == 1 && members.getFirst().shape() instanceof Shape.Fields fields
                    ? Layout.of(fields, Layout.Packing.C)
                    : Layout.of(members, Layout.Packing.C), "  ");
            return;
        }
        var outgoing = Formats.of(kind).outgoing(members);
        text.append("  ").append(what).append(" in ").append(kind)
                .append(outgoing instanceof Format.FixedOutgoing fixed ? ", " + fixed.size() + " bytes" : "")
                .append(':');
        for (var member : members) {
            text.append(' ').append(member.name()).append(' ').append(TypeNames.of(member.shape()));
        }
        text.append('\n');
    }

    private void layout(String name, Layout layout, String indent) throws Misfit {
        text.append(indent).append(name).append(": ").append(layout.size()).append(" bytes, aligned to ")
                .append(layout.alignment()).append('\n').append(indent).append("  offset    size  member\n");
        rows("", 0, layout, indent);
    }

    private void rows(String prefix, int base, Layout layout, String indent) throws Misfit {
        var end = 0;
        for (var member : layout.members()) {
            padding(base + end, member.offset() - end, indent);
            if (member.shape() instanceof Shape.Fields fields) {
                rows(prefix + member.name() + ".", base + member.offset(), Layout.of(fields, Layout.Packing.C), indent);
            } else {
                row(base + member.offset(), member.size(),
                        prefix + member.name() + " " + TypeNames.of(member.shape()), indent);
            }
            end = member.end();
        }
        padding(base + end, layout.size() - end, indent);
    }

    private void padding(int offset, int size, String indent) {
        if (size > 0) {
            row(offset, size, "(padding)", indent);
        }
    }

    private void row(int offset, int size, String what, String indent) {
        text.append(indent).append("%8d%8d  %s%n".formatted(offset, size, what).replace(System.lineSeparator(), "\n"));
    }
}
