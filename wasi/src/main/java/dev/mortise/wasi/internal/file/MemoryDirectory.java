package dev.mortise.wasi.internal.file;

import dev.mortise.wasi.internal.file.MemoryNode.Bytes;
import dev.mortise.wasi.internal.file.MemoryNode.Folder;
import dev.mortise.wasi.internal.file.MemoryNode.Link;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A directory in memory. */
final class MemoryDirectory implements Directory {

    private final MemoryTree tree;
    private final Folder folder;

    MemoryDirectory(MemoryTree tree, Folder folder) {
        this.tree = tree;
        this.folder = folder;
    }

    @Override
    public Object grant() {
        return tree;
    }

    @Override
    public boolean readOnly() {
        return false;
    }

    @Override
    public FileStatus status() {
        synchronized (tree) {
            return tree.status(folder);
        }
    }

    @Override
    public Directory reopen() {
        return new MemoryDirectory(tree, folder);
    }

    @Override
    public Directory open(String name) throws IOException {
        synchronized (tree) {
            if (tree.find(folder, name) instanceof Folder below) {
                return new MemoryDirectory(tree, below);
            }
            throw Errno.NOTDIR.exception();
        }
    }

    @Override
    public OpenFile openFile(String name, OpenMode mode) throws IOException {
        synchronized (tree) {
            var found = folder.children.get(name);
            if (found == null && !mode.create()) {
                throw Errno.NOENT.exception();
            } else if (found != null && mode.create() && mode.exclusive()) {
                throw Errno.EXIST.exception();
            } else if (found instanceof Folder) {
                throw Errno.ISDIR.exception();
            } else if (found instanceof Link) {
                throw Errno.LOOP.exception();
            }
            var file = found instanceof Bytes existing ? existing : tree.addFile(folder, name);
            if (mode.truncate() && file.length > 0) {
                tree.resize(file, 0);
                file.touch(tree.now());
            }
            return new MemoryFile(tree, file);
        }
    }

    @Override
    public FileType type(String name) throws IOException {
        synchronized (tree) {
            return tree.find(folder, name).type();
        }
    }

    @Override
    public FileStatus status(String name) throws IOException {
        synchronized (tree) {
            return tree.status(tree.find(folder, name));
        }
    }

    @Override
    public String readLink(String name) throws IOException {
        synchronized (tree) {
            if (tree.find(folder, name) instanceof Link link) {
                return link.target;
            }
            throw Errno.INVAL.exception();
        }
    }

    @Override
    public void createDirectory(String name) throws IOException {
        synchronized (tree) {
            tree.addFolder(folder, name);
        }
    }

    @Override
    public void createSymbolicLink(String name, String target) throws IOException {
        synchronized (tree) {
            tree.addLink(folder, name, target);
        }
    }

    @Override
    public void link(String name, Directory newParent, String newName) throws IOException {
        synchronized (tree) {
            tree.addName(sameTree(newParent), newName, tree.find(folder, name));
        }
    }

    @Override
    public void rename(String name, Directory newParent, String newName) throws IOException {
        synchronized (tree) {
            tree.rename(folder, name, sameTree(newParent), newName);
        }
    }

    private Folder sameTree(Directory other) throws IOException {
        if (other instanceof MemoryDirectory directory && directory.tree == tree) {
            return directory.folder;
        }
        throw Errno.XDEV.exception();
    }

    @Override
    public void removeDirectory(String name) throws IOException {
        synchronized (tree) {
            if (!(tree.find(folder, name) instanceof Folder below)) {
                throw Errno.NOTDIR.exception();
            } else if (!below.children.isEmpty()) {
                throw Errno.NOTEMPTY.exception();
            }
            tree.remove(folder, name);
        }
    }

    @Override
    public void unlink(String name) throws IOException {
        synchronized (tree) {
            if (tree.find(folder, name) instanceof Folder) {
                throw Errno.ISDIR.exception();
            }
            tree.remove(folder, name);
        }
    }

    @Override
    public void setTimes(String name, Times times) throws IOException {
        synchronized (tree) {
            setTimes(tree, tree.find(folder, name), times);
        }
    }

    @Override
    public void setTimes(Times times) {
        synchronized (tree) {
            setTimes(tree, folder, times);
        }
    }

    static void setTimes(MemoryTree tree, MemoryNode node, Times times) {
        var accessed = times.accessed();
        var modified = times.modified();
        node.accessed = accessed == null ? node.accessed : accessed;
        node.modified = modified == null ? node.modified : modified;
        node.changed = tree.now();
    }

    @Override
    public List<String> names(int most) throws IOException {
        synchronized (tree) {
            if (folder.children.size() > most) {
                throw Errno.NOMEM.exception();
            }
            return new ArrayList<>(folder.children.keySet());
        }
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
