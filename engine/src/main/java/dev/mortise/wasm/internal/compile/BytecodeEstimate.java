package dev.mortise.wasm.internal.compile;

import dev.mortise.wasm.internal.binary.CodeReader;
import dev.mortise.wasm.internal.binary.ModuleDefinition;

/** How big a function becomes, without compiling it: for tools that show which ones are too big. */
public final class BytecodeEstimate {

    private BytecodeEstimate() {}

    /** About how many bytes of bytecode a validated function becomes if it is not split; rather too many. */
    public static int of(ModuleDefinition module, int function) {
        var body = module.body(function);
        var reader = new CodeReader(module, body.start(), body.end());
        var groups = reader.u32();
        for (var i = 0; i < groups; i++) {
            reader.u32();
            reader.valueType();
        }
        var options = CompileOptions.usual(false);
        return (int) Math.min(new BodyScan(module, function, reader.position(), options).size(), Integer.MAX_VALUE);
    }
}
