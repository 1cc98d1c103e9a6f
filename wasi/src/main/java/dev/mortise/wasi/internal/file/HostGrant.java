package dev.mortise.wasi.internal.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;

/** Opens a real directory to be granted, in the way that is best on this platform. */
public final class HostGrant {

    private HostGrant() {}

    /** @param host may itself be a symbolic link or lie behind some */
    public static Directory open(Path host) throws IOException {
        var real = host.toRealPath();
        var stream = Files.newDirectoryStream(real);
        if (stream instanceof SecureDirectoryStream<Path> relative) {
            return new SecureHostDirectory(new Object(), real, relative);
        }
        stream.close();
        return openByPath(real);
    }

    /** As on a platform that cannot open relative to directories. */
    public static Directory openByPath(Path host) throws IOException {
        var real = host.toRealPath();
        return new HostDirectory(new Object(), real, HostDirectory.keyOf(real));
    }
}
