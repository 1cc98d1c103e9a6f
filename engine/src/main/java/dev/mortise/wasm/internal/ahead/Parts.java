package dev.mortise.wasm.internal.ahead;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Reads the parts of a module from wherever they are. Safe for use by several threads. */
@FunctionalInterface
public interface Parts {

    /**
     * The contents of a part; nothing if it is not there.
     *
     * @param path with slashes, as in a jar
     */
    Optional<byte[]> read(String path) throws IOException;

    /** In a jar, which stays open until nobody uses this any more. */
    static Parts ofJar(ZipFile jar) {
        return path -> {
            var entry = jar.getEntry(path);
            if (entry == null) {
                return Optional.empty();
            }
            byte[] bytes;
            try (var in = jar.getInputStream(entry)) {
                bytes = in.readAllBytes();
            }
            // Nobody else compares it.
            var checksum = new CRC32();
            checksum.update(bytes);
            if (checksum.getValue() != entry.getCrc()) {
                throw new ZipException("its checksum is another one");
            }
            return Optional.of(bytes);
        };
    }

    /**
     * Beside a class: in its own jar or folder if that can be told, for a class loader's way to there takes several times
     * as long, and else by its class loader.
     *
     * @param probe a part that must be there
     */
    static Parts beside(Class<?> type, String probe) throws IOException {
        var place = place(type.getProtectionDomain().getCodeSource());
        if (place != null && Files.isRegularFile(place)) {
            var jar = new ZipFile(place.toFile());
            if (jar.getEntry(probe) != null) {
                return ofJar(jar);
            }
            jar.close();
        } else if (place != null && Files.exists(place.resolve(probe))) {
            return path -> {
                var file = place.resolve(path);
                return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
            };
        }
        return path -> {
            try (var in = type.getResourceAsStream("/" + path)) {
                return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
            }
        };
    }

    private static @Nullable Path place(@Nullable CodeSource source) {
        try {
            return source != null && source.getLocation() != null && "file".equals(source.getLocation().getProtocol())
                    ? Path.of(source.getLocation().toURI())
                    : null;
        } catch (URISyntaxException | IllegalArgumentException e) {
            return null;
        }
    }
}
