package dev.mortise.wasi.internal.file;

/**
 * How to open a file.
 *
 * @param append whether every write goes to the end
 * @param create whether to make the file if there is none
 * @param exclusive with {@code create}: whether it is an error if there is one
 * @param truncate whether to empty it
 * @param dataSync whether a write returns when the data is on the disk
 * @param sync whether a write returns when data and attributes are on the disk
 */
public record OpenMode(boolean read, boolean write, boolean append, boolean create, boolean exclusive, boolean truncate,
        boolean dataSync, boolean sync) {

    /** Whether the file, or its directory, would be another one afterwards. */
    public boolean changes() {
        return write || append || create || truncate;
    }

    /** Whether the operating system can see to it that every write goes to the end; the JDK asks for it with no more. */
    boolean appendsAlways() {
        return append && !read && !truncate;
    }
}
