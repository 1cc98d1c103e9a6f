package dev.mortise.wasm.internal;

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

    private final String where;
    private final Parts parts;
    private final Layout layout;

    private PrecompiledModule(String where, Parts parts, Layout layout) {
        this.where = where;
        this.parts = parts;
        this.layout = layout;
    }

    /**
     * The module whose accessor a class is.
     *
     * @param onCompilation is told, in words, that it has to be compiled again
     * @throws IOException if there is none, or its parts cannot be read
     * @throws IllegalStateException if it has to be compiled again and cannot be
     */
    public static LoadedModule of(Class<?> accessor, Consumer<String> onCompilation) throws IOException {
        prepare();
        var layout = new Layout(accessor.getName());
        return new PrecompiledModule(accessor.getName(), Parts.beside(accessor, layout.facts()), layout)
                .load(onCompilation);
    }

    /**
     * The module in a jar that has one; otherwise like {@link #of}.
     *
     * @throws IOException if there is not just one in there, or the file cannot be read; the message names it
     */
    public static LoadedModule read(Path file, Consumer<String> onCompilation) throws IOException {
        prepare();
        return in(file).load(onCompilation);
    }

    /** The bytes of the module in a jar, without a look at its classes; throws as {@link #read} does. */
    public static byte[] bytes(Path file) throws IOException {
        return in(file).bytes();
    }

    private static void prepare() {
        ModuleCode.prepare();
        LoopPolls.prepare();
    }

    private static PrecompiledModule in(Path file) throws IOException {
        var jar = open(file);
        var accessors = new ArrayList<String>();
        var end = "/" + Layout.FACTS;
        jar.stream().map(entry -> entry.getName())
                .filter(name -> name.startsWith(Layout.ROOT) && name.endsWith(end)
                        && name.length() > Layout.ROOT.length() + end.length())
                .forEach(name -> accessors.add(name.substring(Layout.ROOT.length(), name.length() - end.length())));
        if (accessors.size() != 1) {
            jar.close();
            throw new IOException(accessors.isEmpty()
                    ? file + ": there is no module in there that was compiled ahead of time"
                    : file + ": there are several modules in there, " + String.join(", ", accessors)
                            + ": ask for one by its class");
        }
        return new PrecompiledModule(file.toString(), Parts.ofJar(jar), new Layout(accessors.getFirst()));
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
        Facts facts;
        try {
            facts = Facts.parse(file);
        } catch (IOException e) {
            return compile(layout.accessor(), bytes, String.valueOf(e.getMessage()), onCompilation);
        }
        var engine = difference(facts);
        if (engine.isPresent()) {
            return compile(facts.moduleName(), bytes, engine.get(), onCompilation);
        }
        // It was validated when it was compiled.
        var definition = ModuleDecoder.decode(bytes);
        return new LoadedModule(definition, facts.moduleName(), new PrecompiledClasses(parts, layout, facts, false),
                () -> metered(definition, facts, onCompilation));
    }

    /** How the engine that compiled it is another one than this, as far as its classes can tell. */
    private static Optional<String> difference(Facts facts) {
        var build = EngineBuild.ofRuntime();
        return !facts.engineVersion().equals(Mortise.VERSION)
                ? Optional.of("it was compiled by version " + facts.engineVersion() + " of the engine, and this is "
                        + Mortise.VERSION)
                : build.isPresent() && !facts.engineBuild().isEmpty() && !facts.engineBuild().equals(build.get())
                        ? Optional.of("it was compiled by another build of version " + Mortise.VERSION
                                + " of the engine")
                        : Optional.empty();
    }

    private LoadedModule compile(String name, byte[] bytes, String reason, Consumer<String> onCompilation) {
        requireCompiler(reason, "compile it again with 'mortise compile'");
        onCompilation.accept(where + " is compiled anew whenever it is loaded, because " + reason
                + "; compile it again");
        return Compilation.load(name, bytes);
    }

    private ClassSource metered(ModuleDefinition definition, Facts facts, Consumer<String> onCompilation) {
        if (facts.has(new Variant(false, true)) && facts.has(new Variant(true, true))) {
            return new PrecompiledClasses(parts, layout, facts, true);
        }
        var reason = "an instance is given fuel, and it was compiled without code that pays for it";
        requireCompiler(reason, "compile it again with code for fuel ('mortise compile --fuel')");
        onCompilation.accept(where + " is compiled anew, because " + reason);
        return Compilation.metered(facts.moduleName(), definition);
    }

    private void requireCompiler(String reason, String advice) {
        if (!CompilerPresence.isPresent()) {
            throw new IllegalStateException(where + " cannot be used: " + reason
                    + ", and this engine came without its compiler; " + advice);
        }
    }
}
