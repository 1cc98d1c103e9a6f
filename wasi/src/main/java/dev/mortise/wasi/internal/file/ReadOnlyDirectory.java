package dev.mortise.wasi.internal.file;

import java.io.IOException;
import java.util.List;

/**
 * A directory through which nothing can be changed, nor in whatever is opened through it. Beside the checks of the
 * functions, so that one forgotten there opens no door.
 */
public final class ReadOnlyDirectory implements Directory {

    private final Directory directory;

    /** @param directory what is shown */
    public ReadOnlyDirectory(Directory directory) {
        this.directory = directory;
    }

    @Override
    public Object grant() {
        return directory.grant();
    }

    @Override
    public boolean readOnly() {
        return true;
    }

    @Override
    public FileStatus status() throws IOException {
        return directory.status();
    }

    @Override
    public Directory reopen() throws IOException {
        return new ReadOnlyDirectory(directory.reopen());
    }

    @Override
    public Directory open(String name) throws IOException {
        return new ReadOnlyDirectory(directory.open(name));
    }

    @Override
    public OpenFile openFile(String name, OpenMode mode) throws IOException {
        if (mode.changes()) {
            throw refused();
        }
        return new ReadOnlyFile(directory.openFile(name, mode));
    }

    @Override
    public FileType type(String name) throws IOException {
        return directory.type(name);
    }

    @Override
    public FileStatus status(String name) throws IOException {
        return directory.status(name);
    }

    @Override
    public String readLink(String name) throws IOException {
        return directory.readLink(name);
    }

    @Override
    public void createDirectory(String name) throws IOException {
        throw refused();
    }

    @Override
    public void createSymbolicLink(String name, String target) throws IOException {
        throw refused();
    }

    @Override
    public void link(String name, Directory newParent, String newName) throws IOException {
        throw refused();
    }

    @Override
    public void rename(String name, Directory newParent, String newName) throws IOException {
        throw refused();
    }

    @Override
    public void removeDirectory(String name) throws IOException {
        throw refused();
    }

    @Override
    public void unlink(String name) throws IOException {
        throw refused();
    }

    @Override
    public void setTimes(String name, Times times) throws IOException {
        throw refused();
    }

    @Override
    public void setTimes(Times times) throws IOException {
        throw refused();
    }

    @Override
    public List<String> names(int most) throws IOException {
        return directory.names(most);
    }

    @Override
    public void close() throws IOException {
        directory.close();
    }

    private static ErrnoException refused() {
        return Errno.ROFS.exception();
    }
}
