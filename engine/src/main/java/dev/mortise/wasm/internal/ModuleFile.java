package dev.mortise.wasm.internal;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the bytes of a module, or says in one message why it cannot. */
public final class ModuleFile {

    /** The longest array that JVMs make. */
    private static final long MAX_BYTES = Integer.MAX_VALUE - 8;

    private ModuleFile() {}

    /**
     * All bytes of a file.
     *
     * @throws IOException if that fails; the message names the file
     */
    public static byte[] read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "is a folder; a module is one file");
        }
        // Pipes and the like have no size.
        if (Files.isRegularFile(file) && Files.size(file) > MAX_BYTES) {
            throw new FileSystemException(file.toString(), null,
                    "has " + Files.size(file) + " bytes; a module must be under 2 GiB");
        }
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            var missing = new NoSuchFileException(file.toString(), null, "there is no such file");
            missing.initCause(e);
            throw missing;
        } catch (OutOfMemoryError e) {
            throw new IOException(file + ": the Java heap has no room for its bytes: raise -Xmx", e);
        }
    }
}
