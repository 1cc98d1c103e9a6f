package dev.mortise.wasi.internal;

import dev.mortise.wasi.internal.file.Errno;
import dev.mortise.wasi.internal.file.IoErrors;
import dev.mortise.wasi.internal.file.OpenFile;
import dev.mortise.wasm.Instance;
import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.util.concurrent.TimeUnit;

/**
 * One call of {@code poll_oneoff}: looks what is ready, and if nothing is, waits for the first of all. Clocks are waited
 * for parked, sockets in a selector. A stream of the host can only be asked how many bytes it has: while a clock is
 * subscribed beside one, it is asked now and then; without a clock it counts as ready, and the read waits.
 */
final class Poll {

    private static final int EVENT_BYTES = 32;
    private static final long FIRST_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LAST_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(25);
    /** What a stream or file takes without waiting; any number does. */
    private static final long ROOM = 65_536;

    private final Guest guest;
    private final Subscription[] subscriptions;
    private final long[] left;
    private final int events;
    private final boolean hasClock;
    private int count;
    private long elapsed;

    Poll(Guest guest, Subscription[] subscriptions, int events) {
        this.guest = guest;
        this.subscriptions = subscriptions;
        this.events = events;
        left = new long[subscriptions.length];
        var clocks = false;
        for (var i = 0; i < left.length; i++) {
            if (subscriptions[i].kind() == Subscription.CLOCK) {
                left[i] = subscriptions[i].nanosLeft(guest.clock());
                clocks = true;
            }
        }
        hasClock = clocks;
    }

    /** Returns how many events were written: at least one. */
    int run(Instance caller) throws IOException {
        var start = System.nanoTime();
        var look = FIRST_LOOK_NANOS;
        while (true) {
            caller.checkInterrupt();
            var next = writeReady();
            if (count > 0) {
                return count;
            }
            if (guest.clock().isVirtual() && next < Waiting.FOR_EVER) {
                // Nothing else would come while no time passes.
                guest.clock().advance(next - elapsed);
                elapsed = next;
                continue;
            }
            waitFor(caller, next - elapsed, look);
            look = Math.min(look * 2, LAST_LOOK_NANOS);
            if (!guest.clock().isVirtual()) {
                elapsed = System.nanoTime() - start;
            }
        }
    }

    /** Writes an event for all that is ready; returns when the first clock is due, counted from the start. */
    private long writeReady() throws IOException {
        var next = Waiting.FOR_EVER;
        for (var i = 0; i < subscriptions.length; i++) {
            var subscription = subscriptions[i];
            if (subscription.kind() == Subscription.CLOCK) {
                writeIfDue(subscription, left[i]);
                next = Math.min(next, left[i]);
            } else {
                writeIfReady(subscription);
            }
        }
        return next;
    }

    private void writeIfDue(Subscription subscription, long due) throws IOException {
        if (subscription.subject() != ClockFunctions.REALTIME && subscription.subject() != ClockFunctions.MONOTONIC) {
            write(subscription, Errno.INVAL, 0);
        } else if (elapsed >= due) {
            write(subscription, Errno.SUCCESS, 0);
        }
    }

    private void writeIfReady(Subscription subscription) {
        try {
            var descriptor = guest.descriptor(subscription.subject());
            var reads = subscription.kind() == Subscription.READ;
            descriptor.require(Rights.POLL_FD_READWRITE);
            var bytes = ready(descriptor, reads);
            if (bytes >= 0) {
                write(subscription, Errno.SUCCESS, bytes);
            }
        } catch (IOException e) {
            write(subscription, IoErrors.of(e), 0);
        }
    }

    /** How many bytes can be moved at once, or -1 if there is something to wait for. */
    private long ready(Descriptor descriptor, boolean reads) throws IOException {
        var resource = descriptor.resource();
        if (resource instanceof OpenFile file) {
            return reads ? Math.max(0, file.size() - descriptor.position()) : ROOM;
        } else if (resource instanceof InputPipe pipe && reads) {
            return pipe.isReady() || !hasClock ? pipe.available() : -1;
        } else if (resource instanceof OutputPipe && !reads) {
            return ROOM;
        } else if (resource instanceof Connection connection) {
            if (reads && connection.hasAhead()) {
                return 1;
            }
            return readyIf(connection.channel(), SocketWait.operation(false, reads));
        } else if (resource instanceof Listener listener && reads) {
            return readyIf(listener.channel(), SocketWait.operation(true, true));
        }
        throw Errno.BADF.exception();
    }

    private long readyIf(SelectableChannel channel, int operation) throws IOException {
        return guest.sockets().isReady(channel, operation) ? 1 : -1;
    }

    private void write(Subscription subscription, Errno errno, long bytes) {
        var memory = guest.memory();
        var event = events + count * EVENT_BYTES;
        memory.clear(event, EVENT_BYTES);
        memory.writeLong(event, subscription.userData());
        memory.writeShort(event + 8, errno.number());
        memory.writeByte(event + 10, subscription.kind());
        memory.writeLong(event + 16, bytes);
        count++;
    }

    private void waitFor(Instance caller, long nanos, long look) throws IOException {
        var sockets = false;
        var streams = false;
        for (var subscription : subscriptions) {
            if (subscription.kind() != Subscription.CLOCK) {
                var resource = guest.descriptor(subscription.subject()).resource();
                var reads = subscription.kind() == Subscription.READ;
                if (resource instanceof Connection connection) {
                    guest.sockets().register(connection.channel(), SocketWait.operation(false, reads));
                    sockets = true;
                } else if (resource instanceof Listener listener) {
                    guest.sockets().register(listener.channel(), SocketWait.operation(true, reads));
                    sockets = true;
                } else {
                    streams = true;
                }
            }
        }
        var longest = streams ? Math.min(nanos, look) : nanos;
        if (sockets) {
            guest.sockets().select(caller, longest);
        } else {
            Waiting.sleep(caller, longest);
        }
    }
}
