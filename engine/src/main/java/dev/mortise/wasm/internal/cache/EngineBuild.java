package dev.mortise.wasm.internal.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import java.util.zip.ZipFile;

/** Which build of the engine this is, so that what another one compiled is not taken for its own. */
final class EngineBuild {

    private static final Optional<String> ID = find();

    private EngineBuild() {}

    /** The same for the same class files; nothing where they cannot be looked at, as in a run-time image. */
    static Optional<String> id() {
        return ID;
    }

    private static Optional<String> find() {
        var source = EngineBuild.class.getProtectionDomain().getCodeSource();
        try {
            return source == null ? Optional.empty() : of(source);
        } catch (IOException | URISyntaxException | UncheckedIOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> of(CodeSource source) throws IOException, URISyntaxException {
        if (!"file".equals(source.getLocation().getProtocol())) {
            return Optional.empty();
        }
        var place = Path.of(source.getLocation().toURI());
        return Optional.of(digest(Files.isDirectory(place) ? ofFolder(place) : ofJar(place)));
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
                var crc = new CRC32C();
                crc.update(Files.readAllBytes(file));
                classes.put(folder.relativize(file).toString(), crc.getValue());
            }
        }
        return classes;
    }

    private static String digest(TreeMap<String, Long> classes) {
        return Digests.sha256(classes.toString().getBytes(StandardCharsets.UTF_8));
    }
}
