package dev.mortise.wasi.internal;

import dev.mortise.wasi.internal.file.Directory;
import dev.mortise.wasi.internal.file.Errno;
import dev.mortise.wasi.internal.file.ErrnoException;
import dev.mortise.wasi.internal.file.FileType;
import dev.mortise.wasi.internal.file.PathWalk;
import dev.mortise.wasm.Instance;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;

/** What is done by path, relative to an open directory; {@code path_open} is {@link OpenFunction}'s. */
final class PathFunctions {

    private static final int FOLLOW = 1;

    private PathFunctions() {}

    static void addTo(FunctionSet functions) {
        var source = functions.from(MethodHandles.lookup());
        source.add("path_create_directory", "pathCreateDirectory", int.class, int.class, int.class);
        source.add("path_filestat_get", "pathFilestatGet", int.class, int.class, int.class, int.class, int.class);
        source.add("path_filestat_set_times", "pathFilestatSetTimes", int.class, int.class, int.class, int.class,
                long.class, long.class, int.class);
        source.add("path_link", "pathLink", int.class, int.class, int.class, int.class, int.class, int.class,
                int.class);
        source.add("path_readlink", "pathReadlink", int.class, int.class, int.class, int.class, int.class, int.class);
        source.add("path_remove_directory", "pathRemoveDirectory", int.class, int.class, int.class);
        source.add("path_rename", "pathRename", int.class, int.class, int.class, int.class, int.class, int.class);
        source.add("path_symlink", "pathSymlink", int.class, int.class, int.class, int.class, int.class);
        source.add("path_unlink_file", "pathUnlinkFile", int.class, int.class, int.class);
    }

    /** Whether a link at the end is to be followed. */
    static boolean follows(int flags) throws ErrnoException {
        if ((flags & ~FOLLOW) != 0) {
            throw Errno.INVAL.exception();
        }
        return flags == FOLLOW;
    }

    static void pathCreateDirectory(int fd, int path, int length, Instance caller) throws IOException {
        Headroom.require();
        var guest = Guest.of(caller);
        var name = guest.memory().readPath(path, length);
        var directory = guest.descriptor(fd).changeable(Rights.PATH_CREATE_DIRECTORY);
        // A slash at the end says nothing new here, and must not make the walk follow a link.
        try (var walk = PathWalk.along(directory, withoutSlashes(name), false)) {
            if (walk.isSelf()) {
                throw Errno.EXIST.exception();
            }
            walk.parent().createDirectory(walk.name());
        }
    }

    private static String withoutSlashes(String path) {
        var end = path.length();
        while (end > 1 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    static void pathFilestatGet(int fd, int flags, int path, int length, int result, Instance caller)
            throws IOException {
        Headroom.require();
        var guest = Guest.of(caller);
        guest.memory().check(result, StatusRecords.FILESTAT_BYTES);
        var name = guest.memory().readPath(path, length);
        var directory = guest.descriptor(fd).directory(Rights.PATH_FILESTAT_GET);
        try (var walk = PathWalk.along(directory, name, follows(flags))) {
            var status = walk.isSelf() ? walk.parent().status() : walk.parent().status(walk.name());
            requireDirectoryIfWanted(walk, status.type());
            StatusRecords.write(guest.memory(), result, status);
        }
    }

    static void pathFilestatSetTimes(int fd, int flags, int path, int length, long accessed, long modified,
            int timeFlags, Instance caller) throws IOException {
        Headroom.require();
        var guest = Guest.of(caller);
        var name = guest.memory().readPath(path, length);
        var directory = guest.descriptor(fd).changeable(Rights.PATH_FILESTAT_SET_TIMES);
        var times = StatusRecords.times(guest.clock(), accessed, modified, timeFlags);
        try (var walk = PathWalk.along(directory, name, follows(flags))) {
            if (walk.isSelf()) {
                walk.parent().setTimes(times);
            } else {
                requireDirectoryIfWanted(walk, walk.parent().type(walk.name()));
                walk.parent().setTimes(walk.name(), times);
            }
        }
    }

    static void pathLink(int oldFd, int oldFlags, int oldPath, int oldLength, int newFd, int newPath, int newLength,
            Instance caller) throws IOException {
        Headroom.require();
        var guest = Guest.of(caller);
        var oldName = guest.memory().readPath(oldPath, oldLength);
        var newName = guest.memory().readPath(newPath, newLength);
        var from = guest.descriptor(oldFd).changeable(Rights.PATH_LINK_SOURCE);
        var to = guest.descriptor(newFd).changeable(Rights.PATH_LINK_TARGET);
        requireSameGrant(from, to);
        try (var old = PathWalk.along(from, oldName, follows(oldFlags));
                var fresh = PathWalk.along(to, newName, false)) {
            if (old.isSelf()) {
                throw Errno.PERM.exception();
            } else if (fresh.isSelf()) {
                throw Errno.EXIST.exception();
            }
            requireDirectoryIfWanted(old, old.parent().type(old.name()));
            if (fresh.wantsDirectory()) {
                throw Errno.NOENT.exception();
            }
            old.parent().link(old.name(), fresh.parent(), fresh.name());
        }
    }

    static void pathReadlink(int fd, int path, int length, int buffer, int bufferLength, int result, Instance caller)
            throws IOException {
        Headroom.require();
        var guest = Guest.of(caller);
        guest.memory().check(buffer, Integer.toUnsignedLong(bufferLength));
        guest.memory().check(result, 4);
        var name = guest.memory().readPath(path, length);
        var directory = guest.descriptor(fd).directory(Rights.PATH_READLINK);
        try (var walk = PathWalk.along(directory, name, false)) {
            if (walk.isSelf()) {
                throw Errno.INVAL.exception();
            }
            var target = walk.parent().readLink(walk.name());
            if (target.startsWith("/")) {
                // It tells how the host's directories are called, and the guest could not follow it.
                throw Errno.PERM.exception();
            }
            var bytes = target.getBytes(StandardCharsets.UTF_8);
            var count = Integer.compareUnsigned(bufferLength, bytes.length) < 0 ? bufferLength : bytes.length;
            guest.memory().write(buffer, bytes, count);
            guest.memory().writeInt(result, count);
        }
    }

    static void pathRemoveDirectory(int fd, int path, int length, Instance caller) throws IOException {
        Headroom.require();
        var guest = Guest.of(caller);
        var name = guest.memory().readPath(path, length);
        var directory = guest.descriptor(fd).changeable(Rights.PATH_REMOVE_DIRECTORY);
        try (var walk = PathWalk.along(directory, withoutSlashes(name), false)) {
            if (walk.isSelf()) {
                throw Errno.INVAL.exception();
            }
            walk.parent().removeDirectory(walk.name());
        }
    }

    static void pathRename(int oldFd, int oldPath, int oldLength, int newFd, int newPath, int newLength,
            Instance caller) throws IOException {
        Headroom.require();
        var guest = Guest.of(caller);
        var oldName = guest.memory().readPath(oldPath, oldLength);
        var newName = guest.memory().readPath(newPath, newLength);
        var from = guest.descriptor(oldFd).changeable(Rights.PATH_RENAME_SOURCE);
        var to = guest.descriptor(newFd).changeable(Rights.PATH_RENAME_TARGET);
        requireSameGrant(from, to);
        try (var old = PathWalk.along(from, withoutSlashes(oldName), false);
                var fresh = PathWalk.along(to, withoutSlashes(newName), false)) {
            if (old.isSelf() || fresh.isSelf()) {
                throw Errno.BUSY.exception();
            }
            var endsWithSlash = oldName.endsWith("/") || newName.endsWith("/");
            if (endsWithSlash && old.parent().type(old.name()) != FileType.DIRECTORY) {
                throw Errno.NOTDIR.exception();
            }
            old.parent().rename(old.name(), fresh.parent(), fresh.name());
        }
    }

    static void pathSymlink(int target, int targetLength, int fd, int path, int length, Instance caller)
            throws IOException {
        Headroom.require();
        var guest = Guest.of(caller);
        var targetPath = guest.memory().readPath(target, targetLength);
        var name = guest.memory().readPath(path, length);
        var directory = guest.descriptor(fd).changeable(Rights.PATH_SYMLINK);
        if (targetPath.isEmpty()) {
            throw Errno.NOENT.exception();
        } else if (targetPath.startsWith("/")) {
            throw Errno.PERM.exception();
        }
        try (var walk = PathWalk.along(directory, name, false)) {
            if (walk.isSelf()) {
                throw Errno.EXIST.exception();
            } else if (walk.wantsDirectory()) {
                throw Errno.NOENT.exception();
            }
            walk.parent().createSymbolicLink(walk.name(), targetPath);
        }
    }

    static void pathUnlinkFile(int fd, int path, int length, Instance caller) throws IOException {
        Headroom.require();
        var guest = Guest.of(caller);
        var name = guest.memory().readPath(path, length);
        var directory = guest.descriptor(fd).changeable(Rights.PATH_UNLINK_FILE);
        try (var walk = PathWalk.along(directory, withoutSlashes(name), false)) {
            if (walk.isSelf()) {
                throw Errno.ISDIR.exception();
            } else if (name.endsWith("/") && walk.parent().type(walk.name()) != FileType.DIRECTORY) {
                throw Errno.NOTDIR.exception();
            }
            walk.parent().unlink(walk.name());
        }
    }

    /** A path with a slash at its end is that of a directory or of nothing. */
    static void requireDirectoryIfWanted(PathWalk walk, FileType type) throws ErrnoException {
        if (walk.wantsDirectory() && type != FileType.DIRECTORY) {
            throw Errno.NOTDIR.exception();
        }
    }

    /** What lies in one grant cannot be moved into another: it was not given for that. */
    @SuppressWarnings("ReferenceEquality") // a grant is an object of its own
    private static void requireSameGrant(Directory from, Directory to) throws ErrnoException {
        if (from.grant() != to.grant()) {
            throw Errno.XDEV.exception();
        }
    }
}
