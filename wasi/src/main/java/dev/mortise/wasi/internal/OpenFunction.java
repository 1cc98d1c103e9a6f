package dev.mortise.wasi.internal;

import dev.mortise.wasi.internal.file.Directory;
import dev.mortise.wasi.internal.file.Errno;
import dev.mortise.wasi.internal.file.ErrnoException;
import dev.mortise.wasi.internal.file.FileType;
import dev.mortise.wasi.internal.file.IoErrors;
import dev.mortise.wasi.internal.file.OpenMode;
import dev.mortise.wasi.internal.file.PathWalk;
import dev.mortise.wasm.Instance;
import java.io.IOException;
import java.lang.invoke.MethodHandles;

/**
 * {@code path_open}. Rights that the directory does not pass on are left out, as the libraries of guests ask for more
 * than they need; only to ask for writing where nothing may be written is an error.
 */
final class OpenFunction {

    private static final int CREATE = 1;
    private static final int DIRECTORY = 1 << 1;
    private static final int EXCLUSIVE = 1 << 2;
    private static final int TRUNCATE = 1 << 3;
    private static final int ALL = 15;

    private OpenFunction() {}

    static void addTo(FunctionSet functions) {
        functions.from(MethodHandles.lookup()).add("path_open", "pathOpen", int.class, int.class, int.class, int.class,
                int.class, long.class, long.class, int.class, int.class);
    }

    static void pathOpen(int fd, int lookup, int path, int length, int openFlags, long rights, long inherited,
            int flags, int result, Instance caller) throws IOException {
        Headroom.require();
        var guest = Guest.of(caller);
        guest.memory().check(result, 4);
        var name = guest.memory().readPath(path, length);
        var descriptor = guest.descriptor(fd);
        var directory = descriptor.directory(Rights.PATH_OPEN);
        var follows = PathFunctions.follows(lookup);
        if ((openFlags & ~ALL) != 0 || (flags & ~FdFlags.ALL) != 0) {
            throw Errno.INVAL.exception();
        }
        var mode = mode(descriptor, directory, openFlags, rights, flags);
        guest.descriptors().requireRoom();
        // With EXCL a link at the end is in the way, wherever it leads to.
        try (var walk = PathWalk.along(directory, name, follows && !(mode.create() && mode.exclusive()))) {
            var opened = open(walk, descriptor, mode, openFlags, rights, inherited, flags);
            guest.memory().writeInt(result, guest.descriptors().add(opened));
        }
    }

    private static OpenMode mode(Descriptor descriptor, Directory directory, int openFlags, long rights, int flags)
            throws ErrnoException {
        var create = (openFlags & CREATE) != 0;
        var truncate = (openFlags & TRUNCATE) != 0;
        var write = (rights & Rights.FD_WRITE) != 0;
        if ((openFlags & DIRECTORY) != 0 && (create || truncate)) {
            throw Errno.INVAL.exception();
        }
        if (directory.readOnly() && (write || create || truncate)) {
            throw Errno.ROFS.exception();
        } else if (create) {
            descriptor.require(Rights.PATH_CREATE_FILE);
        }
        if (truncate) {
            descriptor.require(Rights.PATH_FILESTAT_SET_SIZE);
        }
        if (write && (descriptor.inheritedRights() & Rights.FD_WRITE) == 0) {
            throw Errno.NOTCAPABLE.exception();
        }
        var append = write && (flags & FdFlags.APPEND) != 0;
        return new OpenMode((rights & Rights.FD_READ) != 0 || !write, write, append, create,
                create && (openFlags & EXCLUSIVE) != 0, truncate, (flags & FdFlags.DSYNC) != 0,
                (flags & FdFlags.SYNC) != 0);
    }

    private static Descriptor open(PathWalk walk, Descriptor from, OpenMode mode, int openFlags, long rights,
            long inherited, int flags) throws IOException {
        if (isDirectory(walk, mode, openFlags)) {
            if (mode.exclusive()) {
                throw Errno.EXIST.exception();
            } else if (mode.changes()) {
                throw Errno.ISDIR.exception();
            }
            return new Descriptor(walk.openDirectory(), rights & from.inheritedRights() & Rights.DIRECTORY,
                    inherited & from.inheritedRights(), flags & FdFlags.CHANGEABLE);
        }
        if (walk.wantsDirectory()) {
            throw (mode.create() ? Errno.ISDIR : Errno.NOTDIR).exception();
        }
        var allowed = rights & from.inheritedRights() & Rights.FILE;
        var file = walk.parent().openFile(walk.name(), mode);
        return new Descriptor(file, mode.write() ? allowed : allowed & ~Rights.CHANGES_SIZE, 0, flags);
    }

    private static boolean isDirectory(PathWalk walk, OpenMode mode, int openFlags) throws IOException {
        if (walk.isSelf()) {
            return true;
        }
        FileType type;
        try {
            type = walk.parent().type(walk.name());
        } catch (IOException e) {
            if (mode.create() && IoErrors.of(e) == Errno.NOENT) {
                return false;
            }
            throw e;
        }
        if ((openFlags & DIRECTORY) != 0 && type != FileType.DIRECTORY) {
            throw (type == FileType.SYMBOLIC_LINK ? Errno.LOOP : Errno.NOTDIR).exception();
        }
        return type == FileType.DIRECTORY;
    }
}
