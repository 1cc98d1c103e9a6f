package dev.mortise.plugin.internal;

import dev.mortise.plugin.ManifestException;
import dev.mortise.wasi.Wasi;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a plug-in gets through WASI, if its host gives it WASI at all. Immutable, shared by all plug-ins of a compiled
 * one; each gets a {@link Wasi} of its own.
 */
public final class WasiAccess {

    private static final String READ_ONLY = "ro:";

    private final List<Folder> folders;
    private final Consumer<Wasi.Builder> setup;

    private WasiAccess(List<Folder> folders, Consumer<Wasi.Builder> setup) {
        this.folders = folders;
        this.setup = setup;
    }

    private record Folder(Path host, String guestPath, boolean readOnly) {
    }

    /**
     * Looks at the folders, so that one that is missing shows before the first call.
     *
     * @param allowedPaths guest paths by path of the host, which may begin with {@code ro:}
     * @param setup what the host adds for each plug-in
     * @throws ManifestException if one of them is no folder, or a path is malformed
     */
    public static WasiAccess of(Map<String, String> allowedPaths, Consumer<Wasi.Builder> setup) {
        var folders = new ArrayList<Folder>();
        allowedPaths.forEach((host, guest) -> folders.add(folder(host, guest)));
        return new WasiAccess(List.copyOf(folders), setup);
    }

    private static Folder folder(String text, String guestPath) {
        var readOnly = text.startsWith(READ_ONLY);
        var field = "allowed_paths." + text;
        Path path;
        try {
            path = Path.of(readOnly ? text.substring(READ_ONLY.length()) : text);
        } catch (InvalidPathException e) {
            throw new ManifestException(field, "this is no path: " + e.getReason(), e);
        }
        if (!Files.isDirectory(path)) {
            throw new ManifestException(field, "there is no such folder (working directory: "
                    + Path.of("").toAbsolutePath() + "): make it, or leave the field out");
        }
        if (guestPath.isEmpty() || guestPath.indexOf('\0') >= 0) {
            throw new ManifestException(field, "the guest's path must be neither empty nor have a NUL in it: \".\" is "
                    + "its working directory");
        }
        return new Folder(path, guestPath, readOnly);
    }

    /**
     * What one plug-in gets, from its start until it begins afresh.
     *
     * @throws HostCodeException if a folder is gone, or what the host adds throws
     */
    public Wasi open() {
        var builder = Wasi.builder();
        for (var folder : folders) {
            if (folder.readOnly) {
                builder.readOnlyDirectory(folder.host, folder.guestPath);
            } else {
                builder.directory(folder.host, folder.guestPath);
            }
        }
        try {
            setup.accept(builder);
            return builder.build();
        } catch (UncheckedIOException e) {
            throw HostCodeException.wrap("what the plug-in gets through WASI", e);
        } catch (Throwable e) {
            throw HostCodeException.wrap("what sets up WASI", e);
        }
    }
}
