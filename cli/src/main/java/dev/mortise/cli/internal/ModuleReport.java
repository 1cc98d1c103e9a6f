package dev.mortise.cli.internal;

import dev.mortise.wasm.ExportType;
import dev.mortise.wasm.GlobalType;
import dev.mortise.wasm.ImportType;
import dev.mortise.wasm.MemoryType;
import dev.mortise.wasm.TableType;
import dev.mortise.wasm.internal.LoadedModule;
import dev.mortise.wasm.internal.binary.ModuleDefinition.Section;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What there is to tell about a module.
 *
 * @param file what the user called it
 * @param name what it calls itself, else its file's name
 * @param bytes its size
 * @param imports what it asks for
 * @param exports what it offers
 * @param memories all of them, imported ones first
 * @param tables all of them, imported ones first
 * @param globals all of them, imported ones first
 * @param start the function that runs at instantiation
 * @param features what it uses of the language's later parts
 * @param toolchain what its compiler says of itself
 * @param sections its sections, in order
 * @param functions those that it defines, the biggest first
 */
public record ModuleReport(String file, String name, long bytes, List<ImportType> imports, List<ExportType> exports,
        List<Declared<MemoryType>> memories, List<Declared<TableType>> tables, List<Declared<GlobalType>> globals,
        Optional<String> start, Set<Feature> features, ToolchainNotes toolchain, List<SectionSize> sections,
        List<FunctionSize> functions) {

    /** The biggest method, in bytes of bytecode, that HotSpot compiles; bigger ones are interpreted for ever. */
    public static final int HOTSPOT_LIMIT = 8_000;

    /**
     * A memory, table or global.
     *
     * @param index its index in the module
     * @param imported whether it comes from outside
     * @param type its type
     */
    public record Declared<T>(int index, boolean imported, T type) {
    }

    /**
     * A section of the file.
     *
     * @param name the specification's name for it, or a custom section's own
     * @param custom whether it is a custom section
     * @param bytes its contents' size
     */
    public record SectionSize(String name, boolean custom, int bytes) {
    }

    /** Describes a module. */
    public static ModuleReport of(String file, LoadedModule module) {
        var definition = module.definition();
        var start = definition.start() < 0 ? Optional.<String>empty()
                : Optional.of(definition.describeFunction(definition.start()));
        return new ModuleReport(file, module.name(), definition.bytes().length, module.imports(), module.exports(),
                declared(definition.memories(), definition.importedMemories()),
                declared(definition.tables(), definition.importedTables()),
                declared(definition.globals(), definition.importedGlobals()), start, FeatureScan.of(definition),
                ToolchainNotes.of(definition),
                definition.sections().stream().map(ModuleReport::section).toList(), FunctionSize.of(module));
    }

    /** The functions whose code must be cut into several methods. */
    public List<FunctionSize> tooBig() {
        return functions.stream().filter(function -> function.bytecode() > HOTSPOT_LIMIT).toList();
    }

    private static SectionSize section(Section section) {
        return new SectionSize(section.name(), section.id() == 0, section.contents().length());
    }

    private static <T> List<Declared<T>> declared(List<T> types, int imported) {
        return IntStream.range(0, types.size()).mapToObj(i -> new Declared<>(i, i < imported, types.get(i))).toList();
    }
}
