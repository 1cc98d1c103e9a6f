package dev.mortise.wasi.internal.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A real file. */
final class HostFile implements OpenFile {

    /** The JDK copies through native memory as large as the transfer, and keeps that for the thread's life. */
    private static final int LARGEST_TRANSFER = 128 * 1024;
    /** Held while appending to a file that is open for reading, too: one of these for each file, in all guests. */
    private static final Object[] APPENDERS = Stream.generate(Object::new).limit(64).toArray();

    private final FileChannel channel;
    private final boolean appendsAlways;
    private final BasicFileAttributes attributes;
    private final Path path;
    private final @Nullable Object key;

    private HostFile(FileChannel channel, boolean appendsAlways, BasicFileAttributes attributes, Path path) {
        this.channel = channel;
        this.appendsAlways = appendsAlways;
        this.attributes = attributes;
        this.path = path;
        this.key = attributes.fileKey();
    }

    /** @param attributes those at opening; what is left to know of a file that has lost its path */
    static HostFile of(FileChannel channel, OpenMode mode, BasicFileAttributes attributes, Path path)
            throws IOException {
        var file = new HostFile(channel, mode.appendsAlways(), attributes, path);
        // What the JDK loads for its first transfer is loaded here: reading and writing may come at the stack's end.
        if (mode.changes()) {
            channel.write(ByteBuffer.allocate(0));
        }
        if (mode.read() || !mode.changes()) {
            channel.read(ByteBuffer.allocate(1), 0);
        }
        return file;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        var limit = target.limit();
        target.limit(Math.min(limit, target.position() + LARGEST_TRANSFER));
        try {
            return Math.max(0, channel.read(target, position));
        } finally {
            target.limit(limit);
        }
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
        var at = position;
        var limit = source.limit();
        while (source.position() < limit) {
            source.limit(Math.min(limit, source.position() + LARGEST_TRANSFER));
            at += channel.write(source, at);
        }
    }

    @Override
    public long append(ByteBuffer source) throws IOException {
        if (!appendsAlways) {
            synchronized (APPENDERS[Math.floorMod(Objects.hashCode(key), APPENDERS.length)]) {
                var end = channel.size();
                var length = source.remaining();
                write(source, end);
                return end + length;
            }
        }
        var limit = source.limit();
        while (source.position() < limit) {
            source.limit(Math.min(limit, source.position() + LARGEST_TRANSFER));
            channel.write(source);
        }
        return channel.size();
    }

    @Override
    public boolean appendsAlways() {
        return appendsAlways;
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public void setSize(long size) throws IOException {
        var now = channel.size();
        if (size < now) {
            channel.truncate(size);
        } else if (size > now) {
            if (appendsAlways) {
                // The system would write to the end, wherever it is told to.
                throw Errno.NOTSUP.exception();
            }
            channel.write(ByteBuffer.allocate(1), size - 1);
        }
    }

    @Override
    public void sync(boolean all) throws IOException {
        channel.force(all);
    }

    /** The JDK knows the attributes of a path, not of a channel: they count if the path still leads to this file. */
    @Override
    public FileStatus status() throws IOException {
        var now = current();
        var status = HostAttributes.status(now == null ? attributes : now, path);
        return now != null ? status
                : new FileStatus(status.type(), status.device(), status.inode(), status.links(), channel.size(),
                        status.accessed(), status.modified(), status.changed());
    }

    private @Nullable BasicFileAttributes current() {
        try {
            var found = HostDirectory.attributes(path);
            return Objects.equals(found.fileKey(), key) ? found : null;
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void setTimes(Times times) throws IOException {
        HostLock.holding(() -> {
            if (current() == null) {
                throw Errno.STALE.exception();
            }
            HostDirectory.setTimes(path, times);
            return true;
        });
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
