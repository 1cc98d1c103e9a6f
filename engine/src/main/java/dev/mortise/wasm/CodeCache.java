package dev.mortise.wasm;

import dev.mortise.wasm.internal.cache.DiskCache;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A folder with what was compiled before, so that the next process need not validate and compile it again. Give it to
 * {@link Module#read(Path, CodeCache)} or {@link Module#parse(String, byte[], CodeCache)}.
 *
 * <p>
 * What is kept is found by the module's bytes and name, the build of the engine, the options that it compiles with and
 * the JDK's version and maker; so nothing has to be removed when one of them changes. Files are written in the background
 * a second after something was compiled (later and later, up to a minute, while that goes on), and by {@link #flush}, each
 * under another name first and then renamed: any number of processes may use a folder at once. A damaged file counts as
 * missing and is replaced; one whose classes the JVM refuses is removed, with a warning, and the next process compiles
 * them again. Nothing that goes wrong with the folder later than {@link #open} stops a module from being compiled; what
 * could not be written is tried again.
 *
 * <p>
 * <b>Close it before the process ends</b>: nothing waits for the background, and what was compiled in the last minute may
 * not be written yet. The thread that writes, and so the engine's class loader, may outlive a cache by that minute.
 *
 * <p>
 * <b>Who can write to the folder can run code in this process</b>, as the classes in it are defined without being
 * compiled or validated again. So it has to belong to the user of the process, be closed to others, and be no symbolic
 * link.
 *
 * <p>
 * Safe for use by several threads and for any number of modules.
 */
public sealed interface CodeCache extends AutoCloseable permits DiskCache {

    /** The most bytes of a folder unless said otherwise: 512 MiB. */
    long USUAL_BYTES = 512L << 20;

    /**
     * Opens a folder of {@link #USUAL_BYTES} at most, and makes it, closed to others, if it is not there.
     *
     * @throws IOException if it cannot be made, or is refused; the message names it and says why
     */
    static CodeCache open(Path folder) throws IOException {
        return open(folder, USUAL_BYTES);
    }

    /**
     * Like {@link #open(Path)} with another size.
     *
     * @param mostBytes of all files; what was not used for longest is removed when there are more
     * @throws IllegalArgumentException if the number is negative
     */
    static CodeCache open(Path folder, long mostBytes) throws IOException {
        return DiskCache.open(folder, mostBytes);
    }

    /**
     * Writes now what was compiled and is not kept yet.
     *
     * @throws IOException if that fails, as on a full disk; the modules work all the same
     */
    void flush() throws IOException;

    /** Like {@link #flush}. Modules that were given this cache can still be used, and go on filling it. */
    @Override
    void close() throws IOException;
}
