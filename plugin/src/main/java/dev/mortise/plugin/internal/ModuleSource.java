package dev.mortise.plugin.internal;

import dev.mortise.wasm.InvalidModuleException;
import dev.mortise.wasm.Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Turns what a user has into a module: a file or bytes. */
public final class ModuleSource {

    private ModuleSource() {}

    /**
     * Reads a file.
     *
     * @throws IOException if that fails, naming the file
     * @throws InvalidModuleException if it is no valid module
     */
    public static Module read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a folder; a plug-in is one .wasm file");
        }
        if (Files.isRegularFile(file) && Files.size(file) > Integer.MAX_VALUE - 8) {
            throw new IOException(file + " has " + Files.size(file) + " bytes; a plug-in must be under 2 GiB");
        }
        var fileName = file.getFileName();
        return parse(fileName == null ? file.toString() : fileName.toString(), Files.readAllBytes(file));
    }

    /**
     * Takes bytes.
     *
     * @param name for stack traces, where the module has no name of its own
     * @throws InvalidModuleException if they are no valid module
     */
    public static Module parse(String name, byte[] bytes) {
        return Module.parse(name, bytes);
    }
}
