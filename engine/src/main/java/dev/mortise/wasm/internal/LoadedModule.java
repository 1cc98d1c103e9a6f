package dev.mortise.wasm.internal;

import dev.mortise.wasm.CodeCache;
import dev.mortise.wasm.ExportType;
import dev.mortise.wasm.ImportType;
import dev.mortise.wasm.Imports;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.Module;
import dev.mortise.wasm.internal.binary.ModuleDefinition;
import dev.mortise.wasm.internal.compile.BytecodeEstimate;
import dev.mortise.wasm.internal.compile.CompileOptions;
import dev.mortise.wasm.internal.runtime.ClassSource;
import dev.mortise.wasm.internal.runtime.ImportSet;
import dev.mortise.wasm.internal.runtime.Instantiation;
import dev.mortise.wasm.internal.runtime.ModuleCode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A module whose code comes from the compiler, or was compiled before. */
public final class LoadedModule implements Module {

    private final ModuleDefinition definition;
    private final String name;
    private final List<ImportType> imports;
    private final List<ExportType> exports;
    private final Supplier<ClassSource> meteredSource;
    private final ModuleCode code;
    /** What instances run that have fuel; null until there is one. */
    private @Nullable ModuleCode meteredCode;

    /**
     * A validated module.
     *
     * @param source the classes of instances without fuel
     * @param meteredSource makes those of instances with fuel; asked once
     */
    LoadedModule(ModuleDefinition definition, String name, ClassSource source, Supplier<ClassSource> meteredSource) {
        this.definition = definition;
        this.name = name;
        this.imports = definition.imports().stream().map(each -> new ImportType(each.module(), each.name(),
                definition.externType(each.kind(), each.index()))).toList();
        this.exports = definition.exports().stream()
                .map(each -> new ExportType(each.name(), definition.externType(each.kind(), each.index()))).toList();
        this.meteredSource = meteredSource;
        this.code = new ModuleCode(this, definition, source);
    }

    private synchronized ModuleCode meteredCode() {
        var metered = meteredCode;
        if (metered == null) {
            metered = new ModuleCode(this, definition, meteredSource.get());
            meteredCode = metered;
        }
        return metered;
    }

    /** Decodes and validates a module. */
    public static LoadedModule load(String fileName, byte[] bytes) {
        CompilerPresence.require();
        return Compilation.load(fileName, bytes);
    }

    /** The same with what is kept in a cache, which keeps what is compiled now. */
    public static LoadedModule load(String fileName, byte[] bytes, CodeCache cache) {
        CompilerPresence.require();
        return Compilation.load(fileName, bytes, cache);
    }

    /** Like {@link #load(String, byte[])} for tests that want what this machine or this module does not need. */
    public static LoadedModule load(String fileName, byte[] bytes, CompileOptions options) {
        return Compilation.load(fileName, bytes, options);
    }

    /** Compiles every function and lets the JVM verify the classes, which else happens when each is first called. */
    public void compileAll() {
        code.makeAll();
    }

    /** What was decoded: for tools that show it. */
    public ModuleDefinition definition() {
        return definition;
    }

    /** About how many bytes of bytecode a function with a body becomes; rather too many than too few. */
    public int estimatedBytecode(int function) {
        return BytecodeEstimate.of(definition, function);
    }

    /**
     * Compiles every function, on as many threads as the machine has processors, and tells what became of each. It
     * keeps nothing, and runs nothing of the guest. Compiled is what a load without further options compiles in this JVM,
     * however this module was loaded.
     *
     * @param taker is told of each function with a body, in their order, on the thread that calls this
     */
    public void survey(Consumer<CompiledFunction> taker) {
        CompilerPresence.require();
        Compilation.survey(name, definition, taker);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<ImportType> imports() {
        return imports;
    }

    @Override
    public List<ExportType> exports() {
        return exports;
    }

    @Override
    public Optional<byte[]> customSection(String sectionName) {
        return definition.customSection(sectionName).map(section -> Arrays.copyOfRange(definition.bytes(),
                section.contents().start(), section.contents().end()));
    }

    @Override
    public List<String> customSectionNames() {
        return definition.sections().stream().filter(section -> section.id() == 0)
                .map(ModuleDefinition.Section::name).toList();
    }

    @Override
    public Optional<String> functionName(int index) {
        return definition.names().function(index);
    }

    @Override
    public Instance instantiate(Imports given) {
        var imports = ImportSet.of(given);
        return Instantiation.instantiate(imports.fuel() == null ? code : meteredCode(), imports);
    }

    @Override
    public String toString() {
        return "module " + name;
    }
}
