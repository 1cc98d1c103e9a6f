package dev.mortise.cli;

import dev.mortise.wasm.CodeCache;
import dev.mortise.wasm.InvalidModuleException;
import dev.mortise.wasm.internal.LoadedModule;
import dev.mortise.wasm.internal.ModuleFormat;
import dev.mortise.wasm.text.Wat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A module as the user names it: a file in the binary or the text format, or {@code -} for standard input.
 *
 * @param name what to call it in messages
 * @param bytes what was in it
 */
record ModuleFile(String name, byte[] bytes) {

    private static final long MOST_BYTES = Integer.MAX_VALUE - 8L;

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
            return new ModuleFile(name, Files.readAllBytes(path));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FILE, "%s: cannot be read: %s".formatted(name, FileProblem.reason(e)), e);
        }
    }

    /** The module in the binary format, translated if it is text. */
    byte[] binary() {
        return ModuleFormat.of(bytes) == ModuleFormat.TEXT ? fromText() : bytes;
    }

    /** Translates the text format. */
    byte[] fromText() {
        if (ModuleFormat.of(bytes) == ModuleFormat.BINARY) {
            throw new CommandFailure(ExitCode.FILE, name + ": this module is in the binary format already");
        }
        return Wat.toBinary(name, bytes);
    }

    /** The module, decoded and validated. */
    LoadedModule load() {
        return load(Optional.empty());
    }

    /** The same with what was compiled before. */
    LoadedModule load(Optional<CodeCache> cache) {
        var binary = binary();
        try {
            return cache.map(kept -> LoadedModule.load(fileName(), binary, kept))
                    .orElseGet(() -> LoadedModule.load(fileName(), binary));
        } catch (InvalidModuleException e) {
            throw new CommandFailure(ExitCode.FILE,
                    "%s: %s%s".formatted(name, e.getMessage(), FileGuess.of(binary)),
                    e);
        }
    }

    /** Without the folder. */
    String fileName() {
        var last = Path.of(name).getFileName();
        return last == null ? name : last.toString();
    }
}
