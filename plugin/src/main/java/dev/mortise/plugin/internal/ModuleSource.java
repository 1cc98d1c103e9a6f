package dev.mortise.plugin.internal;

import dev.mortise.wasm.CodeCache;
import dev.mortise.wasm.InvalidModuleException;
import dev.mortise.wasm.InvalidModuleException.Phase;
import dev.mortise.wasm.Module;
import dev.mortise.wasm.internal.ModuleFormat;
import dev.mortise.wasm.text.Wat;
import dev.mortise.wasm.text.WatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Turns what a user has into a module: a file or bytes, in the binary or the text format. */
public final class ModuleSource {

    private ModuleSource() {}

    /**
     * Reads a file.
     *
     * @param cache what was compiled before; null for none
     * @throws IOException if that fails, naming the file
     * @throws InvalidModuleException if it is no valid module
     */
    public static Module read(Path file, @Nullable CodeCache cache) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a folder; a plug-in is one .wasm file");
        }
        if (Files.isRegularFile(file) && Files.size(file) > Integer.MAX_VALUE - 8) {
            throw new IOException(file + " has " + Files.size(file) + " bytes; a plug-in must be under 2 GiB");
        }
        var fileName = file.getFileName();
        return parse(fileName == null ? file.toString() : fileName.toString(), Files.readAllBytes(file), cache);
    }

    /**
     * Takes bytes.
     *
     * @param name for stack traces, where the module has no name of its own
     * @param cache what was compiled before; null for none
     * @throws InvalidModuleException if they are no valid module
     */
    public static Module parse(String name, byte[] bytes, @Nullable CodeCache cache) {
        var binary = ModuleFormat.of(bytes) == ModuleFormat.TEXT ? fromText(name, bytes) : bytes;
        return cache == null ? Module.parse(name, binary) : Module.parse(name, binary, cache);
    }

    private static byte[] fromText(String name, byte[] bytes) {
        try {
            return TextFormat.toBinary(name, bytes);
        } catch (NoClassDefFoundError e) {
            var missing = new InvalidModuleException(Phase.UNSUPPORTED,
                    "this is a module in the text format, which needs dev.mortise.wasm.text (mortise-text): add it to "
                            + "the module path, or translate the module with \"mortise wat2wasm\"",
                    -1, null);
            missing.initCause(e);
            throw missing;
        }
    }

    /** Loaded only for text, because the module that reads text is optional. */
    private static final class TextFormat {

        static byte[] toBinary(String name, byte[] utf8) {
            try {
                return Wat.toBinary(name, utf8);
            } catch (WatException e) {
                var phase = e.unsupportedFeature().isPresent() ? Phase.UNSUPPORTED : Phase.MALFORMED;
                var invalid = new InvalidModuleException(phase,
                        "%s:%d:%d: %s".formatted(name, e.line(), e.column(), e.detail()), -1, null);
                invalid.initCause(e);
                throw invalid;
            }
        }
    }
}
