package dev.mortise.wasi.internal.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A real directory, by its path. Each operation takes the lock, looks whether the path still leads to the directory that
 * was opened, and only then acts: no guest can come between. Another process could; {@link SecureHostDirectory}, where
 * the platform has it, leaves it that chance only where a new directory or link is made or a link read.
 */
class HostDirectory implements Directory {

    private final Object grant;
    private final Path path;
    /** What tells it from every other directory. */
    private final Object key;

    HostDirectory(Object grant, Path path, Object key) {
        this.grant = grant;
        this.path = path;
        this.key = key;
    }

    static Object keyOf(Path path) throws IOException {
        var attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isDirectory()) {
            throw Errno.NOTDIR.exception();
        }
        // Where files have no key (Windows), a path without links in it is as good, as long as the lock is held.
        return Objects.requireNonNullElseGet(attributes.fileKey(), () -> path);
    }

    /** Looks that the path leads to the directory that was opened. The lock must be held. */
    final void verify() throws IOException {
        Object found;
        try {
            found = key instanceof Path ? path.toRealPath() : keyOf(path);
        } catch (IOException e) {
            throw Errno.STALE.exception();
        }
        if (!found.equals(key)) {
            throw Errno.STALE.exception();
        }
    }

    /** One name as a path; refuses what this platform would take for more than a name. */
    final Path part(String name) throws IOException {
        try {
            var part = path.getFileSystem().getPath(name);
            if (part.isAbsolute() || part.getNameCount() != 1 || !part.toString().equals(name)) {
                throw Errno.INVAL.exception();
            }
            return part;
        } catch (InvalidPathException e) {
            throw Errno.ILSEQ.exception();
        }
    }

    final Path below(String name) throws IOException {
        return path.resolve(part(name));
    }

    final Path path() {
        return path;
    }

    @Override
    public final Object grant() {
        return grant;
    }

    @Override
    public final boolean readOnly() {
        return false;
    }

    @Override
    public FileStatus status() throws IOException {
        return HostLock.holding(() -> {
            verify();
            return HostAttributes.status(attributes(path), path);
        });
    }

    @Override
    public Directory reopen() throws IOException {
        return new HostDirectory(grant, path, key);
    }

    @Override
    public Directory open(String name) throws IOException {
        return HostLock.holding(() -> {
            verify();
            return new HostDirectory(grant, below(name), keyOf(below(name)));
        });
    }

    @Override
    public OpenFile openFile(String name, OpenMode mode) throws IOException {
        return HostLock.holding(() -> {
            verify();
            var file = below(name);
            requireFile(name, mode);
            return HostFile.of(FileChannel.open(file, options(mode)), mode, attributes(file), file);
        });
    }

    @Override
    public FileType type(String name) throws IOException {
        return HostLock.holding(() -> {
            verify();
            return HostAttributes.type(attributes(below(name)));
        });
    }

    @Override
    public FileStatus status(String name) throws IOException {
        return HostLock.holding(() -> {
            verify();
            return HostAttributes.status(attributes(below(name)), below(name));
        });
    }

    @Override
    public final String readLink(String name) throws IOException {
        return HostLock.holding(() -> {
            verify();
            var target = Files.readSymbolicLink(below(name));
            return target.toString().replace(target.getFileSystem().getSeparator(), "/");
        });
    }

    @Override
    public final void createDirectory(String name) throws IOException {
        HostLock.holding(() -> {
            verify();
            return Files.createDirectory(below(name));
        });
    }

    @Override
    public final void createSymbolicLink(String name, String target) throws IOException {
        HostLock.holding(() -> {
            verify();
            try {
                return Files.createSymbolicLink(below(name), path.getFileSystem().getPath(target));
            } catch (UnsupportedOperationException e) {
                throw Errno.NOTSUP.exception();
            } catch (InvalidPathException e) {
                throw Errno.ILSEQ.exception();
            }
        });
    }

    @Override
    public final void link(String name, Directory newParent, String newName) throws IOException {
        var other = sameGrant(newParent);
        HostLock.holding(() -> {
            verify();
            other.verify();
            if (HostAttributes.type(attributes(below(name))) == FileType.DIRECTORY) {
                throw Errno.PERM.exception();
            }
            try {
                return Files.createLink(other.below(newName), below(name));
            } catch (UnsupportedOperationException e) {
                throw Errno.NOTSUP.exception();
            }
        });
    }

    @Override
    public void rename(String name, Directory newParent, String newName) throws IOException {
        var other = sameGrant(newParent);
        HostLock.holding(() -> {
            verify();
            other.verify();
            return Files.move(below(name), other.below(newName), StandardCopyOption.ATOMIC_MOVE);
        });
    }

    @Override
    public void removeDirectory(String name) throws IOException {
        HostLock.holding(() -> {
            verify();
            if (HostAttributes.type(attributes(below(name))) != FileType.DIRECTORY) {
                throw Errno.NOTDIR.exception();
            }
            Files.delete(below(name));
            return true;
        });
    }

    @Override
    public void unlink(String name) throws IOException {
        HostLock.holding(() -> {
            verify();
            if (HostAttributes.type(attributes(below(name))) == FileType.DIRECTORY) {
                throw Errno.ISDIR.exception();
            }
            Files.delete(below(name));
            return true;
        });
    }

    @Override
    public void setTimes(String name, Times times) throws IOException {
        HostLock.holding(() -> {
            verify();
            setTimes(below(name), times);
            return true;
        });
    }

    @Override
    public void setTimes(Times times) throws IOException {
        HostLock.holding(() -> {
            verify();
            setTimes(path, times);
            return true;
        });
    }

    @Override
    public List<String> names(int most) throws IOException {
        return HostLock.holding(() -> {
            verify();
            return names(Files.newDirectoryStream(path), most);
        });
    }

    @Override
    public void close() throws IOException {
        // A path holds nothing.
    }

    /** Reads and closes the stream. */
    static List<String> names(DirectoryStream<Path> stream, int most) throws IOException {
        var names = new ArrayList<String>();
        try (stream) {
            for (var each : stream) {
                if (names.size() == most) {
                    throw Errno.NOMEM.exception();
                }
                names.add(each.getFileName().toString());
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    /** Sets them without following a link. */
    static void setTimes(Path path, Times times) throws IOException {
        Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(HostAttributes.time(times.modified()), HostAttributes.time(times.accessed()), null);
    }

    static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Looks before opening: opening a pipe would block until somebody opens its other end, and a device may do anything.
     */
    final void requireFile(String name, OpenMode mode) throws IOException {
        FileType type;
        try {
            type = type(name);
        } catch (IOException e) {
            if (mode.create() && IoErrors.of(e) == Errno.NOENT) {
                return;
            }
            throw e;
        }
        if (mode.create() && mode.exclusive()) {
            throw Errno.EXIST.exception();
        } else if (type == FileType.DIRECTORY) {
            throw Errno.ISDIR.exception();
        } else if (type == FileType.SYMBOLIC_LINK) {
            throw Errno.LOOP.exception();
        } else if (type != FileType.REGULAR_FILE) {
            throw Errno.NOTSUP.exception();
        }
    }

    static Set<OpenOption> options(OpenMode mode) {
        var options = new HashSet<OpenOption>();
        options.add(LinkOption.NOFOLLOW_LINKS);
        if (mode.read() || !mode.changes()) {
            options.add(StandardOpenOption.READ);
        }
        if (mode.appendsAlways()) {
            options.add(StandardOpenOption.APPEND);
        } else if (mode.changes()) {
            options.add(StandardOpenOption.WRITE);
        }
        if (mode.create()) {
            options.add(mode.exclusive() ? StandardOpenOption.CREATE_NEW : StandardOpenOption.CREATE);
        }
        if (mode.truncate()) {
            options.add(StandardOpenOption.TRUNCATE_EXISTING);
        }
        if (mode.dataSync()) {
            options.add(StandardOpenOption.DSYNC);
        }
        if (mode.sync()) {
            options.add(StandardOpenOption.SYNC);
        }
        return options;
    }

    @SuppressWarnings("ReferenceEquality") // a grant is an object of its own
    final HostDirectory sameGrant(Directory other) throws IOException {
        if (other instanceof HostDirectory directory && directory.grant == grant) {
            return directory;
        }
        throw Errno.XDEV.exception();
    }
}
