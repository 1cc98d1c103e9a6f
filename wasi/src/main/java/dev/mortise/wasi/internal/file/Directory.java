package dev.mortise.wasi.internal.file;

import java.io.IOException;
import java.util.List;

/**
 * A directory that is open: the capability for what lies below it. Every operation takes one name, never a path, and
 * never follows a symbolic link; {@link PathWalk} makes paths of that. A name is not empty, not {@code .} or {@code ..}
 * and has neither {@code /} nor NUL in it.
 */
public interface Directory extends Resource {

    @Override
    default FileType fileType() {
        return FileType.DIRECTORY;
    }

    /** What was granted; files are renamed and linked only within one grant. */
    Object grant();

    /** Whether nothing below can be changed through this directory. */
    boolean readOnly();

    /** Opens it a second time. */
    Directory reopen() throws IOException;

    /** Opens a directory in it. */
    Directory open(String name) throws IOException;

    /** Opens a regular file in it. */
    OpenFile openFile(String name, OpenMode mode) throws IOException;

    /** What lies under a name. */
    FileType type(String name) throws IOException;

    /** What is known of the thing under a name. */
    FileStatus status(String name) throws IOException;

    /** Where a symbolic link points to. */
    String readLink(String name) throws IOException;

    /** Makes an empty directory. */
    void createDirectory(String name) throws IOException;

    /** Makes a symbolic link. */
    void createSymbolicLink(String name, String target) throws IOException;

    /** Gives a file a second name, in a directory of the same grant. */
    void link(String name, Directory newParent, String newName) throws IOException;

    /** Gives a file or directory another name, in a directory of the same grant; what had that name is replaced. */
    void rename(String name, Directory newParent, String newName) throws IOException;

    /** Removes a directory if it is empty. */
    void removeDirectory(String name) throws IOException;

    /** Removes the name of a file or symbolic link. */
    void unlink(String name) throws IOException;

    /** Sets the times that are given on the thing under a name. */
    void setTimes(String name, Times times) throws IOException;

    /** Sets the times that are given on this directory. */
    void setTimes(Times times) throws IOException;

    /**
     * The names in it, without {@code .} and {@code ..}.
     *
     * @param most an error if there are more
     */
    List<String> names(int most) throws IOException;
}
