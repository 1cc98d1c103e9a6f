package dev.mortise.wasm;

import dev.mortise.wasm.internal.AheadOfTimeFiles;
import dev.mortise.wasm.internal.CompilerPresence;
import dev.mortise.wasm.internal.ModuleFile;
import dev.mortise.wasm.internal.PrecompiledModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Modules that are compiled when a program is built. What comes out is ordinary classes and the module's own bytes, in a
 * jar or in a folder of classes, under an accessor: a class of a name that you choose, whose method {@code module()}
 * gives the {@link Module}. It was validated when it was compiled; nothing is validated or compiled when it runs, and
 * the engine's artifact with the classifier {@code runtime}, which has no compiler, suffices.
 *
 * {@snippet :
 * AheadOfTime.compile(Path.of("prism.wasm")).accessor("com.example.Prism").toJar(Path.of("prism.jar"));
 * // With that jar on the class path:
 * Module prism = com.example.Prism.module();
 * }
 *
 * <p>
 * What was compiled runs on the build of the engine that compiled it, under any JDK from 25 on, with any collector. With
 * another build of the engine, or one that cannot be told, the module is compiled from its bytes when it is loaded, as
 * it would be without all this, and a warning is logged; if the compiler is not there, that is an
 * {@link IllegalStateException}. Where a class of the module is missing or cannot be read, whatever needs it first ends
 * in a {@link LinkageError} that says so.
 *
 * <p>
 * <b>Such a jar is a program</b>, and not confined as a module is: load only one that you would run with
 * {@code java -jar}. Therefore {@link Module#read(Path)} does not take it for a module.
 */
public final class AheadOfTime {

    private static final System.Logger LOGGER = System.getLogger(AheadOfTime.class.getName());

    private static final ClassValue<Module> MODULES = new ClassValue<>() {

        @Override
        protected Module computeValue(Class<?> accessor) {
            try {
                return PrecompiledModule.of(accessor, AheadOfTime::warn);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    private AheadOfTime() {}

    private static void warn(String message) {
        LOGGER.log(Level.WARNING, "{0}", message);
    }

    /**
     * The module of an accessor, what its method {@code module()} answers, the same one each time. Safe for use by several
     * threads.
     *
     * @throws IllegalStateException if another build of the engine compiled it, and this one has no compiler
     * @throws UncheckedIOException if its parts are not beside the class, or cannot be read
     */
    public static Module module(Class<?> accessor) {
        return MODULES.get(accessor);
    }

    /**
     * The module in a jar that has just one, without a class path. The jar is read from for as long as the module is
     * used, so it must not be written to; that another one is renamed to its name does no harm.
     *
     * @throws IOException if there is not just one in there, or the file cannot be read; the message names it
     * @throws IllegalStateException if another build of the engine compiled it, and this one has no compiler
     */
    public static Module read(Path jar) throws IOException {
        return PrecompiledModule.read(jar, Optional.empty(), AheadOfTime::warn);
    }

    /**
     * Begins to compile a module.
     *
     * @param file in the binary format; without its folder and ending it names the accessor, unless that is given
     * @throws IOException if the file cannot be read; the message names it
     * @throws IllegalStateException if this engine came without its compiler
     */
    public static Compilation compile(Path file) throws IOException {
        var fileName = file.getFileName();
        return compile(fileName == null ? file.toString() : fileName.toString(), ModuleFile.read(file));
    }

    /**
     * Like {@link #compile(Path)}.
     *
     * @param fileName a name to show in stack traces where the module names itself nowhere
     * @param bytes the module; the caller must not change the array afterwards
     * @throws IllegalStateException if this engine came without its compiler
     */
    public static Compilation compile(String fileName, byte[] bytes) {
        CompilerPresence.require();
        return new Compilation(fileName, bytes);
    }

    /** How to compile a module ahead of time. Not safe for use by several threads. */
    public static final class Compilation {

        private final String fileName;
        private final byte[] bytes;
        private String accessor;
        private boolean withFuel;
        private Progress progress = (classes, all) -> {
        };
        private Consumer<String> refusals = function -> {
        };

        private Compilation(String fileName, byte[] bytes) {
            this.fileName = Objects.requireNonNull(fileName);
            this.bytes = Objects.requireNonNull(bytes);
            this.accessor = AheadOfTimeFiles.usualAccessor(fileName);
        }

        /**
         * Names the class that gives the module; {@code guests.} and the file's name in camel case, if this is not
         * called. The module's own classes go to the package {@code wasm.} and this name.
         *
         * @param className with its package and dots, as {@code com.example.Prism}
         * @throws IllegalArgumentException if that is no name of a class in a package, or one that Java code cannot use
         */
        public Compilation accessor(String className) {
            this.accessor = AheadOfTimeFiles.checkedAccessor(className);
            return this;
        }

        /** Has code compiled for instances with {@link Fuel}, too, which takes twice the time and room. */
        public Compilation withFuel() {
            this.withFuel = true;
            return this;
        }

        /** Has somebody told how far it is: after each class, on the thread that compiles. */
        public Compilation onProgress(Progress listener) {
            this.progress = Objects.requireNonNull(listener);
            return this;
        }

        /**
         * Has somebody told of functions that are too big or nested too deep for the JVM: one line for each, which names
         * it and says why, on the thread that compiles. Whoever calls such a function gets an
         * {@link InvalidModuleException}; the others work.
         */
        public Compilation onRefusal(Consumer<String> listener) {
            this.refusals = Objects.requireNonNull(listener);
            return this;
        }

        /**
         * Compiles into a jar, which replaces one that is there only when it is complete. The same module, names,
         * options, engine and JDK make the same file, unless a function is nested so deep that a compiling thread has
         * barely stack enough for it: then it may be refused one time, and not another.
         *
         * @throws InvalidModuleException if it is no valid module
         * @throws IOException if the file cannot be written; its folder has to be there
         */
        public void toJar(Path jar) throws IOException {
            new AheadOfTimeFiles(fileName, bytes, accessor, withFuel, progress, refusals).toJar(jar);
        }

        /**
         * Compiles into a folder of classes, such as a build has; classes of an earlier compilation under the same name
         * are removed.
         *
         * @throws InvalidModuleException if it is no valid module
         * @throws IOException if that fails, or the accessor's name can be no file's name there
         */
        public void toFolder(Path folder) throws IOException {
            new AheadOfTimeFiles(fileName, bytes, accessor, withFuel, progress, refusals).toFolder(folder);
        }
    }

    /** Is told how far a compilation is. */
    @FunctionalInterface
    public interface Progress {
        /**
         * Some classes are made.
         *
         * @param classes how many, from 1
         * @param all of how many
         */
        void made(int classes, int all);
    }
}
