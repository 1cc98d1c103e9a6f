package dev.mortise.wasm.internal.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Optional;
import java.util.UUID;

/**
 * A folder of files that several processes read and write at once: each file is written under a name of its own and then
 * renamed, so nobody sees half of one. What was not used for the longest time goes when there is too much. Safe for use
 * by several threads.
 */
final class CacheFolder {

    /** What a heap and an array hold. */
    private static final long MOST_FILE_BYTES = 1L << 30;
    private static final String SUFFIX = ".code";
    private static final String UNFINISHED = ".new";
    /** A process that writes a file for longer than this has died. */
    private static final Duration ABANDONED = Duration.ofHours(1);
    /** A file that was used is touched no more often than this. */
    private static final Duration TOUCHED = Duration.ofHours(1);
    private static final EnumSet<PosixFilePermission> OTHERS_WRITE = EnumSet.of(PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_WRITE);

    private final Path folder;
    private final boolean isPosix;
    private final UserPrincipal me;
    private final long mostBytes;

    private CacheFolder(Path folder, boolean isPosix, UserPrincipal me, long mostBytes) {
        this.folder = folder;
        this.isPosix = isPosix;
        this.me = me;
        this.mostBytes = mostBytes;
    }

    /** Makes the folder, closed to others, if it is not there. */
    static CacheFolder open(Path folder, long mostBytes) throws IOException {
        // Not normalized: what lies above a symbolic link is not what its name says.
        var absolute = folder.toAbsolutePath();
        var isPosix = absolute.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (!Files.exists(absolute, LinkOption.NOFOLLOW_LINKS)) {
            var parent = absolute.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            try {
                Files.createDirectory(absolute, closed(isPosix, "rwx------"));
            } catch (FileAlreadyExistsException e) {
                // Another process was quicker; what it made is looked at like any other.
            }
        }
        var me = me();
        requireOwn(absolute, isPosix, me);
        return new CacheFolder(absolute, isPosix, me, mostBytes);
    }

    private static FileAttribute<?>[] closed(boolean isPosix, String permissions) {
        return isPosix
                ? new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(
                        PosixFilePermissions.fromString(permissions))}
                : new FileAttribute<?>[0];
    }

    /** Who can write here can have this process run what he likes. */
    private static void requireOwn(Path folder, boolean isPosix, UserPrincipal me) throws IOException {
        var attributes = Files.readAttributes(folder, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isSymbolicLink()) {
            throw refused(folder, "is a symbolic link; name the folder itself");
        }
        if (!attributes.isDirectory()) {
            throw refused(folder, "is no folder");
        }
        if (isPosix) {
            var posix = Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!posix.owner().equals(me)) {
                throw refused(folder, "belongs to " + posix.owner() + ", not to " + me);
            }
            var open = EnumSet.copyOf(OTHERS_WRITE);
            open.retainAll(posix.permissions());
            if (!open.isEmpty()) {
                throw refused(folder, "can be written to by others (" + PosixFilePermissions.toString(
                        posix.permissions()) + "); close it with chmod 700");
            }
        }
    }

    /** Whoever makes a file now owns it: a user in a container may have no name to be looked up by. */
    private static UserPrincipal me() throws IOException {
        Path probe;
        try {
            probe = Files.createTempFile("mortise", null);
        } catch (IOException e) {
            // There may be nothing to write to; a process belongs to its user as a file does.
            var process = Path.of("/proc/self");
            if (Files.exists(process)) {
                return Files.getOwner(process);
            }
            throw new IOException("the folder for temporary files, " + System.getProperty("java.io.tmpdir")
                    + ", cannot be written to, so that there is no telling whose files are the user's own", e);
        }
        try {
            return Files.getOwner(probe);
        } finally {
            Files.delete(probe);
        }
    }

    private static FileSystemException refused(Path folder, String reason) {
        return new FileSystemException(folder.toString(), null,
                "a cache of compiled code must be a folder of the user's own, and this one " + reason);
    }

    /**
     * The contents of the file under a key. One that somebody else may have written is not there, nor is one that is too
     * big for this process.
     *
     * @throws IOException if it cannot be read now
     */
    Optional<byte[]> read(String key) throws IOException {
        var file = file(key);
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile() || isPosix && !isOwn(Files.readAttributes(file,
                    PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS))) {
                return Optional.empty();
            }
            if (attributes.size() > mostFileBytes()) {
                return Optional.empty();
            }
            var bytes = Files.readAllBytes(file);
            touch(file, attributes.lastModifiedTime().toInstant());
            return Optional.of(bytes);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (OutOfMemoryError e) {
            throw new IOException(file + " is too big for what is left of the heap", e);
        }
    }

    private long mostFileBytes() {
        return Math.min(mostBytes, MOST_FILE_BYTES);
    }

    /** Another process may allow more, and so may have written it. */
    private boolean isTooBig(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .size() > mostFileBytes();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** A file from before the folder was closed may be anybody's. */
    private boolean isOwn(PosixFileAttributes file) {
        return file.owner().equals(me) && Collections.disjoint(file.permissions(), OTHERS_WRITE);
    }

    private static void touch(Path file, Instant last) {
        var now = Instant.now();
        if (last.plus(TOUCHED).isBefore(now)) {
            try {
                Files.setLastModifiedTime(file, FileTime.from(now));
            } catch (IOException e) {
                // A folder that can only be read serves as well.
            }
        }
    }

    /** Replaces the file under a key, unless this or that is too big, then removes what is too much. */
    void write(String key, byte[] bytes) throws IOException {
        if (bytes.length > mostFileBytes() || isTooBig(file(key))) {
            return;
        }
        var unfinished = folder.resolve(key + "." + UUID.randomUUID() + UNFINISHED);
        try {
            try (var channel = Files.newByteChannel(unfinished,
                    EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    closed(isPosix, "rw-------"))) {
                var rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
            }
            Files.move(unfinished, file(key), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(unfinished);
            throw e;
        }
        evict();
    }

    /** Removes the file under a key if there is one and that can be done. */
    void remove(String key) {
        removeIfPossible(file(key));
    }

    /** What somebody reads, some systems do not remove; the next one who writes tries again. */
    private static void removeIfPossible(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // See above.
        }
    }

    private Path file(String key) {
        return folder.resolve(key + SUFFIX);
    }

    private record Entry(Path file, Instant used, long bytes) {
    }

    private void evict() throws IOException {
        var entries = new ArrayList<Entry>();
        try (var files = Files.newDirectoryStream(folder, "*{" + SUFFIX + "," + UNFINISHED + "}")) {
            for (var file : files) {
                try {
                    var attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                    var entry = new Entry(file, attributes.lastModifiedTime().toInstant(), attributes.size());
                    if (file.toString().endsWith(SUFFIX)) {
                        entries.add(entry);
                    } else if (entry.used.plus(ABANDONED).isBefore(Instant.now())) {
                        removeIfPossible(file);
                    }
                } catch (NoSuchFileException e) {
                    // Another process was quicker.
                }
            }
        }
        entries.sort(Comparator.comparing(Entry::used).reversed());
        var sum = 0L;
        for (var entry : entries) {
            sum += entry.bytes;
            if (sum > mostBytes) {
                removeIfPossible(entry.file);
            }
        }
    }
}
