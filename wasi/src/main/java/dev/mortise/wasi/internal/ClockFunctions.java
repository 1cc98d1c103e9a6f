package dev.mortise.wasi.internal;

import dev.mortise.wasi.internal.file.Errno;
import dev.mortise.wasi.internal.file.ErrnoException;
import dev.mortise.wasm.Instance;
import java.lang.invoke.MethodHandles;

/** {@code clock_*}. Processor time is the host's business: those two clocks are not there. */
final class ClockFunctions {

    static final int REALTIME = 0;
    static final int MONOTONIC = 1;

    private ClockFunctions() {}

    static void addTo(FunctionSet functions) {
        var source = functions.from(MethodHandles.lookup());
        source.add("clock_res_get", "clockResGet", int.class, int.class);
        source.add("clock_time_get", "clockTimeGet", int.class, long.class, int.class);
    }

    static void clockResGet(int id, int result, Instance caller) throws ErrnoException {
        var guest = Guest.of(caller);
        requireClock(id);
        guest.memory().writeLong(result, guest.clock().resolution());
    }

    static void clockTimeGet(int id, long precision, int result, Instance caller) throws ErrnoException {
        var guest = Guest.of(caller);
        requireClock(id);
        guest.memory().writeLong(result, now(guest.clock(), id));
    }

    static long now(ClockSource clock, int id) {
        return id == REALTIME ? clock.realtime() : clock.monotonic();
    }

    static void requireClock(int id) throws ErrnoException {
        if (id != REALTIME && id != MONOTONIC) {
            throw Errno.INVAL.exception();
        }
    }
}
