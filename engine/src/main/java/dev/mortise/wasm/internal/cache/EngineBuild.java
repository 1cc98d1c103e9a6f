package dev.mortise.wasm.internal.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import java.util.zip.ZipFile;

/** Which build of the engine this is, so that what another one compiled is not taken for its own. */
public final class EngineBuild {

    private static final String ENGINE = "dev/mortise/wasm/";
    private static final String INTERNAL = ENGINE + "internal/";
    /** What the artifact without the compiler leaves out, as the module's pom says. */
    private static final List<String> COMPILER = List.of(INTERNAL + "compile/", INTERNAL + "idiom/",
            INTERNAL + "validate/", INTERNAL + "AheadOfTimeFiles.class",
            INTERNAL + "Compilation.class");

    private EngineBuild() {}

    /** Computed when first asked for. */
    private static final class Whole {
        static final Optional<String> ID = find(name -> true);
    }

    /** Computed when first asked for. */
    private static final class Runtime {
        static final Optional<String> ID = find(EngineBuild::isRuntime);
    }

    /** The same for the same class files; nothing where they cannot be looked at, as in a run-time image. */
    static Optional<String> id() {
        return Whole.ID;
    }

    /**
     * Like {@link #id} of what runs compiled code: the same without the compiler, and in a jar with other programs. Code
     * that another compiler made for it runs as well.
     */
    public static Optional<String> ofRuntime() {
        return Runtime.ID;
    }

    private static boolean isRuntime(String name) {
        return name.startsWith(INTERNAL) ? COMPILER.stream().noneMatch(name::startsWith)
                : name.startsWith(ENGINE) && name.indexOf('/', ENGINE.length()) < 0;
    }

    private static Optional<String> find(Predicate<String> counts) {
        var source = EngineBuild.class.getProtectionDomain().getCodeSource();
        try {
            return source == null || source.getLocation() == null ? Optional.empty() : of(source, counts);
        } catch (IOException | URISyntaxException | UncheckedIOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> of(CodeSource source, Predicate<String> counts)
            throws IOException, URISyntaxException {
        if (!"file".equals(source.getLocation().getProtocol())) {
            return Optional.empty();
        }
        var place = Path.of(source.getLocation().toURI());
        var classes = Files.isDirectory(place) ? ofFolder(place) : ofJar(place);
        classes.keySet().removeIf(name -> !counts.test(name));
        return Optional.of(digest(classes));
    }

    /** The archive has the checksum of each. */
    private static TreeMap<String, Long> ofJar(Path jar) throws IOException {
        var classes = new TreeMap<String, Long>();
        try (var zip = new ZipFile(jar.toFile())) {
            zip.stream().filter(entry -> entry.getName().endsWith(".class"))
                    .forEach(entry -> classes.put(entry.getName(), entry.getCrc()));
        }
        return classes;
    }

    private static TreeMap<String, Long> ofFolder(Path folder) throws IOException {
        var classes = new TreeMap<String, Long>();
        try (var files = Files.walk(folder)) {
            for (var file : (Iterable<Path>) files.filter(each -> each.toString().endsWith(".class"))::iterator) {
                var crc = new CRC32();
                crc.update(Files.readAllBytes(file));
                classes.put(folder.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/"),
                        crc.getValue());
            }
        }
        return classes;
    }

    private static String digest(TreeMap<String, Long> classes) {
        return Digests.sha256(classes.toString().getBytes(StandardCharsets.UTF_8));
    }
}
