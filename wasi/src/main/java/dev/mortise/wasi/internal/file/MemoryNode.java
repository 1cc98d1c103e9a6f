package dev.mortise.wasi.internal.file;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Something in a file system in memory. Guarded by its {@link MemoryTree}. */
abstract class MemoryNode {

    final long inode;
    /** How many names it has; a directory without one is removed, though perhaps still open. */
    int links = 1;
    long accessed;
    long modified;
    long changed;

    private MemoryNode(long inode, long now) {
        this.inode = inode;
        accessed = now;
        modified = now;
        changed = now;
    }

    abstract FileType type();

    abstract long size();

    void touch(long now) {
        modified = now;
        changed = now;
    }

    /** Names and what they stand for. */
    static final class Folder extends MemoryNode {

        final Map<String, MemoryNode> children = new TreeMap<>();
        /** Null for the root. */
        @Nullable
        Folder parent;

        Folder(long inode, long now) {
            super(inode, now);
        }

        @Override
        FileType type() {
            return FileType.DIRECTORY;
        }

        @Override
        long size() {
            return children.size();
        }
    }

    /** Bytes. */
    static final class Bytes extends MemoryNode {

        byte[] data = {};
        int length;
        /** How often it is open; the bytes of a file without a name live as long as it is. */
        int opened;

        Bytes(long inode, long now) {
            super(inode, now);
        }

        @Override
        FileType type() {
            return FileType.REGULAR_FILE;
        }

        @Override
        long size() {
            return length;
        }
    }

    /** A symbolic link. */
    static final class Link extends MemoryNode {

        final String target;

        Link(long inode, long now, String target) {
            super(inode, now);
            this.target = target;
        }

        @Override
        FileType type() {
            return FileType.SYMBOLIC_LINK;
        }

        @Override
        long size() {
            return target.length();
        }
    }
}
