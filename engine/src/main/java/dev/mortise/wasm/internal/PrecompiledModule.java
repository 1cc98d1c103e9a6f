package dev.mortise.wasm.internal;

import dev.mortise.wasm.CodeCache;
import dev.mortise.wasm.InvalidModuleException;
import dev.mortise.wasm.Mortise;
import dev.mortise.wasm.internal.ahead.Facts;
import dev.mortise.wasm.internal.ahead.Layout;
import dev.mortise.wasm.internal.ahead.Parts;
import dev.mortise.wasm.internal.ahead.PrecompiledClasses;
import dev.mortise.wasm.internal.ahead.Variant;
import dev.mortise.wasm.internal.binary.ModuleDecoder;
import dev.mortise.wasm.internal.binary.ModuleDefinition;
import dev.mortise.wasm.internal.cache.EngineBuild;
import dev.mortise.wasm.internal.runtime.ClassSource;
import dev.mortise.wasm.internal.runtime.LoopPolls;
import dev.mortise.wasm.internal.runtime.ModuleCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Finds a module that was compiled ahead of time, and what to do if it was compiled for another engine. */
public final class PrecompiledModule {

    private static final String AGAIN = "compile it again with 'mortise compile' or its Maven plug-in";

    private final String where;
    private final Parts parts;
    private final Layout layout;
    /** For what has to be compiled again. */
    private final Optional<CodeCache> cache;

    private PrecompiledModule(String where, Parts parts, Layout layout, Optional<CodeCache> cache) {
        this.where = where;
        this.parts = parts;
        this.layout = layout;
        this.cache = cache;
    }

    /**
     * The module whose accessor a class is.
     *
     * @param onCompilation is told, in words, that it has to be compiled again
     * @throws IOException if there is none, or its parts cannot be read; the message names the class
     * @throws IllegalStateException if it has to be compiled again and cannot be
     */
    public static LoadedModule of(Class<?> accessor, Consumer<String> onCompilation) throws IOException {
        prepare();
        var layout = new Layout(accessor.getName());
        return new PrecompiledModule(accessor.getName(), Parts.beside(accessor, layout.facts()), layout,
                Optional.empty()).load(onCompilation);
    }

    /**
     * The module in a jar that has one; otherwise like {@link #of}.
     *
     * @param cache where code is kept that has to be compiled again
     * @throws IOException if there is not just one in there, or the file cannot be read; the message names it
     */
    public static LoadedModule read(Path file, Optional<CodeCache> cache, Consumer<String> onCompilation)
            throws IOException {
        prepare();
        var jar = open(file);
        try {
            return in(file, jar, cache).load(onCompilation);
        } catch (IOException | RuntimeException | Error e) {
            jar.close();
            throw e;
        }
    }

    /** The bytes of the module in a jar, without a look at its classes; throws as {@link #read} does. */
    public static byte[] bytes(Path file) throws IOException {
        try (var jar = open(file)) {
            return in(file, jar, Optional.empty()).bytes();
        }
    }

    private static void prepare() {
        ModuleCode.prepare();
        LoopPolls.prepare();
    }

    private static PrecompiledModule in(Path file, ZipFile jar, Optional<CodeCache> cache) throws IOException {
        var accessors = new ArrayList<String>();
        var end = "/" + Layout.FACTS;
        jar.stream().map(entry -> entry.getName())
                .filter(name -> name.startsWith(Layout.ROOT) && name.endsWith(end)
                        && name.length() > Layout.ROOT.length() + end.length())
                .forEach(name -> accessors.add(name.substring(Layout.ROOT.length(), name.length() - end.length())));
        if (accessors.size() != 1) {
            throw new IOException(accessors.isEmpty()
                    ? file + ": there is no module in there that was compiled ahead of time"
                    : file + ": there are several modules in there, " + String.join(", ", accessors)
                            + ": ask for one by its class");
        }
        return new PrecompiledModule(file.toString(), Parts.ofJar(jar), new Layout(accessors.getFirst()), cache);
    }

    private static ZipFile open(Path file) throws IOException {
        try {
            return new ZipFile(file.toFile());
        } catch (ZipException e) {
            throw new IOException(file + ": this is no jar: " + e.getMessage(), e);
        } catch (UnsupportedOperationException e) {
            throw new IOException(file + ": jars are read from the default file system alone", e);
        }
    }

    private byte[] bytes() throws IOException {
        return part(layout.module());
    }

    private byte[] part(String path) throws IOException {
        try {
            return parts.read(path).orElseThrow(() -> new IOException(
                    where + ": there is no module of this class that was compiled ahead of time, as " + path
                            + " is missing beside it"));
        } catch (ZipException e) {
            throw new IOException(where + ": " + path + " is damaged: " + e.getMessage(), e);
        }
    }

    private LoadedModule load(Consumer<String> onCompilation) throws IOException {
        var file = part(layout.facts());
        var bytes = bytes();
        try {
            return load(file, bytes, onCompilation);
        } catch (InvalidModuleException e) {
            throw new IOException(where + ": " + layout.module() + ": " + e.getMessage(), e);
        }
    }

    private LoadedModule load(byte[] file, byte[] bytes, Consumer<String> onCompilation) {
        Facts facts;
        try {
            facts = Facts.parse(file);
        } catch (IOException e) {
            return compile(layout.accessor(), bytes, String.valueOf(e.getMessage()), AGAIN, onCompilation);
        }
        if (!facts.engineVersion().equals(Mortise.VERSION)) {
            return compile(facts.moduleName(), bytes, "it was compiled by version " + facts.engineVersion()
                    + " of the engine, and this is " + Mortise.VERSION, AGAIN, onCompilation);
        }
        var build = EngineBuild.ofRuntime();
        if (build.isEmpty() || facts.engineBuild().isEmpty()) {
            return compile(facts.moduleName(), bytes, (build.isEmpty() ? "this engine" : "the engine that compiled it")
                    + " could not tell which build of it that is", "keep " + EngineBuild.FILE + " beside its classes",
                    onCompilation);
        }
        if (!facts.engineBuild().equals(build.get())) {
            return compile(facts.moduleName(), bytes, "it was compiled by another build of version " + Mortise.VERSION
                    + " of the engine", AGAIN, onCompilation);
        }
        // It was validated when it was compiled.
        var definition = ModuleDecoder.decode(bytes);
        return new LoadedModule(definition, facts.moduleName(),
                new PrecompiledClasses(where, parts, layout, facts, false),
                () -> metered(definition, facts, onCompilation));
    }

    private LoadedModule compile(String name, byte[] bytes, String reason, String advice,
            Consumer<String> onCompilation) {
        requireCompiler(reason, advice);
        onCompilation.accept(where + " is compiled anew" + (cache.isEmpty() ? " whenever it is loaded" : "")
                + ", because " + reason + "; " + advice);
        return cache.map(kept -> Compilation.load(name, bytes, kept)).orElseGet(() -> Compilation.load(name, bytes));
    }

    private ClassSource metered(ModuleDefinition definition, Facts facts, Consumer<String> onCompilation) {
        if (facts.has(new Variant(false, true)) && facts.has(new Variant(true, true))) {
            return new PrecompiledClasses(where, parts, layout, facts, true);
        }
        var reason = "an instance is given fuel, and it was compiled without code that pays for it";
        requireCompiler(reason, "compile it again with code for fuel ('mortise compile --fuel')");
        onCompilation.accept(where + " is compiled anew, because " + reason);
        return Compilation.metered(facts.moduleName(), definition, cache);
    }

    private void requireCompiler(String reason, String advice) {
        if (!CompilerPresence.isPresent()) {
            throw new IllegalStateException(where + " cannot be used: " + reason
                    + ", and this engine came without its compiler; " + advice);
        }
    }
}
