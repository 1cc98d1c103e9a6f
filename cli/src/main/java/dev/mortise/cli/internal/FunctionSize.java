package dev.mortise.cli.internal;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.internal.LoadedModule;
import dev.mortise.wasm.internal.binary.ModuleDefinition.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;

/**
 * A function that a module defines.
 *
 * @param index its index; imported functions count first
 * @param name what the name section calls it, empty if nothing
 * @param exportName the first name it is exported by, empty if it is not
 * @param type its type
 * @param bytes its body's size in the module
 * @param bytecode about how many bytes of JVM bytecode that becomes, rather too many than too few
 */
public record FunctionSize(int index, String name, String exportName, FunctionType type, int bytes, int bytecode) {

    /** All functions that the module defines, the one of most bytecode first. */
    static List<FunctionSize> of(LoadedModule module) {
        var definition = module.definition();
        var exportNames = new HashMap<Integer, String>();
        for (var export : definition.exports()) {
            if (export.kind() == Kind.FUNCTION) {
                exportNames.putIfAbsent(export.index(), export.name());
            }
        }
        var functions = new ArrayList<FunctionSize>();
        for (var i = definition.importedFunctions(); i < definition.functionCount(); i++) {
            functions.add(new FunctionSize(i, definition.names().function(i).orElse(""),
                    exportNames.getOrDefault(i, ""), definition.functionType(i),
                    definition.body(i).length(), module.estimatedBytecode(i)));
        }
        functions.sort(Comparator.comparingInt(FunctionSize::bytecode).reversed());
        return List.copyOf(functions);
    }
}
