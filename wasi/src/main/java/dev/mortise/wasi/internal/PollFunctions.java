package dev.mortise.wasi.internal;

import dev.mortise.wasi.internal.file.Errno;
import dev.mortise.wasm.Instance;
import java.io.IOException;
import java.lang.invoke.MethodHandles;

/** {@code poll_oneoff}. */
final class PollFunctions {

    private static final int EVENT_BYTES = 32;
    /** More than a guest has descriptors; each takes memory of the host while the guest waits. */
    private static final int MOST_SUBSCRIPTIONS = 4_096;

    private PollFunctions() {}

    static void addTo(FunctionSet functions) {
        functions.from(MethodHandles.lookup()).add("poll_oneoff", "pollOneoff", int.class, int.class, int.class,
                int.class);
    }

    static void pollOneoff(int subscriptions, int events, int count, int result, Instance caller) throws IOException {
        poll(subscriptions, events, count, result, Subscription.Layout.PREVIEW_1, caller);
    }

    static void poll(int pointer, int events, int count, int result, Subscription.Layout layout, Instance caller)
            throws IOException {
        Headroom.require();
        var guest = Guest.of(caller);
        var memory = guest.memory();
        memory.check(pointer, Integer.toUnsignedLong(count) * layout.bytes);
        memory.check(events, Integer.toUnsignedLong(count) * EVENT_BYTES);
        memory.check(result, 4);
        if (count == 0 || Integer.compareUnsigned(count, MOST_SUBSCRIPTIONS) > 0) {
            throw Errno.INVAL.exception();
        }
        var all = new Subscription[count];
        for (var i = 0; i < count; i++) {
            all[i] = Subscription.read(memory, pointer + i * layout.bytes, layout);
            if (all[i].kind() > Subscription.WRITE) {
                throw Errno.INVAL.exception();
            }
        }
        memory.writeInt(result, new Poll(guest, all, events).run(caller));
    }
}
