package dev.mortise.wasm.internal.cache;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

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
        Files.write(file, List.of(id().orElseThrow(), ofRuntime().orElseThrow()));
    }

    /** The same for the same class files; nothing where that cannot be told, as where the {@link #FILE} was left out. */
    static Optional<String> id() {
        return Found.IDS.map(Ids::whole);
    }

    /**
     * Like {@link #id} of what runs compiled code: the same without the compiler, and in a jar with other programs. Code
     * that another compiler made for it runs as well.
     */
    public static Optional<String> ofRuntime() {
        return Found.IDS.map(Ids::runtime);
    }

    private static boolean isRuntime(String name) {
        return name.startsWith(INTERNAL) ? COMPILER.stream().noneMatch(name::startsWith)
                : name.indexOf('/', ENGINE.length()) < 0;
    }

    private static Optional<Ids> find() {
        try {
            var place = place();
            if (place == null) {
                // In a nested jar or a run-time image. A look into a jar takes less than the way over class loader and URL.
                try (var in = EngineBuild.class.getResourceAsStream("/" + FILE)) {
                    return in == null ? Optional.empty() : written(in);
                }
            }
            return Files.isDirectory(place) ? Optional.of(ofFolder(place)) : inJar(place);
        } catch (IOException | URISyntaxException | UncheckedIOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static @Nullable Path place() throws URISyntaxException {
        var source = EngineBuild.class.getProtectionDomain().getCodeSource();
        return source != null && source.getLocation() != null && "file".equals(source.getLocation().getProtocol())
                ? Path.of(source.getLocation().toURI())
                : null;
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
