package dev.mortise.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
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

    /**
     * Fails if the file could not be written, and leaves nothing behind: folders above it that do not exist are taken as
     * such that will be made.
     */
    static void check(String name) {
        var path = path(name).toAbsolutePath();
        if (Files.isDirectory(path)) {
            throw new CommandFailure(ExitCode.FILE, name + ": cannot be written: it is a folder");
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            return;
        }
        try {
            var folder = existing(Files.exists(path) ? path.toRealPath() : path);
            // Permissions do not tell: a file system may be read-only or no real one.
            Files.delete(Files.createTempFile(folder, ".mortise", ".part"));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FILE, "%s: cannot be written: %s".formatted(name, FileProblem.reason(e)),
                    e);
        }
    }

    /** The innermost folder above the file that is there. */
    private static Path existing(Path file) throws IOException {
        for (var folder = file.getParent(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder)) {
                return folder;
            }
            if (Files.exists(folder)) {
                throw new NotDirectoryException(folder.toString());
            }
        }
        throw new NoSuchFileException(file.toString());
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
