package dev.mortise.wasi.internal.file;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A file of a {@link ReadOnlyDirectory}: neither its bytes nor its times can be changed. */
final class ReadOnlyFile implements OpenFile {

    private final OpenFile file;

    ReadOnlyFile(OpenFile file) {
        this.file = file;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return file.read(target, position);
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
        throw Errno.ROFS.exception();
    }

    @Override
    public long append(ByteBuffer source) throws IOException {
        throw Errno.ROFS.exception();
    }

    @Override
    public boolean appendsAlways() {
        return false;
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public void setSize(long size) throws IOException {
        throw Errno.ROFS.exception();
    }

    @Override
    public void sync(boolean attributes) {
        // Nothing was written.
    }

    @Override
    public FileStatus status() throws IOException {
        return file.status();
    }

    @Override
    public void setTimes(Times times) throws IOException {
        throw Errno.ROFS.exception();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
