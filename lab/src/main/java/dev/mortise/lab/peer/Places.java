package dev.mortise.lab.peer;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where things are.
 *
 * @param root of the checkout
 * @param classPath that this process was started with
 */
public record Places(Path root, List<Path> classPath) {

    /** A folder of guests: what tells a checkout. */
    private static final String GUESTS = "guests/lab";

    /**
     * As this process was started: the checkout that {@code -Dmortise.root} names, or the one around the current folder.
     *
     * @throws IllegalStateException if there is none
     */
    public static Places ofProcess() {
        // Always in the same order, which the JVM's caches of classes ask for; ours first.
        var classPath = Stream.of(System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator), -1))
                .map(Path::of).sorted(Comparator.comparing((Path path) -> !path.toString().contains("mortise-"))
                        .thenComparing(Path::toString))
                .toList();
        for (var folder = Path.of(System.getProperty("mortise.root", "")).toAbsolutePath(); folder != null;
                folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(GUESTS))) {
                return new Places(folder, classPath);
            }
        }
        throw new IllegalStateException(
                "the lab needs its guests: start it with ./mortise lab in a checkout of Mortise");
    }

    /** What the lab makes for itself. */
    public Path target() {
        return root.resolve("lab/target");
    }

    /** Programs that are peers. */
    public Path peers() {
        return root.resolve("lab/peers");
    }

    /** The class path of a JVM that measures. */
    String classPathOfHosts() {
        return join(classPath.stream());
    }

    /** The same with another Chicory, the one that Extism's chicory-sdk was released with. */
    String classPathOfChicorySdk() {
        var chicory = Pattern.compile("com\\.dylibso\\.chicory\\.[a-z]+-[0-9].*");
        var folder = classPath.stream().map(path -> path.resolveSibling("chicory-sdk")).filter(Files::isDirectory)
                .findFirst();
        if (folder.isEmpty()) {
            return join(classPath.stream());
        }
        try (var jars = Files.list(folder.get())) {
            return join(Stream.concat(jars.sorted(Comparator.naturalOrder()),
                    classPath.stream().filter(path -> !chicory.matcher(path.getFileName().toString()).matches())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String join(Stream<Path> paths) {
        return paths.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
