package dev.mortise.wasi.internal.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;

/** A file system in memory as the host uses it, by path. */
public final class MemoryFiles {

    private static final OpenMode READ = new OpenMode(true, false, false, false, false, false, false, false);
    private static final OpenMode REPLACE = new OpenMode(false, true, false, true, false, true, false, false);

    private final MemoryTree tree;

    /** An empty one. */
    public MemoryFiles(long maxBytes, InstantSource clock) {
        tree = new MemoryTree(maxBytes, clock);
    }

    /** The root, to be granted. */
    public Directory open() {
        return tree.open();
    }

    /** What is taken up. */
    public long bytes() {
        synchronized (tree) {
            return tree.bytes();
        }
    }

    /** Writes a file and the directories above. */
    public void write(String path, byte[] bytes) throws IOException {
        var slash = path.lastIndexOf('/');
        if (slash > 0) {
            createDirectories(path.substring(0, slash));
        }
        try (var walk = walk(path)) {
            var file = walk.parent().openFile(walk.name(), REPLACE);
            try {
                file.write(ByteBuffer.wrap(bytes), 0);
            } finally {
                file.close();
            }
        } catch (ErrnoException e) {
            throw failure("write", path, e);
        }
    }

    /** Reads a file. */
    public byte[] read(String path) throws IOException {
        try (var walk = walk(path)) {
            var file = walk.parent().openFile(walk.name(), READ);
            try {
                var bytes = ByteBuffer.allocate((int) file.size());
                file.read(bytes, 0);
                return bytes.array();
            } finally {
                file.close();
            }
        } catch (ErrnoException e) {
            throw failure("read", path, e);
        }
    }

    /** Makes directories. */
    public void createDirectories(String path) throws IOException {
        for (var slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            createDirectory(path.substring(0, slash));
        }
        createDirectory(path);
    }

    private void createDirectory(String path) throws IOException {
        try (var walk = walk(path)) {
            if (!walk.isSelf() && !exists(path)) {
                walk.parent().createDirectory(walk.name());
            }
        } catch (ErrnoException e) {
            throw failure("make the directory", path, e);
        }
    }

    /** Whether something has this path. */
    public boolean exists(String path) {
        try (var walk = walk(path)) {
            return walk.isSelf() || walk.parent().type(walk.name()) != FileType.UNKNOWN;
        } catch (IOException e) {
            return false;
        }
    }

    /** Names in a directory. */
    public List<String> list(String path) throws IOException {
        try (var walk = walk(path)) {
            return walk.openDirectory().names(Integer.MAX_VALUE);
        } catch (ErrnoException e) {
            throw failure("list", path, e);
        }
    }

    private PathWalk walk(String path) throws IOException {
        return PathWalk.along(tree.open(), path, true);
    }

    private static IOException failure(String what, String path, ErrnoException e) {
        return new IOException("cannot %s \"%s\" in memory: %s".formatted(what, path, e.errno()), e);
    }
}
