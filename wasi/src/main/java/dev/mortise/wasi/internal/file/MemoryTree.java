package dev.mortise.wasi.internal.file;

import dev.mortise.wasi.internal.file.MemoryNode.Bytes;
import dev.mortise.wasi.internal.file.MemoryNode.Folder;
import dev.mortise.wasi.internal.file.MemoryNode.Link;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;

/**
 * A file system in memory: its nodes, and what they may take up. Every method that is not private is called with this
 * object's monitor held; nothing in here waits.
 */
public final class MemoryTree {

    /** What a name and its node are counted for, beside a file's bytes: about what they take. */
    static final int NODE_BYTES = 512;
    private static final int LONGEST_NAME = 255;
    private static final int LARGEST_FILE = Integer.MAX_VALUE - 65_536;
    private static final long DEVICE = 1;

    final Folder root;
    private final InstantSource clock;
    private final long maxBytes;
    private long bytes;
    private long nodes;

    /** @param maxBytes for all files together, and {@value #NODE_BYTES} for each name */
    public MemoryTree(long maxBytes, InstantSource clock) {
        this.maxBytes = maxBytes;
        this.clock = clock;
        this.root = new Folder(++nodes, now());
    }

    /** The root, opened to be granted. */
    public Directory open() {
        return new MemoryDirectory(this, root);
    }

    /** What is taken up. */
    public long bytes() {
        return bytes;
    }

    long now() {
        Instant now = clock.instant();
        return now.getEpochSecond() * 1_000_000_000 + now.getNano();
    }

    FileStatus status(MemoryNode node) {
        return new FileStatus(node.type(), DEVICE, node.inode, node.links, node.size(), node.accessed, node.modified,
                node.changed);
    }

    MemoryNode find(Folder folder, String name) throws ErrnoException {
        var node = folder.children.get(name);
        if (node == null) {
            throw Errno.NOENT.exception();
        }
        return node;
    }

    Folder addFolder(Folder folder, String name) throws ErrnoException {
        var node = new Folder(++nodes, now());
        add(folder, name, node);
        node.parent = folder;
        return node;
    }

    Bytes addFile(Folder folder, String name) throws ErrnoException {
        var node = new Bytes(++nodes, now());
        add(folder, name, node);
        return node;
    }

    void addLink(Folder folder, String name, String target) throws ErrnoException {
        add(folder, name, new Link(++nodes, now(), target));
    }

    void addName(Folder folder, String name, MemoryNode node) throws ErrnoException {
        if (node instanceof Folder) {
            throw Errno.PERM.exception();
        }
        add(folder, name, node);
        node.links++;
        node.changed = now();
    }

    private void add(Folder folder, String name, MemoryNode node) throws ErrnoException {
        if (folder.children.containsKey(name)) {
            throw Errno.EXIST.exception();
        }
        requirePlace(folder, name);
        charge(NODE_BYTES);
        folder.children.put(name, node);
        folder.touch(now());
    }

    private static void requirePlace(Folder folder, String name) throws ErrnoException {
        if (folder.links == 0) {
            throw Errno.NOENT.exception();
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            throw Errno.NAMETOOLONG.exception();
        }
    }

    /** Takes a name away. */
    void remove(Folder folder, String name) {
        var node = folder.children.remove(name);
        if (node != null) {
            bytes -= NODE_BYTES;
            node.links--;
            node.changed = now();
            folder.touch(node.changed);
            release(node);
        }
    }

    /** Lets go of the bytes of a file that nobody can reach any more. */
    void release(MemoryNode node) {
        if (node instanceof Bytes file && file.links == 0 && file.opened == 0) {
            bytes -= file.length;
            file.data = new byte[0];
            file.length = 0;
        }
    }

    void rename(Folder from, String name, Folder to, String newName) throws ErrnoException {
        var node = find(from, name);
        requirePlace(to, newName);
        if (node instanceof Folder folder && contains(folder, to)) {
            throw Errno.INVAL.exception();
        }
        var replaced = to.children.get(newName);
        if (replaced == node) {
            return;
        }
        if (replaced instanceof Folder folder) {
            if (!(node instanceof Folder)) {
                throw Errno.ISDIR.exception();
            } else if (!folder.children.isEmpty()) {
                throw Errno.NOTEMPTY.exception();
            }
        } else if (replaced != null && node instanceof Folder) {
            throw Errno.NOTDIR.exception();
        }
        if (replaced != null) {
            remove(to, newName);
        }
        from.children.remove(name);
        to.children.put(newName, node);
        if (node instanceof Folder folder) {
            folder.parent = to;
        }
        var now = now();
        from.touch(now);
        to.touch(now);
        node.changed = now;
    }

    /** Whether one folder is the other or lies in it. */
    @SuppressWarnings("ReferenceEquality") // a node is itself and no other
    private static boolean contains(Folder outer, Folder inner) {
        for (var each = inner; each != null; each = each.parent) {
            if (each == outer) {
                return true;
            }
        }
        return false;
    }

    /** Makes a file longer, with zeros, or shorter. */
    void resize(Bytes file, long size) throws ErrnoException {
        if (size > LARGEST_FILE) {
            throw Errno.FBIG.exception();
        }
        charge(size - file.length);
        if (size > file.data.length) {
            var room = file.data.length + (file.data.length >> 1);
            file.data = Arrays.copyOf(file.data, (int) Math.max(size, Math.min(room, LARGEST_FILE)));
        } else if (size < file.length) {
            // What comes back when it grows again has to be zeros.
            Arrays.fill(file.data, (int) size, file.length, (byte) 0);
        }
        file.length = (int) size;
    }

    private void charge(long more) throws ErrnoException {
        if (more > maxBytes - bytes) {
            throw Errno.NOSPC.exception();
        }
        bytes += more;
    }
}
