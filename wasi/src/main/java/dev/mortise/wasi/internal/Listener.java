package dev.mortise.wasi.internal;

import dev.mortise.wasi.internal.file.Errno;
import dev.mortise.wasi.internal.file.FileType;
import dev.mortise.wasi.internal.file.Resource;
import java.io.IOException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;

/** A socket at which others call. */
final class Listener implements Resource {

    private final ServerSocketChannel channel;

    Listener(ServerSocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
    }

    @Override
    public FileType fileType() {
        return FileType.SOCKET_STREAM;
    }

    ServerSocketChannel channel() {
        return channel;
    }

    Connection accept(Guest guest, boolean waits) throws IOException {
        try {
            while (true) {
                var accepted = channel.accept();
                if (accepted != null) {
                    return new Connection(accepted);
                } else if (!waits) {
                    throw Errno.AGAIN.exception();
                }
                guest.sockets().await(channel, SelectionKey.OP_ACCEPT);
            }
        } catch (NotYetBoundException e) {
            throw Errno.INVAL.exception();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
