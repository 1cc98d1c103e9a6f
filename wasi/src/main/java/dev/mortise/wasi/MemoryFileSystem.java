package dev.mortise.wasi;

import dev.mortise.wasi.internal.file.Directory;
import dev.mortise.wasi.internal.file.MemoryFiles;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/**
 * Files in memory that can be granted to guests like a real directory, for a test or a service that needs no disk.
 * Several guests may share one, and the host may read and write meanwhile: all methods may be called from any thread.
 *
 * <p>
 * Paths of the host are relative, with {@code /} between names; links are followed as for guests.
 */
public final class MemoryFileSystem {

    /** The limit of {@link #create()}: 64 MiB. */
    public static final long DEFAULT_MAX_BYTES = 64L << 20;

    private final MemoryFiles files;

    private MemoryFileSystem(MemoryFiles files) {
        this.files = files;
    }

    /** An empty one that takes {@link #DEFAULT_MAX_BYTES}, with the times of the system's clock. */
    public static MemoryFileSystem create() {
        return create(DEFAULT_MAX_BYTES, InstantSource.system());
    }

    /**
     * An empty one.
     *
     * @param maxBytes for the bytes of all files, and 512 more for each name; a guest that wants more is told that no
     *            space is left
     * @param clock gives files their times; a fixed one makes runs repeatable
     * @throws IllegalArgumentException if the limit is negative
     */
    public static MemoryFileSystem create(long maxBytes, InstantSource clock) {
        if (maxBytes < 0) {
            throw new IllegalArgumentException("maxBytes must be 0 or more, not " + maxBytes);
        }
        return new MemoryFileSystem(new MemoryFiles(maxBytes, clock));
    }

    /**
     * Writes a file, with the directories that it needs; one of that name is replaced.
     *
     * @throws IOException if no space is left or there is a directory of that name; the message names the path
     */
    public MemoryFileSystem write(String path, byte[] bytes) throws IOException {
        files.write(path, bytes);
        return this;
    }

    /**
     * Reads a file.
     *
     * @throws IOException if there is none; the message names the path
     */
    public byte[] read(String path) throws IOException {
        return files.read(path);
    }

    /** Makes a directory, with those that it needs. */
    public MemoryFileSystem createDirectory(String path) throws IOException {
        files.createDirectories(path);
        return this;
    }

    /** Whether there is a file or directory of this path. */
    public boolean exists(String path) {
        return files.exists(path);
    }

    /**
     * The names in a directory, sorted; {@code "."} is the uppermost one.
     *
     * @throws IOException if there is no such directory; the message names the path
     */
    public List<String> list(String path) throws IOException {
        return files.list(path);
    }

    /** What counts against the limit. */
    public long bytes() {
        return files.bytes();
    }

    Directory open() {
        return files.open();
    }
}
