package dev.mortise.wasi.internal.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the JDK knows of a file, as preview 1 wants it. */
final class HostAttributes {

    private static final String UNIX = "unix:fileKey,nlink,ctime";

    private HostAttributes() {}

    static FileType type(BasicFileAttributes attributes) {
        if (attributes.isRegularFile()) {
            return FileType.REGULAR_FILE;
        } else if (attributes.isDirectory()) {
            return FileType.DIRECTORY;
        }
        return attributes.isSymbolicLink() ? FileType.SYMBOLIC_LINK : FileType.UNKNOWN;
    }

    /**
     * All of it. The number of names and the time of the last change are known by path alone: they count only if the
     * path still leads to the same file.
     */
    static FileStatus status(BasicFileAttributes attributes, Path path) {
        var key = attributes.fileKey();
        var more = key == null ? Map.<String, Object>of() : byPath(path);
        var links = 1L;
        var changed = attributes.lastModifiedTime();
        if (key != null && key.equals(more.get("fileKey"))) {
            links = more.get("nlink") instanceof Number number ? number.longValue() : 1;
            changed = more.get("ctime") instanceof FileTime time ? time : changed;
        }
        return new FileStatus(type(attributes), device(key), inode(key, path), links, attributes.size(),
                nanos(attributes.lastAccessTime()), nanos(attributes.lastModifiedTime()), nanos(changed));
    }

    private static Map<String, Object> byPath(Path path) {
        try {
            return Files.readAttributes(path, UNIX, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException | UnsupportedOperationException e) {
            return Map.of();
        }
    }

    static long nanos(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }

    static @Nullable FileTime time(@Nullable Long nanos) {
        return nanos == null ? null : FileTime.from(nanos, TimeUnit.NANOSECONDS);
    }

    /** The JDK gives device and inode only as the text of a key, {@code (dev=fd01,ino=1234)}. */
    static long device(@Nullable Object key) {
        var text = String.valueOf(key);
        var from = text.indexOf("dev=");
        var to = text.indexOf(',', from);
        return from < 0 || to < 0 ? 0 : parse(text.substring(from + 4, to), 16);
    }

    static long inode(@Nullable Object key, Path path) {
        var text = String.valueOf(key);
        var from = text.indexOf("ino=");
        var to = text.indexOf(')', from);
        // Without a key, names have to do: a file is what has this path.
        return from < 0 || to < 0 ? Integer.toUnsignedLong(path.hashCode()) : parse(text.substring(from + 4, to), 10);
    }

    private static long parse(String digits, int radix) {
        try {
            return Long.parseUnsignedLong(digits, radix);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
