package dev.mortise.wasi.internal.file;

import dev.mortise.wasi.internal.file.MemoryNode.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file in memory. */
final class MemoryFile implements OpenFile {

    private final MemoryTree tree;
    private final Bytes file;
    private boolean closed;

    /** The tree's monitor is held. */
    MemoryFile(MemoryTree tree, Bytes file) {
        this.tree = tree;
        this.file = file;
        file.opened++;
    }

    @Override
    public int read(ByteBuffer target, long position) {
        synchronized (tree) {
            if (position >= file.length) {
                return 0;
            }
            var count = (int) Math.min(target.remaining(), file.length - position);
            target.put(file.data, (int) position, count);
            file.accessed = tree.now();
            return count;
        }
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
        synchronized (tree) {
            var count = source.remaining();
            if (count == 0) {
                return;
            }
            if (position > Long.MAX_VALUE - count) {
                throw Errno.FBIG.exception();
            }
            if (position + count > file.length) {
                tree.resize(file, position + count);
            }
            source.get(file.data, (int) position, count);
            file.touch(tree.now());
        }
    }

    @Override
    public long append(ByteBuffer source) throws IOException {
        synchronized (tree) {
            write(source, file.length);
            return file.length;
        }
    }

    @Override
    public boolean appendsAlways() {
        return false;
    }

    @Override
    public long size() {
        synchronized (tree) {
            return file.length;
        }
    }

    @Override
    public void setSize(long size) throws IOException {
        synchronized (tree) {
            tree.resize(file, size);
            file.touch(tree.now());
        }
    }

    @Override
    public void sync(boolean attributes) {
        // There is no disk.
    }

    @Override
    public FileStatus status() {
        synchronized (tree) {
            return tree.status(file);
        }
    }

    @Override
    public void setTimes(Times times) {
        synchronized (tree) {
            MemoryDirectory.setTimes(tree, file, times);
        }
    }

    @Override
    public void close() {
        synchronized (tree) {
            if (!closed) {
                closed = true;
                file.opened--;
                tree.release(file);
            }
        }
    }
}
