package dev.mortise.wasi.internal;

import dev.mortise.wasi.internal.file.Directory;
import dev.mortise.wasi.internal.file.Errno;
import dev.mortise.wasi.internal.file.OpenFile;
import dev.mortise.wasm.Instance;
import java.io.IOException;
import java.lang.invoke.MethodHandles;

/** What is done with the bytes of an open file or stream. */
final class FileFunctions {

    private static final int WHENCE_SET = 0;
    private static final int WHENCE_CURRENT = 1;
    private static final int WHENCE_END = 2;
    private static final int LAST_ADVICE = 5;

    private FileFunctions() {}

    static void addTo(FunctionSet functions) {
        var source = functions.from(MethodHandles.lookup());
        source.add("fd_advise", "fdAdvise", int.class, long.class, long.class, int.class);
        source.add("fd_allocate", "fdAllocate", int.class, long.class, long.class);
        source.add("fd_datasync", "fdDatasync", int.class);
        source.add("fd_filestat_set_size", "fdFilestatSetSize", int.class, long.class);
        source.add("fd_pread", "fdPread", int.class, int.class, int.class, long.class, int.class);
        source.add("fd_pwrite", "fdPwrite", int.class, int.class, int.class, long.class, int.class);
        source.add("fd_read", "fdRead", int.class, int.class, int.class, int.class);
        source.add("fd_seek", "fdSeek", int.class, long.class, int.class, int.class);
        source.add("fd_sync", "fdSync", int.class);
        source.add("fd_tell", "fdTell", int.class, int.class);
        source.add("fd_write", "fdWrite", int.class, int.class, int.class, int.class);
    }

    /** Advice is heard and not acted on: the JDK cannot pass it on. */
    static void fdAdvise(int fd, long offset, long length, int advice, Instance caller) throws IOException {
        var guest = Guest.of(caller);
        guest.descriptor(fd).file(Rights.FD_ADVISE);
        if (Integer.compareUnsigned(advice, LAST_ADVICE) > 0 || offset < 0 || length < 0) {
            throw Errno.INVAL.exception();
        }
    }

    static void fdAllocate(int fd, long offset, long length, Instance caller) throws IOException {
        var guest = Guest.of(caller);
        var file = guest.descriptor(fd).file(Rights.FD_ALLOCATE);
        if (offset < 0 || length <= 0) {
            throw Errno.INVAL.exception();
        } else if (offset > Long.MAX_VALUE - length) {
            throw Errno.FBIG.exception();
        }
        file.allocate(offset + length);
    }

    static void fdDatasync(int fd, Instance caller) throws IOException {
        sync(Guest.of(caller).descriptor(fd), Rights.FD_DATASYNC, false);
    }

    static void fdSync(int fd, Instance caller) throws IOException {
        sync(Guest.of(caller).descriptor(fd), Rights.FD_SYNC, true);
    }

    private static void sync(Descriptor descriptor, long right, boolean attributes) throws IOException {
        descriptor.require(right);
        if (descriptor.resource() instanceof OpenFile file) {
            file.sync(attributes);
        } else if (descriptor.resource() instanceof OutputPipe pipe) {
            pipe.flush();
        }
        // The JDK cannot sync a directory; what lies in it can be.
    }

    static void fdFilestatSetSize(int fd, long size, Instance caller) throws IOException {
        var file = Guest.of(caller).descriptor(fd).file(Rights.FD_FILESTAT_SET_SIZE);
        if (size < 0) {
            throw Errno.INVAL.exception();
        }
        file.setSize(size);
    }

    static void fdRead(int fd, int pieces, int count, int result, Instance caller) throws IOException {
        var guest = Guest.of(caller);
        var descriptor = guest.descriptor(fd);
        var vectors = guest.vectors(pieces, count);
        guest.memory().check(result, 4);
        requireBytes(descriptor, Rights.FD_READ);
        guest.memory().writeInt(result, Transfer.read(guest, descriptor, vectors));
    }

    static void fdWrite(int fd, int pieces, int count, int result, Instance caller) throws IOException {
        var guest = Guest.of(caller);
        var descriptor = guest.descriptor(fd);
        var vectors = guest.vectors(pieces, count);
        guest.memory().check(result, 4);
        requireBytes(descriptor, Rights.FD_WRITE);
        guest.memory().writeInt(result, Transfer.write(guest, descriptor, vectors));
    }

    /** That a directory has no bytes says more than that a right is missing. */
    private static void requireBytes(Descriptor descriptor, long right) throws IOException {
        if (descriptor.resource() instanceof Directory) {
            throw Errno.BADF.exception();
        }
        descriptor.require(right);
    }

    static void fdPread(int fd, int pieces, int count, long offset, int result, Instance caller) throws IOException {
        var guest = Guest.of(caller);
        var descriptor = guest.descriptor(fd);
        var vectors = guest.vectors(pieces, count);
        guest.memory().check(result, 4);
        var file = descriptor.file(Rights.FD_READ);
        if (offset < 0) {
            throw Errno.INVAL.exception();
        }
        guest.memory().writeInt(result, Transfer.readFile(guest, file, vectors, offset));
    }

    static void fdPwrite(int fd, int pieces, int count, long offset, int result, Instance caller) throws IOException {
        var guest = Guest.of(caller);
        var descriptor = guest.descriptor(fd);
        var vectors = guest.vectors(pieces, count);
        guest.memory().check(result, 4);
        var file = descriptor.file(Rights.FD_WRITE);
        if (offset < 0) {
            throw Errno.INVAL.exception();
        } else if (file.appendsAlways()) {
            // Linux would append and say nothing.
            throw Errno.NOTSUP.exception();
        }
        guest.memory().writeInt(result, Transfer.writeFile(guest, file, vectors, offset));
    }

    static void fdSeek(int fd, long delta, int whence, int result, Instance caller) throws IOException {
        var guest = Guest.of(caller);
        guest.memory().check(result, 8);
        var descriptor = guest.descriptor(fd);
        var file = descriptor.file(delta == 0 && whence == WHENCE_CURRENT ? Rights.FD_TELL : Rights.FD_SEEK);
        long from;
        if (whence == WHENCE_SET) {
            from = 0;
        } else if (whence == WHENCE_CURRENT) {
            from = descriptor.position();
        } else if (whence == WHENCE_END) {
            from = file.size();
        } else {
            throw Errno.INVAL.exception();
        }
        // Overflow makes it negative, too.
        var position = from + delta;
        if (position < 0) {
            throw Errno.INVAL.exception();
        }
        descriptor.setPosition(position);
        guest.memory().writeLong(result, position);
    }

    static void fdTell(int fd, int result, Instance caller) throws IOException {
        var guest = Guest.of(caller);
        guest.memory().check(result, 8);
        var descriptor = guest.descriptor(fd);
        descriptor.file(Rights.FD_TELL);
        guest.memory().writeLong(result, descriptor.position());
    }
}
