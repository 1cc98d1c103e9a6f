package dev.mortise.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that a command writes: whole or not at all, so that a full disk or Ctrl-C leaves no half of it behind. */
final class OutputFile {

    private OutputFile() {}

    /** The path of this name. */
    static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new CommandFailure(ExitCode.USAGE, "this cannot be the name of a file: " + name, e);
        }
    }

    /** Writes the file, replacing an older one. */
    static void write(String name, byte[] bytes) {
        var path = path(name);
        try {
            if (Files.isDirectory(path)) {
                throw new CommandFailure(ExitCode.FILE, name + ": cannot be written: it is a folder");
            }
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                // A device or a named pipe is written to, not replaced.
                Files.write(path, bytes);
                return;
            }
            replace(Files.exists(path) ? path.toRealPath() : path, bytes);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FILE, "%s: cannot be written: %s".formatted(name, FileProblem.reason(e)),
                    e);
        }
    }

    private static void replace(Path path, byte[] bytes) throws IOException {
        var draft = path.resolveSibling(path.getFileName() + ".part" + ProcessHandle.current().pid());
        try {
            Files.write(draft, bytes);
            Files.move(draft, path, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
