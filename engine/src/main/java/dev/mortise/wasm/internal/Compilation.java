package dev.mortise.wasm.internal;

import dev.mortise.wasm.CodeCache;
import dev.mortise.wasm.internal.binary.ModuleDecoder;
import dev.mortise.wasm.internal.binary.ModuleDefinition;
import dev.mortise.wasm.internal.cache.DiskCache;
import dev.mortise.wasm.internal.cache.DiskCache.Entry;
import dev.mortise.wasm.internal.compile.CompileOptions;
import dev.mortise.wasm.internal.compile.CompileSurvey;
import dev.mortise.wasm.internal.compile.ModuleCompiler;
import dev.mortise.wasm.internal.runtime.ClassSource;
import dev.mortise.wasm.internal.runtime.LoopPolls;
import dev.mortise.wasm.internal.runtime.ModuleCode;
import dev.mortise.wasm.internal.validate.Declarations;
import dev.mortise.wasm.internal.validate.ModuleValidator;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The one place where decoding, validation, compilation and the runtime meet. */
final class Compilation {

    private final ModuleDefinition definition;
    private final String name;
    private final Declarations declarations;
    private final CompileOptions options;
    private final @Nullable DiskCache cache;
    private final ClassSource source;

    private Compilation(String fileName, ModuleDefinition definition, Supplier<CompileOptions> options,
            @Nullable DiskCache cache) {
        this.definition = definition;
        this.cache = cache;
        this.name = definition.names().module().orElse(fileName);
        var kept = cache == null ? null : entry(cache, options.get());
        // Before all that trusts the module's indices.
        this.declarations = (kept == null ? Optional.<BitSet>empty() : kept.writtenTables())
                .map(written -> ModuleValidator.validateOutside(definition, written))
                .orElseGet(() -> ModuleValidator.validate(definition, ModuleCode::later));
        this.options = options.get();
        this.source = source(this.options, kept);
    }

    static LoadedModule load(String fileName, byte[] bytes) {
        LoopPolls.prepare();
        return load(fileName, bytes, CompileOptions::forThisJvm, null);
    }

    static LoadedModule load(String fileName, byte[] bytes, CodeCache cache) {
        LoopPolls.prepare();
        return load(fileName, bytes, CompileOptions::forThisJvm, disk(cache));
    }

    static LoadedModule load(String fileName, byte[] bytes, CompileOptions options) {
        return load(fileName, bytes, () -> options, null);
    }

    private static LoadedModule load(String fileName, byte[] bytes, Supplier<CompileOptions> options,
            @Nullable DiskCache cache) {
        ModuleCode.prepare();
        var compilation = new Compilation(fileName, ModuleDecoder.decode(bytes), options, cache);
        return new LoadedModule(compilation.definition, compilation.name, compilation.source,
                compilation::meteredSource);
    }

    /** The classes of instances with fuel, of a module that is valid. */
    static ClassSource metered(String moduleName, ModuleDefinition definition, Optional<CodeCache> cache) {
        return new Compilation(moduleName, definition, CompileOptions::forThisJvm,
                cache.map(Compilation::disk).orElse(null)).meteredSource();
    }

    private static DiskCache disk(CodeCache cache) {
        // There is no other. A switch over types takes the JDK seven classes.
        return (DiskCache) cache;
    }

    /** Tells what becomes of each function, of a module that is valid. */
    static void survey(String moduleName, ModuleDefinition definition, Consumer<CompiledFunction> taker) {
        var compilation = new Compilation(moduleName, definition, CompileOptions::forThisJvm, null);
        new CompileSurvey(new ModuleCompiler(definition, compilation.declarations, moduleName, compilation.options))
                .run(taker);
    }

    private Entry entry(DiskCache where, CompileOptions how) {
        return where.entry(name, definition.bytes(), how.toString());
    }

    private ClassSource source(CompileOptions how, @Nullable Entry kept) {
        var compiler = new ModuleCompiler(definition, declarations, name, how);
        return kept == null ? compiler : kept.classes(compiler, declarations.writtenTables());
    }

    private ClassSource meteredSource() {
        var how = options.metered();
        return source(how, cache == null ? null : entry(cache, how));
    }
}
