package dev.mortise.wasi.internal;

import dev.mortise.wasi.internal.file.Errno;
import dev.mortise.wasi.internal.file.ErrnoException;
import dev.mortise.wasi.internal.file.FileType;
import dev.mortise.wasi.internal.file.Resource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A connected socket, never blocking: whoever has to wait does so where an interruption reaches it. */
final class Connection implements Resource {

    /** What one look ahead can see. */
    private static final int LOOK_AHEAD = 8_192;

    private final SocketChannel channel;
    /** What was looked at and not yet read. */
    private @Nullable ByteBuffer ahead;

    Connection(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
    }

    @Override
    public FileType fileType() {
        return FileType.SOCKET_STREAM;
    }

    SocketChannel channel() {
        return channel;
    }

    boolean hasAhead() {
        return ahead != null;
    }

    /** Receives what there is; returns 0 at the end. */
    int receive(Guest guest, ByteBuffer target, boolean waits) throws IOException {
        var seen = ahead;
        if (seen != null) {
            var count = Math.min(seen.remaining(), target.remaining());
            target.put(seen.slice(seen.position(), count));
            seen.position(seen.position() + count);
            ahead = seen.hasRemaining() ? seen : null;
            return count;
        }
        return fill(guest, target, waits);
    }

    /** Receives without taking: the next one gets the same bytes. */
    int look(Guest guest, ByteBuffer target, boolean waits) throws IOException {
        if (ahead == null) {
            var buffer = ByteBuffer.allocate(LOOK_AHEAD);
            if (fill(guest, buffer, waits) == 0) {
                return 0;
            }
            ahead = buffer.flip();
        }
        var count = Math.min(ahead.remaining(), target.remaining());
        target.put(ahead.slice(ahead.position(), count));
        return count;
    }

    private int fill(Guest guest, ByteBuffer target, boolean waits) throws IOException {
        if (!target.hasRemaining()) {
            return 0;
        }
        try {
            while (true) {
                var count = channel.read(target);
                if (count != 0) {
                    return Math.max(0, count);
                }
                await(guest, SelectionKey.OP_READ, waits);
            }
        } catch (NotYetConnectedException e) {
            throw Errno.NOTCONN.exception();
        }
    }

    /** Sends all of it, or what fits at once if it must not wait. */
    int send(Guest guest, ByteBuffer source, boolean waits) throws IOException {
        var sent = 0;
        try {
            while (source.hasRemaining()) {
                var count = channel.write(source);
                sent += count;
                if (count == 0) {
                    if (!waits && sent > 0) {
                        return sent;
                    }
                    await(guest, SelectionKey.OP_WRITE, waits);
                }
            }
        } catch (NotYetConnectedException e) {
            throw Errno.NOTCONN.exception();
        }
        return sent;
    }

    private void await(Guest guest, int operation, boolean waits) throws IOException {
        if (!waits) {
            throw again();
        }
        guest.sockets().await(channel, operation);
    }

    private static ErrnoException again() {
        return Errno.AGAIN.exception();
    }

    void shutDown(boolean input, boolean output) throws IOException {
        try {
            if (input) {
                channel.shutdownInput();
            }
            if (output) {
                channel.shutdownOutput();
            }
        } catch (NotYetConnectedException e) {
            throw Errno.NOTCONN.exception();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
