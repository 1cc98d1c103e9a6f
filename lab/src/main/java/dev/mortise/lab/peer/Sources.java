package dev.mortise.lab.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Tells whether anything that a peer is made of has changed. */
final class Sources {

    private static final Set<String> BUILT = Set.of("target", "node_modules", "__pycache__", "Cargo.lock");

    private Sources() {}

    /**
     * Of a peer's own folder, of the folders beside it that are no peers themselves but shared by several, and of what it
     * names elsewhere.
     */
    static String hash(Path peers, Path folder, List<String> elsewhere) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        add(folder, peers, digest);
        try (var others = Files.list(peers)) {
            others.filter(Files::isDirectory).filter(other -> !Files.exists(other.resolve("peer.json"))).sorted()
                    .forEach(other -> add(other, peers, digest));
        }
        for (var each : elsewhere) {
            add(Path.of(each).normalize(), peers, digest);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(Path path, Path root, MessageDigest digest) {
        try {
            if (Files.isDirectory(path)) {
                try (var content = Files.list(path)) {
                    content.filter(each -> !BUILT.contains(each.getFileName().toString())).sorted()
                            .forEach(each -> add(each, root, digest));
                }
            } else {
                digest.update(root.relativize(path).toString().getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
                digest.update(Files.readAllBytes(path));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
