package dev.mortise.wasm.internal.cache;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.ZipFile;

/**
 * Which build of the engine this is, so that what another one compiled is not taken for its own. It is told by the
 * engine's class files: where they are a folder by themselves, for there they change under an IDE's hands, and in jars
 * and run-time images by a file that was written when the engine was built.
 */
public final class EngineBuild {

    /** Two lines: {@link #id} and {@link #ofRuntime}. */
    public static final String FILE = "META-INF/mortise-engine-build";

    private static final String ENGINE = "dev/mortise/wasm/";
    private static final String INTERNAL = ENGINE + "internal/";
    /** What the artifact without the compiler leaves out, as the module's pom says. */
    private static final List<String> COMPILER = List.of(INTERNAL + "compile/", INTERNAL + "idiom/",
            INTERNAL + "validate/", INTERNAL + "AheadOfTimeFiles.class", INTERNAL + "AheadOfTimeMain.class",
            INTERNAL + "Compilation.class");

    private EngineBuild() {}

    private record Ids(String whole, String runtime) {}

    /** Found when first asked for. */
    private static final class Found {
        static final Optional<Ids> IDS = find();
    }

    /**
     * Writes the {@link #FILE}; the engine's own build runs this on its classes.
     *
     * @param arguments the folder of classes, from which this was loaded
     */
    public static void main(String[] arguments) throws IOException {
        var file = Path.of(arguments[0]).resolve(FILE);
        Files.createDirectories(file.resolveSibling("."));
        var ids = Found.IDS.orElseThrow();
        Files.write(file, List.of(ids.whole, ids.runtime));
    }

    /**
     * The same for the same class files; nothing where that cannot be told, as where the {@link #FILE} was left out. Who
     * changes classes in a jar has to leave it out; that a build has moved the engine to another package is noticed.
     */
    static Optional<String> id() {
        return Found.IDS.map(ids -> named(ids.whole));
    }

    /** Compiled code names the engine's classes. */
    private static String named(String id) {
        return Digests.sha256(id.getBytes(StandardCharsets.UTF_8),
                EngineBuild.class.getName().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Like {@link #id} of what runs compiled code: the same without the compiler, and in a jar with other programs. Code
     * that another compiler made for it runs as well.
     */
    public static Optional<String> ofRuntime() {
        return Found.IDS.map(ids -> named(ids.runtime));
    }

    private static boolean isRuntime(String name) {
        return name.startsWith(INTERNAL) ? COMPILER.stream().noneMatch(name::startsWith)
                : name.indexOf('/', ENGINE.length()) < 0;
    }

    private static Optional<Ids> find() {
        try {
            var source = EngineBuild.class.getProtectionDomain().getCodeSource();
            var location = source == null ? null : source.getLocation();
            if (location == null) {
                return Optional.empty();
            }
            if (!location.getProtocol().equals("file")) {
                return at(location);
            }
            // A look into a jar takes less than the way over class loader and URL.
            var place = Path.of(location.toURI());
            return Files.isDirectory(place) ? Optional.of(ofFolder(place)) : inJar(place);
        } catch (IOException | URISyntaxException | UncheckedIOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** In a nested jar or a run-time image. A class loader may find the file of an engine first that its parent has. */
    private static Optional<Ids> at(URL location) throws IOException {
        for (var file : Collections.list(EngineBuild.class.getClassLoader().getResources(FILE))) {
            if (root(file.toString().replace(FILE, "")).equals(root(location.toString()))) {
                try (var in = file.openStream()) {
                    return written(in);
                }
            }
        }
        return Optional.empty();
    }

    /** Some name a jar as a file, and some as what is in it; and some write {@code file:///} where others have one slash. */
    private static String root(String location) {
        return location.replaceFirst("^jar:", "").replaceFirst("!?/$", "").replaceAll("/+", "/");
    }

    private static Optional<Ids> inJar(Path jar) throws IOException {
        try (var zip = new ZipFile(jar.toFile())) {
            var entry = zip.getEntry(FILE);
            if (entry == null) {
                return Optional.empty();
            }
            try (var in = zip.getInputStream(entry)) {
                return written(in);
            }
        }
    }

    private static Optional<Ids> written(InputStream in) throws IOException {
        var lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        return lines.size() == 2 ? Optional.of(new Ids(lines.get(0), lines.get(1))) : Optional.empty();
    }

    private static Ids ofFolder(Path folder) throws IOException {
        var classes = new TreeMap<String, String>();
        try (var files = Files.walk(folder)) {
            for (var file : (Iterable<Path>) files.filter(each -> each.toString().endsWith(".class"))::iterator) {
                var name = folder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
                if (name.startsWith(ENGINE)) {
                    classes.put(name, Digests.sha256(Files.readAllBytes(file)));
                }
            }
        }
        return new Ids(digest(classes, name -> true), digest(classes, EngineBuild::isRuntime));
    }

    private static String digest(TreeMap<String, String> classes, Predicate<String> counts) {
        var counted = new TreeMap<>(classes);
        counted.keySet().removeIf(name -> !counts.test(name));
        return Digests.sha256(counted.toString().getBytes(StandardCharsets.UTF_8));
    }
}
