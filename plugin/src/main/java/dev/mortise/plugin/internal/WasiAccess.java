package dev.mortise.plugin.internal;

import static java.util.stream.Collectors.joining;

import dev.mortise.plugin.Manifest.AllowedPath;
import dev.mortise.plugin.ManifestException;
import dev.mortise.wasi.Wasi;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
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
     * @param allowedPaths of those with the same guest path the last one counts
     * @param setup what the host adds for each plug-in
     * @throws ManifestException if one of them is no folder, or a path is malformed
     */
    public static WasiAccess of(List<AllowedPath> allowedPaths, Consumer<Wasi.Builder> setup) {
        // Of two folders at one place, each guest's library would take another.
        var byGuestPath = new LinkedHashMap<String, String>();
        for (var allowed : allowedPaths) {
            byGuestPath.putLast(guestPath(allowed), allowed.hostPath());
        }
        var folders = new ArrayList<Folder>();
        byGuestPath.forEach((guest, host) -> folders.add(folder(host, guest)));
        return new WasiAccess(List.copyOf(folders), setup);
    }

    /**
     * In the one form that all paths to the same place have. Libraries take {@code ..} as a name, so that only a folder
     * under its host's path may have it: guests find that by the same words as the host.
     */
    private static String guestPath(AllowedPath allowed) {
        var path = allowed.guestPath();
        if (path.isEmpty() || path.indexOf('\0') >= 0) {
            throw new ManifestException(field(allowed.hostPath()),
                    "the guest's path must be neither empty nor have a NUL "
                            + "in it: \".\" is its working directory");
        }
        if (Arrays.asList(path.split("/")).contains("..") && !path.equals(withoutPrefix(allowed.hostPath()))) {
            throw new ManifestException(field(allowed.hostPath()), "the guest's path \"" + path + "\" must not have "
                    + "\"..\" in it: write the place where the guest finds the folder, such as \"/data\"");
        }
        var names = Arrays.stream(path.split("/")).filter(name -> !name.isEmpty() && !name.equals("."))
                .collect(joining("/"));
        return path.startsWith("/") ? "/" + names : names.isEmpty() ? "." : names;
    }

    private static String field(String hostPath) {
        return "allowed_paths." + hostPath;
    }

    private static String withoutPrefix(String hostPath) {
        return hostPath.startsWith(READ_ONLY) ? hostPath.substring(READ_ONLY.length()) : hostPath;
    }

    private static Folder folder(String text, String guestPath) {
        var readOnly = text.startsWith(READ_ONLY);
        var field = field(text);
        Path path;
        try {
            path = Path.of(withoutPrefix(text));
        } catch (InvalidPathException e) {
            throw new ManifestException(field, "this is no path: " + e.getReason(), e);
        }
        if (!Files.isDirectory(path)) {
            throw new ManifestException(field, "there is no such folder (working directory: "
                    + Path.of("").toAbsolutePath() + "): make it, or leave the field out");
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
