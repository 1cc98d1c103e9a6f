package dev.mortise.cli;

import dev.mortise.wasm.CodeCache;
import dev.mortise.wasm.InvalidModuleException;
import dev.mortise.wasm.internal.LoadedModule;
import dev.mortise.wasm.internal.ModuleFormat;
import dev.mortise.wasm.internal.PrecompiledModule;
import dev.mortise.wasm.text.Wat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A module as the user names it: a file in the binary or the text format, {@code -} for standard input, or a jar that
 * {@code mortise compile} made.
 */
final class ModuleFile {

    private static final long MOST_BYTES = Integer.MAX_VALUE - 8L;
    private static final String JAR = ".jar";
    /** The option for {@link #requireTrust}. */
    static final String TRUST_JAR = "--trust-jar";
    /** What it does, in the words of a command's help. */
    static final String TRUST_JAR_HELP = "Take a jar that 'mortise compile' made. It is a program with all of your "
            + "rights, which no option here confines: trust none that you would not run with java -jar.";

    private final String name;
    /** What was in it; null until somebody wants the bytes that are in a jar. */
    private byte @Nullable [] bytes;

    private ModuleFile(String name, byte @Nullable [] bytes) {
        this.name = name;
        this.bytes = bytes;
    }

    /** Reads it. */
    static ModuleFile read(String name, Streams streams) {
        if (name.equals("-")) {
            return new ModuleFile("standard input", streams.readInput());
        }
        var path = OutputFile.path(name);
        try {
            if (Files.isDirectory(path)) {
                throw new CommandFailure(ExitCode.FILE, name + ": this is a folder, not a module");
            }
            if (Files.isRegularFile(path) && Files.size(path) > MOST_BYTES) {
                throw new CommandFailure(ExitCode.FILE,
                        "%s: %,d bytes are too many; a module must be under 2 GiB".formatted(name, Files.size(path)));
            }
            return new ModuleFile(name, isJar(name) && Files.exists(path) ? null : Files.readAllBytes(path));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FILE, "%s: cannot be read: %s".formatted(name, FileProblem.reason(e)), e);
        }
    }

    private static boolean isJar(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(JAR);
    }

    /** Lets a jar through, whose classes are not confined, only where the user has said so. */
    void requireTrust(boolean isGiven) {
        if (isPrecompiled() && !isGiven) {
            throw new CommandFailure(ExitCode.USAGE, name + ": a jar is a program with all of your rights, which "
                    + "nothing here confines: put " + TRUST_JAR + " before it if you would run it with java -jar");
        }
    }

    /** Whether it was compiled ahead of time. */
    boolean isPrecompiled() {
        return isJar(name);
    }

    /** What to call it in messages. */
    String name() {
        return name;
    }

    /** What was in it; of a jar, the module that is in it, in the binary format. */
    byte[] bytes() {
        var known = bytes;
        if (known == null) {
            try {
                known = PrecompiledModule.bytes(Path.of(name));
            } catch (IOException e) {
                throw unusable(e);
            }
            bytes = known;
        }
        return known;
    }

    private static CommandFailure unusable(IOException e) {
        return new CommandFailure(ExitCode.FILE, String.valueOf(e.getMessage()), e);
    }

    /** The module in the binary format, translated if it is text. */
    byte[] binary() {
        return ModuleFormat.of(bytes()) == ModuleFormat.TEXT ? fromText() : bytes();
    }

    /** Translates the text format. */
    byte[] fromText() {
        if (ModuleFormat.of(bytes()) == ModuleFormat.BINARY) {
            throw new CommandFailure(ExitCode.FILE, name + ": this module is in the binary format already");
        }
        return Wat.toBinary(name, bytes());
    }

    /** The module, decoded and validated, and compiled by this command whatever was compiled before. */
    LoadedModule load() {
        return compile(Optional.empty());
    }

    /** The module with what was compiled before, be it in a cache or ahead of time. */
    LoadedModule load(Optional<CodeCache> cache, Streams streams) {
        if (!isPrecompiled()) {
            return compile(cache);
        }
        try {
            return PrecompiledModule.read(Path.of(name), cache,
                    message -> streams.err().println("mortise: " + OneLine.of(message)));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private LoadedModule compile(Optional<CodeCache> cache) {
        var binary = binary();
        try {
            return cache.map(kept -> LoadedModule.load(fileName(), binary, kept))
                    .orElseGet(() -> LoadedModule.load(fileName(), binary));
        } catch (InvalidModuleException e) {
            throw invalid(e);
        }
    }

    /** What to say of a module that is none. */
    CommandFailure invalid(InvalidModuleException e) {
        return new CommandFailure(ExitCode.FILE, "%s: %s%s".formatted(name, e.getMessage(), FileGuess.of(binary())),
                e);
    }

    /** Without the folder. */
    String fileName() {
        var last = Path.of(name).getFileName();
        return last == null ? name : last.toString();
    }
}
