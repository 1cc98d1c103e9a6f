package dev.mortise.maven;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is noted of a module's compilation: one line each, and then one a file.
 *
 * @param className the class that gives the module
 * @param owner a hash of the execution and the folder, which tells what this execution may delete
 * @param state a hash of what it was made of; empty from its beginning until it has succeeded
 * @param outputs the paths of its files in the folder, with slashes
 */
record Stamp(String className, String owner, String state, List<String> outputs) {

    private static final int FIRST_OUTPUT = 3;
    private static final Stamp NONE = new Stamp("", "", "", List.of());

    /** Reads it; one that says nothing if there is none. */
    static Stamp read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return NONE;
        }
        var lines = Files.readAllLines(file);
        return lines.size() < FIRST_OUTPUT ? NONE : new Stamp(lines.get(0), lines.get(1), lines.get(2),
                List.copyOf(lines.subList(FIRST_OUTPUT, lines.size())));
    }

    void write(Path file) throws IOException {
        var lines = new ArrayList<>(List.of(className, owner, state));
        lines.addAll(outputs);
        Files.write(file, lines);
    }

    /** Whether all that was made is still there. */
    boolean isWhole(Path folder) {
        return outputs.stream().allMatch(path -> Files.exists(folder.resolve(path)));
    }

    /** Deletes what was made, and the folders that are empty then. */
    void deleteOutputs(Path folder) throws IOException {
        var root = folder.normalize();
        for (var path : outputs) {
            var file = root.resolve(path).normalize();
            if (file.startsWith(root)) {
                Files.deleteIfExists(file);
                deleteEmpty(file.getParent(), root);
            }
        }
    }

    private static void deleteEmpty(@Nullable Path from, Path end) throws IOException {
        try {
            for (var folder = from; folder != null && !folder.equals(end); folder = folder.getParent()) {
                Files.deleteIfExists(folder);
            }
        } catch (DirectoryNotEmptyException e) {
            // So are those above it.
        }
    }
}
