package dev.mortise.wasi.internal.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;

/**
 * A real directory held open by the operating system, which opens, renames and removes relative to it. Whoever moves it
 * or puts a link in its place changes nothing for whoever holds it. The JDK has no such way to make a directory or link
 * and to read a link: those go by path, as in the class above, with the lock held.
 */
final class SecureHostDirectory extends HostDirectory {

    private static final Path HERE = Path.of(".");

    private final SecureDirectoryStream<Path> stream;

    SecureHostDirectory(Object grant, Path path, SecureDirectoryStream<Path> stream) throws IOException {
        super(grant, path, key(stream));
        this.stream = stream;
    }

    private static Object key(SecureDirectoryStream<Path> stream) throws IOException {
        return Objects.requireNonNull(stream.getFileAttributeView(BasicFileAttributeView.class).readAttributes()
                .fileKey());
    }

    @Override
    public FileStatus status() throws IOException {
        return HostAttributes.status(stream.getFileAttributeView(BasicFileAttributeView.class).readAttributes(),
                path());
    }

    @Override
    public Directory reopen() throws IOException {
        return opened(path(), stream.newDirectoryStream(HERE, LinkOption.NOFOLLOW_LINKS));
    }

    @Override
    public Directory open(String name) throws IOException {
        // Looked at first: the JDK would open a pipe to find out that it is no directory, and block.
        var type = type(name);
        if (type != FileType.DIRECTORY) {
            throw Errno.NOTDIR.exception();
        }
        return opened(below(name), stream.newDirectoryStream(part(name), LinkOption.NOFOLLOW_LINKS));
    }

    private Directory opened(Path path, SecureDirectoryStream<Path> opened) throws IOException {
        try {
            return new SecureHostDirectory(grant(), path, opened);
        } catch (Throwable e) {
            opened.close();
            throw e;
        }
    }

    @Override
    public OpenFile openFile(String name, OpenMode mode) throws IOException {
        requireFile(name, mode);
        var channel = (FileChannel) stream.newByteChannel(part(name), options(mode));
        try {
            return HostFile.of(channel, mode, attributes(name), below(name));
        } catch (Throwable e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public FileType type(String name) throws IOException {
        return HostAttributes.type(attributes(name));
    }

    @Override
    public FileStatus status(String name) throws IOException {
        return HostAttributes.status(attributes(name), below(name));
    }

    private BasicFileAttributes attributes(String name) throws IOException {
        return view(name).readAttributes();
    }

    private BasicFileAttributeView view(String name) throws IOException {
        return stream.getFileAttributeView(part(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void rename(String name, Directory newParent, String newName) throws IOException {
        var other = (SecureHostDirectory) sameGrant(newParent);
        HostLock.holding(() -> {
            stream.move(part(name), other.stream, other.part(newName));
            return true;
        });
    }

    @Override
    public void removeDirectory(String name) throws IOException {
        HostLock.holding(() -> {
            if (type(name) != FileType.DIRECTORY) {
                throw Errno.NOTDIR.exception();
            }
            stream.deleteDirectory(part(name));
            return true;
        });
    }

    @Override
    public void unlink(String name) throws IOException {
        HostLock.holding(() -> {
            if (type(name) == FileType.DIRECTORY) {
                throw Errno.ISDIR.exception();
            }
            stream.deleteFile(part(name));
            return true;
        });
    }

    @Override
    public void setTimes(String name, Times times) throws IOException {
        if (type(name) == FileType.SYMBOLIC_LINK) {
            // The JDK would have to open it.
            super.setTimes(name, times);
        } else {
            view(name).setTimes(HostAttributes.time(times.modified()), HostAttributes.time(times.accessed()), null);
        }
    }

    @Override
    public void setTimes(Times times) throws IOException {
        stream.getFileAttributeView(BasicFileAttributeView.class).setTimes(HostAttributes.time(times.modified()),
                HostAttributes.time(times.accessed()), null);
    }

    /** A stream lists its directory once, so each listing gets one of its own. */
    @Override
    public List<String> names(int most) throws IOException {
        return names(stream.newDirectoryStream(HERE, LinkOption.NOFOLLOW_LINKS), most);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
