package dev.mortise.wasi.internal.file;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The way along a guest's path, name by name from an open directory, to the directory that holds the last name.
 *
 * <p>
 * Nothing on the way is followed by the operating system: a symbolic link is read, and its target walked like the rest
 * of the path. {@code ..} goes back along the names that were walked, so it cannot leave the directory where the walk
 * began, whatever anybody renames meanwhile. Only one directory is open at a time, however deep the path.
 */
public final class PathWalk implements AutoCloseable {

    /** The name of the directory itself: what a path such as {@code a/..} ends at. */
    public static final String SELF = ".";

    private static final String PARENT = "..";
    private static final int MOST_LINKS = 40;
    /** Directories opened for one path: with names of one letter and {@code ..} between, a path could ask for more. */
    private static final int MOST_OPENED = 4_096;

    private final Directory base;
    private final Deque<String> ahead = new ArrayDeque<>();
    private final List<String> walked = new ArrayList<>();
    private Directory current;
    private String name = SELF;
    private boolean wantsDirectory;
    private int links;
    private int opened;

    private PathWalk(Directory base) {
        this.base = base;
        this.current = base;
    }

    /**
     * Walks.
     *
     * @param path relative, not empty
     * @param followsLast whether a symbolic link at the very end is followed, too
     * @throws ErrnoException PERM if the path leads out of the directory
     */
    public static PathWalk along(Directory base, String path, boolean followsLast) throws IOException {
        var walk = new PathWalk(base);
        try {
            walk.append(path);
            walk.go(followsLast);
            return walk;
        } catch (Throwable e) {
            walk.close();
            throw e;
        }
    }

    /** The directory in which the last name is looked up; closed with this. */
    public Directory parent() {
        return current;
    }

    /** The last name, or {@link #SELF}. There may be nothing of this name. */
    public String name() {
        return name;
    }

    /** Whether the path is that of {@link #parent} itself. */
    public boolean isSelf() {
        return name.equals(SELF);
    }

    /** Whether the path ends with a slash, so that only a directory will do. */
    public boolean wantsDirectory() {
        return wantsDirectory;
    }

    /** Opens the directory that the path leads to. */
    public Directory openDirectory() throws IOException {
        return isSelf() ? current.reopen() : current.open(name);
    }

    @Override
    public void close() throws IOException {
        leave();
    }

    /** Puts a path in front of what is still to be walked. */
    private void append(String path) throws ErrnoException {
        if (path.isEmpty()) {
            throw Errno.NOENT.exception();
        } else if (path.startsWith("/")) {
            throw Errno.PERM.exception();
        }
        var names = path.split("/", -1);
        for (var i = names.length - 1; i >= 0; i--) {
            var each = names[i];
            if (!each.isEmpty() && !each.equals(SELF)) {
                ahead.addFirst(each);
            } else if (i == names.length - 1 && ahead.isEmpty()) {
                wantsDirectory = true;
            }
        }
    }

    private void go(boolean followsLast) throws IOException {
        while (!ahead.isEmpty()) {
            var next = ahead.removeFirst();
            if (next.equals(PARENT)) {
                goBack();
            } else if (ahead.isEmpty() && !followsLast && !wantsDirectory) {
                name = next;
                return;
            } else if (step(next)) {
                name = next;
                return;
            }
        }
    }

    /** Whether the name is the last one. */
    private boolean step(String next) throws IOException {
        var last = ahead.isEmpty();
        FileType type;
        try {
            type = current.type(next);
        } catch (IOException e) {
            if (last && IoErrors.of(e) == Errno.NOENT) {
                return true;
            }
            throw e;
        }
        if (type == FileType.SYMBOLIC_LINK) {
            if (++links > MOST_LINKS) {
                throw Errno.LOOP.exception();
            }
            try {
                append(current.readLink(next));
            } catch (IOException e) {
                if (IoErrors.of(e) != Errno.INVAL) {
                    throw e;
                }
                // Another guest has just put something else in its place; 40 times at most.
                ahead.addFirst(next);
            }
            return false;
        }
        if (last) {
            return true;
        }
        if (type != FileType.DIRECTORY) {
            throw Errno.NOTDIR.exception();
        }
        enter(next);
        walked.add(next);
        return false;
    }

    private void goBack() throws IOException {
        if (walked.isEmpty()) {
            throw Errno.PERM.exception();
        }
        walked.removeLast();
        if (PARENT.equals(ahead.peekFirst())) {
            return;
        }
        leave();
        for (var each : walked) {
            enter(each);
        }
    }

    private void enter(String directory) throws IOException {
        if (++opened > MOST_OPENED) {
            throw Errno.NAMETOOLONG.exception();
        }
        var below = current.open(directory);
        try {
            leave();
        } finally {
            current = below;
        }
    }

    @SuppressWarnings("ReferenceEquality") // is it the very object that the caller owns?
    private void leave() throws IOException {
        var left = current;
        current = base;
        if (left != base) {
            left.close();
        }
    }
}
