package dev.mortise.wasi.internal;

import dev.mortise.wasm.Instance;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.jspecify.annotations.Nullable;

/** Waits for a guest's sockets, with a selector that is opened when it is first needed. */
final class SocketWait {

    private final Guest guest;
    private @Nullable Selector selector;

    SocketWait(Guest guest) {
        this.guest = guest;
    }

    /** Waits until one channel is ready. */
    void await(SelectableChannel channel, int operation) throws IOException {
        register(channel, operation);
        select(guest.caller(), Waiting.FOR_EVER);
    }

    /** Adds to what the next wait is for. */
    void register(SelectableChannel channel, int operation) throws IOException {
        var open = selector();
        var key = channel.keyFor(open);
        if (key == null) {
            channel.register(open, operation);
        } else {
            key.interestOpsOr(operation);
        }
    }

    /** Waits for what is registered, and forgets that it was. */
    void select(Instance caller, long nanos) throws IOException {
        var open = selector();
        try {
            Waiting.select(caller, open, nanos);
        } finally {
            forget(open);
        }
    }

    /** Whether a channel is ready, by a look that does not wait. */
    boolean isReady(SelectableChannel channel, int operation) throws IOException {
        register(channel, operation);
        var open = selector();
        open.selectNow();
        // Only what is selected counts: the others' keys still say what they were ready for last.
        var ready = open.selectedKeys().contains(channel.keyFor(open));
        forget(open);
        return ready;
    }

    private static void forget(Selector selector) {
        selector.selectedKeys().clear();
        for (var key : selector.keys()) {
            if (key.isValid()) {
                key.interestOps(0);
            }
        }
    }

    private Selector selector() throws IOException {
        var open = selector;
        if (open == null) {
            open = Selector.open();
            selector = open;
        }
        return open;
    }

    void close() throws IOException {
        if (selector != null) {
            selector.close();
        }
    }

    /** What {@link SelectionKey} calls a connection that can be read or written, or a caller at a listener. */
    static int operation(boolean listener, boolean read) {
        if (listener) {
            return SelectionKey.OP_ACCEPT;
        }
        return read ? SelectionKey.OP_READ : SelectionKey.OP_WRITE;
    }
}
