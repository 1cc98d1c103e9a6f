package dev.mortise.cli;

import dev.mortise.wasm.CodeCache;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where commands keep what they have compiled: in the folder that the environment names, else in the platform's own for
 * such things. A command that cannot have it works without.
 */
final class KeptCode implements AutoCloseable {

    /** A folder, or {@link #OFF}. */
    static final String VARIABLE = "MORTISE_CODE_CACHE";
    static final String OFF = "off";

    private final @Nullable CodeCache cache;

    private KeptCode(@Nullable CodeCache cache) {
        this.cache = cache;
    }

    /** Opens it; what is wrong with it is told where the user can mend it. */
    static KeptCode open(Streams streams) {
        var named = System.getenv(VARIABLE);
        if (OFF.equals(named)) {
            return new KeptCode(null);
        }
        var folder = named == null || named.isEmpty() ? usualIfNameable() : Optional.of(OutputFile.path(named));
        if (folder.isEmpty()) {
            return new KeptCode(null);
        }
        try {
            return new KeptCode(CodeCache.open(folder.get()));
        } catch (IOException e) {
            if (named != null && !named.isEmpty() || isRefused(folder.get(), e)) {
                tell(streams, folder.get(), e);
            }
        }
        return new KeptCode(null);
    }

    /** A home that cannot be written to is nobody's mistake; a folder that is there and not safe may be. */
    private static boolean isRefused(Path folder, IOException why) {
        return Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && !(why instanceof AccessDeniedException);
    }

    private static void tell(Streams streams, Path folder, IOException why) {
        streams.err().println("mortise: compiled code is not kept in %s: %s (%s=%s stops this message)".formatted(
                OneLine.of(folder.toString()), OneLine.of(FileProblem.reason(why)), VARIABLE, OFF));
    }

    /** Under some locales the JVM cannot name a folder whose name is not ASCII. */
    private static Optional<Path> usualIfNameable() {
        try {
            return usual();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** By the XDG base directory specification, and what macOS and Windows have in its place. */
    private static Optional<Path> usual() {
        var xdg = System.getenv("XDG_CACHE_HOME");
        if (xdg != null && Path.of(xdg).isAbsolute()) {
            return Optional.of(Path.of(xdg, "mortise", "code"));
        }
        var system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        var local = System.getenv("LOCALAPPDATA");
        if (system.startsWith("windows")) {
            return Optional.ofNullable(local).map(folder -> Path.of(folder, "Mortise", "Cache", "code"));
        }
        var home = System.getProperty("user.home", "");
        if (!Path.of(home).isAbsolute()) {
            return Optional.empty();
        }
        return Optional.of(system.startsWith("mac") ? Path.of(home, "Library", "Caches", "mortise", "code")
                : Path.of(home, ".cache", "mortise", "code"));
    }

    /** The cache, if there is one. */
    Optional<CodeCache> cache() {
        return Optional.ofNullable(cache);
    }

    /** Keeps what was compiled. */
    @Override
    public void close() {
        if (cache != null) {
            try {
                cache.close();
            } catch (IOException e) {
                // The command has done its work; the next one compiles again.
            }
        }
    }
}
