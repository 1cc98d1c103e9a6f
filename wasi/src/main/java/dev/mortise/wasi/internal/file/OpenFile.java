package dev.mortise.wasi.internal.file;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A file that is open: bytes at positions. One guest at a time uses it, but many may have the same file open. */
public interface OpenFile extends Resource {

    @Override
    default FileType fileType() {
        return FileType.REGULAR_FILE;
    }

    /** Reads at a position: at least a byte, unless the end is there; returns how many, 0 at the end. */
    int read(ByteBuffer target, long position) throws IOException;

    /** Writes all of it at a position. */
    void write(ByteBuffer source, long position) throws IOException;

    /** Writes all of it to the end; returns where that is afterwards. */
    long append(ByteBuffer source) throws IOException;

    /** Whether every write goes to the end, whatever position is given; that was chosen when the file was opened. */
    boolean appendsAlways();

    /** In bytes. */
    long size() throws IOException;

    /** Cuts off, or adds zeros. */
    void setSize(long size) throws IOException;

    /** Makes it at least as long, with zeros. */
    default void allocate(long size) throws IOException {
        if (size() < size) {
            setSize(size);
        }
    }

    /** Returns when the data is on the disk, with the attributes or without. */
    void sync(boolean attributes) throws IOException;

    /** Sets the times that are given. */
    void setTimes(Times times) throws IOException;
}
