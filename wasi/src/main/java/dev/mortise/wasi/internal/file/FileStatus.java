package dev.mortise.wasi.internal.file;

/**
 * What is known of a file; times in nanoseconds since 1970.
 *
 * @param links how many names it has, as far as the platform tells; else 1
 * @param size in bytes
 */
public record FileStatus(FileType type, long device, long inode, long links, long size, long accessed, long modified,
        long changed) {

    /** Of something that is no file: a stream or a socket. */
    public static FileStatus of(FileType type) {
        return new FileStatus(type, 0, 0, 1, 0, 0, 0, 0);
    }
}
