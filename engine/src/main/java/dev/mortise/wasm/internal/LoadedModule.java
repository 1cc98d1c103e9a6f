package dev.mortise.wasm.internal;

import dev.mortise.wasm.CodeCache;
import dev.mortise.wasm.ExportType;
import dev.mortise.wasm.ImportType;
import dev.mortise.wasm.Imports;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.Module;
import dev.mortise.wasm.internal.binary.ModuleDecoder;
import dev.mortise.wasm.internal.binary.ModuleDefinition;
import dev.mortise.wasm.internal.cache.DiskCache;
import dev.mortise.wasm.internal.cache.DiskCache.Entry;
import dev.mortise.wasm.internal.compile.BytecodeEstimate;
import dev.mortise.wasm.internal.compile.CompileOptions;
import dev.mortise.wasm.internal.compile.ModuleCompiler;
import dev.mortise.wasm.internal.runtime.ImportSet;
import dev.mortise.wasm.internal.runtime.Instantiation;
import dev.mortise.wasm.internal.runtime.ModuleCode;
import dev.mortise.wasm.internal.validate.Declarations;
import dev.mortise.wasm.internal.validate.ModuleValidator;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The one place where decoding, validation, compilation and the runtime meet. */
public final class LoadedModule implements Module {

    private final ModuleDefinition definition;
    private final Declarations declarations;
    private final CompileOptions options;
    private final String name;
    private final List<ImportType> imports;
    private final List<ExportType> exports;
    private final @Nullable DiskCache cache;
    private final ModuleCode code;
    /** What instances run that have fuel; null until there is one. */
    private @Nullable ModuleCode meteredCode;

    private LoadedModule(String fileName, ModuleDefinition definition, Supplier<CompileOptions> options,
            @Nullable DiskCache cache) {
        this.definition = definition;
        this.cache = cache;
        this.name = definition.names().module().orElse(fileName);
        var kept = cache == null ? null : entry(cache, options.get());
        // Before all that trusts the module's indices.
        this.declarations = (kept == null ? Optional.<BitSet>empty() : kept.writtenTables())
                .map(written -> ModuleValidator.validateOutside(definition, written))
                .orElseGet(() -> ModuleValidator.validate(definition));
        this.imports = definition.imports().stream().map(each -> new ImportType(each.module(), each.name(),
                definition.externType(each.kind(), each.index()))).toList();
        this.exports = definition.exports().stream()
                .map(each -> new ExportType(each.name(), definition.externType(each.kind(), each.index()))).toList();
        this.options = options.get();
        this.code = code(this.options, kept);
    }

    private Entry entry(DiskCache where, CompileOptions how) {
        return where.entry(name, definition.bytes(), how.toString());
    }

    private ModuleCode code(CompileOptions how, @Nullable Entry kept) {
        var compiler = new ModuleCompiler(definition, declarations, name, how);
        return new ModuleCode(this, definition, kept == null ? compiler
                : kept.classes(compiler, declarations.writtenTables()));
    }

    private synchronized ModuleCode meteredCode() {
        var metered = meteredCode;
        if (metered == null) {
            var how = options.metered();
            metered = code(how, cache == null ? null : entry(cache, how));
            meteredCode = metered;
        }
        return metered;
    }

    /** Decodes and validates a module. */
    public static LoadedModule load(String fileName, byte[] bytes) {
        CompileOptions.prepare();
        return load(fileName, bytes, CompileOptions::forThisJvm, null);
    }

    /** The same with what is kept in a cache, which keeps what is compiled now. */
    public static LoadedModule load(String fileName, byte[] bytes, CodeCache cache) {
        CompileOptions.prepare();
        return load(fileName, bytes, CompileOptions::forThisJvm, switch (cache) {
            case DiskCache disk -> disk;
        });
    }

    /** Like {@link #load(String, byte[])} for tests that want what this machine or this module does not need. */
    public static LoadedModule load(String fileName, byte[] bytes, CompileOptions options) {
        return load(fileName, bytes, () -> options, null);
    }

    private static LoadedModule load(String fileName, byte[] bytes, Supplier<CompileOptions> options,
            @Nullable DiskCache cache) {
        ModuleCode.prepare();
        return new LoadedModule(fileName, ModuleDecoder.decode(bytes), options, cache);
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
