package dev.mortise.wasi.internal;

import dev.mortise.wasi.internal.file.Errno;
import dev.mortise.wasi.internal.file.FileStatus;
import dev.mortise.wasi.internal.file.PathWalk;
import dev.mortise.wasm.Instance;
import java.io.IOException;
import java.lang.invoke.MethodHandles;

/**
 * What {@code wasi_unstable}, the forerunner of preview 1, has otherwise: how seeking counts its starting points, and how
 * two records lie in memory. It has no {@code sock_accept}.
 */
final class UnstableFunctions {

    private static final int FILESTAT_BYTES = 56;
    private static final int WHENCE_CURRENT = 0;
    private static final int WHENCE_END = 1;
    private static final int WHENCE_SET = 2;

    private UnstableFunctions() {}

    static void addTo(FunctionSet functions) {
        var source = functions.from(MethodHandles.lookup());
        source.add("fd_seek", "fdSeek", int.class, long.class, int.class, int.class);
        source.add("fd_filestat_get", "fdFilestatGet", int.class, int.class);
        source.add("path_filestat_get", "pathFilestatGet", int.class, int.class, int.class, int.class, int.class);
        source.add("poll_oneoff", "pollOneoff", int.class, int.class, int.class, int.class);
    }

    static void fdSeek(int fd, long delta, int whence, int result, Instance caller) throws IOException {
        var inPreview1 = switch (whence) {
            case WHENCE_SET -> 0;
            case WHENCE_CURRENT -> 1;
            case WHENCE_END -> 2;
            default -> throw Errno.INVAL.exception();
        };
        FileFunctions.fdSeek(fd, delta, inPreview1, result, caller);
    }

    static void fdFilestatGet(int fd, int result, Instance caller) throws IOException {
        Headroom.require();
        var guest = Guest.of(caller);
        guest.memory().check(result, FILESTAT_BYTES);
        write(guest.memory(), result, guest.resource(fd, Rights.FD_FILESTAT_GET).status());
    }

    static void pathFilestatGet(int fd, int flags, int path, int length, int result, Instance caller)
            throws IOException {
        Headroom.require();
        var guest = Guest.of(caller);
        guest.memory().check(result, FILESTAT_BYTES);
        var name = guest.memory().readPath(path, length);
        var directory = guest.descriptor(fd).directory(Rights.PATH_FILESTAT_GET);
        try (var walk = PathWalk.along(directory, name, PathFunctions.follows(flags))) {
            var status = walk.isSelf() ? walk.parent().status() : walk.parent().status(walk.name());
            PathFunctions.requireDirectoryIfWanted(walk, status.type());
            write(guest.memory(), result, status);
        }
    }

    private static void write(GuestMemory memory, int pointer, FileStatus status) {
        memory.clear(pointer, FILESTAT_BYTES);
        memory.writeLong(pointer, status.device());
        memory.writeLong(pointer + 8, status.inode());
        memory.writeByte(pointer + 16, status.type().number());
        memory.writeInt(pointer + 20, (int) status.links());
        memory.writeLong(pointer + 24, status.size());
        memory.writeLong(pointer + 32, status.accessed());
        memory.writeLong(pointer + 40, status.modified());
        memory.writeLong(pointer + 48, status.changed());
    }

    static void pollOneoff(int subscriptions, int events, int count, int result, Instance caller) throws IOException {
        PollFunctions.poll(subscriptions, events, count, result, Subscription.Layout.UNSTABLE, caller);
    }
}
