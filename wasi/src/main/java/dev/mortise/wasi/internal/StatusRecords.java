package dev.mortise.wasi.internal;

import dev.mortise.wasi.internal.file.Errno;
import dev.mortise.wasi.internal.file.ErrnoException;
import dev.mortise.wasi.internal.file.FileStatus;
import dev.mortise.wasi.internal.file.Times;
import org.jspecify.annotations.Nullable;

/** The {@code filestat} record and the flags that go with setting times. */
final class StatusRecords {

    static final int FILESTAT_BYTES = 64;

    private static final int SET_ACCESSED = 1;
    private static final int SET_ACCESSED_NOW = 1 << 1;
    private static final int SET_MODIFIED = 1 << 2;
    private static final int SET_MODIFIED_NOW = 1 << 3;
    private static final int ALL = 15;

    private StatusRecords() {}

    static void write(GuestMemory memory, int pointer, FileStatus status) {
        memory.clear(pointer, FILESTAT_BYTES);
        memory.writeLong(pointer, status.device());
        memory.writeLong(pointer + 8, status.inode());
        memory.writeByte(pointer + 16, status.type().number());
        memory.writeLong(pointer + 24, status.links());
        memory.writeLong(pointer + 32, status.size());
        memory.writeLong(pointer + 40, status.accessed());
        memory.writeLong(pointer + 48, status.modified());
        memory.writeLong(pointer + 56, status.changed());
    }

    /** The times that the guest wants; its own clock says what now is. */
    static Times times(ClockSource clock, long accessed, long modified, int flags) throws ErrnoException {
        var now = clock.realtime();
        var both = SET_ACCESSED | SET_ACCESSED_NOW;
        var bothModified = SET_MODIFIED | SET_MODIFIED_NOW;
        if ((flags & ~ALL) != 0 || (flags & both) == both || (flags & bothModified) == bothModified) {
            throw Errno.INVAL.exception();
        }
        return new Times(time(flags & both, SET_ACCESSED_NOW, now, accessed),
                time(flags & bothModified, SET_MODIFIED_NOW, now, modified));
    }

    private static @Nullable Long time(int chosen, int nowFlag, long now, long given)
            throws ErrnoException {
        if (chosen == 0) {
            return null;
        }
        var time = chosen == nowFlag ? now : given;
        if (time < 0) {
            // Beyond the year 2262, where the JDK's nanoseconds end.
            throw Errno.INVAL.exception();
        }
        return time;
    }
}
