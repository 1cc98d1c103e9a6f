package dev.mortise.wasi.internal.file;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.util.Map;

/**
 * The number for an error of the JDK. Where the JDK has no exception of its own for an error, only the words of the
 * operating system are left; in a locale that translates them such an error is a plain {@link Errno#IO}.
 */
public final class IoErrors {

    private static final Map<String, Errno> WORDS = Map.ofEntries(
            Map.entry("no space left on device", Errno.NOSPC),
            Map.entry("disk quota exceeded", Errno.DQUOT),
            Map.entry("file too large", Errno.FBIG),
            Map.entry("file name too long", Errno.NAMETOOLONG),
            Map.entry("too many levels of symbolic links", Errno.LOOP),
            // What the JDK says for ELOOP where links are not to be followed.
            Map.entry("too many levels of symbolic links or unable to access attributes of symbolic link", Errno.LOOP),
            Map.entry("too many open files", Errno.NFILE),
            Map.entry("too many open files in system", Errno.NFILE),
            Map.entry("too many links", Errno.MLINK),
            Map.entry("is a directory", Errno.ISDIR),
            Map.entry("not a directory", Errno.NOTDIR),
            Map.entry("directory not empty", Errno.NOTEMPTY),
            Map.entry("no such file or directory", Errno.NOENT),
            Map.entry("file exists", Errno.EXIST),
            Map.entry("invalid cross-device link", Errno.XDEV),
            Map.entry("cross-device link", Errno.XDEV),
            Map.entry("operation not permitted", Errno.PERM),
            Map.entry("permission denied", Errno.ACCES),
            Map.entry("read-only file system", Errno.ROFS),
            Map.entry("invalid argument", Errno.INVAL),
            Map.entry("operation not supported", Errno.NOTSUP),
            Map.entry("device or resource busy", Errno.BUSY),
            Map.entry("text file busy", Errno.TXTBSY),
            Map.entry("stale file handle", Errno.STALE),
            Map.entry("cannot allocate memory", Errno.NOMEM),
            Map.entry("broken pipe", Errno.PIPE),
            Map.entry("connection reset by peer", Errno.CONNRESET),
            Map.entry("connection reset", Errno.CONNRESET),
            Map.entry("software caused connection abort", Errno.CONNABORTED));

    private IoErrors() {}

    /** The number that fits best. */
    public static Errno of(IOException e) {
        // Chained, as a pattern switch would be linked on the guest's stack.
        if (e instanceof ErrnoException own) {
            return own.errno();
        } else if (e instanceof NoSuchFileException) {
            return Errno.NOENT;
        } else if (e instanceof FileAlreadyExistsException) {
            return Errno.EXIST;
        } else if (e instanceof DirectoryNotEmptyException) {
            return Errno.NOTEMPTY;
        } else if (e instanceof NotDirectoryException) {
            return Errno.NOTDIR;
        } else if (e instanceof AccessDeniedException) {
            return Errno.ACCES;
        } else if (e instanceof FileSystemLoopException) {
            return Errno.LOOP;
        } else if (e instanceof NotLinkException) {
            return Errno.INVAL;
        } else if (e instanceof AtomicMoveNotSupportedException) {
            return Errno.XDEV;
        } else if (e instanceof ClosedChannelException) {
            return Errno.BADF;
        }
        return ofWords(String.valueOf(e.getMessage()));
    }

    /** The operating system's words stand at the end of the message, after the file's name. */
    private static Errno ofWords(String message) {
        var words = message.substring(message.lastIndexOf(": ") < 0 ? 0 : message.lastIndexOf(": ") + 2);
        return WORDS.getOrDefault(words.toLowerCase(java.util.Locale.ROOT), Errno.IO);
    }
}
