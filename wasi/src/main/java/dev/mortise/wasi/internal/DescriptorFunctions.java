package dev.mortise.wasi.internal;

import dev.mortise.wasi.internal.file.Directory;
import dev.mortise.wasi.internal.file.Errno;
import dev.mortise.wasi.internal.file.OpenFile;
import dev.mortise.wasm.Instance;
import java.io.IOException;
import java.lang.invoke.MethodHandles;

/** What is done with descriptors, whatever is behind them. */
final class DescriptorFunctions {

    private static final int FDSTAT_BYTES = 24;
    private static final int PRESTAT_BYTES = 8;

    private DescriptorFunctions() {}

    static void addTo(FunctionSet functions) {
        var source = functions.from(MethodHandles.lookup());
        source.add("fd_close", "fdClose", int.class);
        source.add("fd_fdstat_get", "fdFdstatGet", int.class, int.class);
        source.add("fd_fdstat_set_flags", "fdFdstatSetFlags", int.class, int.class);
        source.add("fd_fdstat_set_rights", "fdFdstatSetRights", int.class, long.class, long.class);
        source.add("fd_filestat_get", "fdFilestatGet", int.class, int.class);
        source.add("fd_filestat_set_times", "fdFilestatSetTimes", int.class, long.class, long.class, int.class);
        source.add("fd_prestat_get", "fdPrestatGet", int.class, int.class);
        source.add("fd_prestat_dir_name", "fdPrestatDirName", int.class, int.class, int.class);
        source.add("fd_renumber", "fdRenumber", int.class, int.class);
    }

    static void fdClose(int fd, Instance caller) throws IOException {
        Headroom.require();
        Guest.of(caller).descriptors().close(fd);
    }

    static void fdFdstatGet(int fd, int result, Instance caller) throws IOException {
        var guest = Guest.of(caller);
        var memory = guest.memory();
        memory.check(result, FDSTAT_BYTES);
        var descriptor = guest.descriptor(fd);
        memory.clear(result, FDSTAT_BYTES);
        memory.writeByte(result, descriptor.resource().fileType().number());
        memory.writeShort(result + 2, descriptor.flags());
        memory.writeLong(result + 8, descriptor.rights());
        memory.writeLong(result + 16, descriptor.inheritedRights());
    }

    static void fdFdstatSetFlags(int fd, int flags, Instance caller) throws IOException {
        var descriptor = Guest.of(caller).descriptor(fd);
        descriptor.require(Rights.FD_FDSTAT_SET_FLAGS);
        if (((flags ^ descriptor.flags()) & ~FdFlags.CHANGEABLE) != 0) {
            throw Errno.INVAL.exception();
        }
        if (descriptor.resource() instanceof OpenFile file && file.appendsAlways() && (flags & FdFlags.APPEND) == 0) {
            throw Errno.NOTSUP.exception();
        }
        descriptor.setFlags(flags);
    }

    static void fdFdstatSetRights(int fd, long rights, long inherited, Instance caller) throws IOException {
        Guest.of(caller).descriptor(fd).setRights(rights, inherited);
    }

    static void fdFilestatGet(int fd, int result, Instance caller) throws IOException {
        Headroom.require();
        var guest = Guest.of(caller);
        guest.memory().check(result, StatusRecords.FILESTAT_BYTES);
        StatusRecords.write(guest.memory(), result, guest.resource(fd, Rights.FD_FILESTAT_GET).status());
    }

    static void fdFilestatSetTimes(int fd, long accessed, long modified, int flags, Instance caller)
            throws IOException {
        Headroom.require();
        var guest = Guest.of(caller);
        var descriptor = guest.descriptor(fd);
        var times = StatusRecords.times(guest.clock(), accessed, modified, flags);
        if (descriptor.resource() instanceof Directory) {
            descriptor.changeable(Rights.FD_FILESTAT_SET_TIMES).setTimes(times);
        } else if (descriptor.resource() instanceof OpenFile file) {
            descriptor.require(Rights.FD_FILESTAT_SET_TIMES);
            file.setTimes(times);
        } else {
            throw Errno.BADF.exception();
        }
    }

    /** The C library asks from 3 on, until the answer is BADF. */
    static void fdPrestatGet(int fd, int result, Instance caller) throws IOException {
        var guest = Guest.of(caller);
        guest.memory().check(result, PRESTAT_BYTES);
        var name = guest.descriptor(fd).grantedAs();
        if (name == null) {
            throw Errno.BADF.exception();
        }
        guest.memory().clear(result, PRESTAT_BYTES);
        guest.memory().writeInt(result + 4, name.length);
    }

    static void fdPrestatDirName(int fd, int buffer, int length, Instance caller) throws IOException {
        var guest = Guest.of(caller);
        guest.memory().check(buffer, Integer.toUnsignedLong(length));
        var name = guest.descriptor(fd).grantedAs();
        if (name == null) {
            throw Errno.NOTDIR.exception();
        } else if (Integer.compareUnsigned(length, name.length) < 0) {
            throw Errno.NAMETOOLONG.exception();
        }
        guest.memory().write(buffer, name, name.length);
    }

    static void fdRenumber(int from, int to, Instance caller) throws IOException {
        Headroom.require();
        Guest.of(caller).descriptors().renumber(from, to);
    }
}
