package dev.mortise.examples.filter;

import dev.mortise.plugin.CompiledPlugin;
import dev.mortise.plugin.Plugin;
import dev.mortise.plugin.Pool;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.function.Function;

/**
 * A pool of plug-ins made of a file, and made anew when the file changes. Requests that are under way finish with the
 * version that they began with. A file that is no good, or not whole yet, changes nothing: the old version stays, the
 * log says why, and the file is tried again when it has changed.
 *
 * <p>
 * It looks at the file's time and size every 50 ms, which costs microseconds and works on every file system; a
 * {@code WatchService} would be told of a write before it is through, and had to look all the same.
 */
public final class ReloadingPlugin implements AutoCloseable {

    /** Makes the plug-in of a file's bytes, and throws if it does not like them. */
    @FunctionalInterface
    public interface Loader {
        /** The plug-in of which the pool is made. */
        CompiledPlugin load(byte[] bytes) throws Exception;
    }

    private static final System.Logger LOG = System.getLogger(ReloadingPlugin.class.getName());
    private static final Duration INTERVAL = Duration.ofMillis(50);

    /** Tells one state of the file from another without reading it; a new file has another key where there are keys. */
    private record State(long size, FileTime modified, String key) {}

    private final Path file;
    private final int poolSize;
    private final Loader loader;
    private final Thread watcher;
    private State seen;
    private boolean isTried = true;
    private volatile PluginVersion current;
    private volatile boolean isClosed;

    /**
     * Loads the file for the first time.
     *
     * @param file the plug-in's
     * @param poolSize how many requests it serves at once
     * @param loader checks what is in the file
     * @throws IOException if it cannot be read
     * @throws Exception what the loader throws
     */
    public ReloadingPlugin(Path file, int poolSize, Loader loader) throws Exception {
        this.file = file;
        this.poolSize = poolSize;
        this.loader = loader;
        this.seen = look();
        this.current = new PluginVersion(loader.load(Files.readAllBytes(file)).pool(poolSize));
        this.watcher = Thread.ofPlatform().daemon().name("watch " + file.getFileName()).start(this::watch);
    }

    /**
     * Lets the caller have a plug-in of the newest version for as long as the action runs.
     *
     * @throws IllegalStateException if this is closed
     */
    public <T> T use(Function<Plugin, T> action) {
        while (true) {
            var result = current.use(action);
            if (result.isPresent()) {
                return result.get();
            }
            if (isClosed) {
                throw new IllegalStateException("the plug-in " + file + " is closed");
            }
            // It was replaced in this very moment.
            Thread.yield();
        }
    }

    private void watch() {
        while (!isClosed) {
            try {
                Thread.sleep(INTERVAL);
                reloadIfChanged();
            } catch (InterruptedException e) {
                // Closed, or else of the loader's own making.
            } catch (IOException e) {
                // It may be about to be replaced: the next look tells.
                LOG.log(Level.DEBUG, "cannot read {0}: {1}", file, e);
            }
        }
    }

    /** Two looks must agree before the file is read, and a third one afterwards: somebody may still be writing. */
    private void reloadIfChanged() throws IOException, InterruptedException {
        var state = look();
        if (!state.equals(seen)) {
            seen = state;
            isTried = false;
            return;
        }
        if (isTried) {
            return;
        }
        try {
            var bytes = Files.readAllBytes(file);
            if (!look().equals(state)) {
                return;
            }
            isTried = true;
            replace(loader.load(bytes).pool(poolSize));
            LOG.log(Level.INFO, "{0} has changed and is in use", file);
        } catch (IOException | InterruptedException e) {
            throw e;
        } catch (Exception | Error e) {
            // Errors, too: a file of gigabytes is one, and the watcher must outlive it.
            isTried = true;
            LOG.log(Level.WARNING, "{0} has changed but is no good, so the old version stays: {1}", file,
                    e.getMessage());
        }
    }

    private void replace(Pool pool) {
        var old = current;
        var next = new PluginVersion(pool);
        current = next;
        old.retire();
        if (isClosed) {
            // Whoever closed this had perhaps no time to wait for the new version.
            next.retire();
        }
    }

    private State look() throws IOException {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new State(attributes.size(), attributes.lastModifiedTime(), String.valueOf(attributes.fileKey()));
    }

    /** For tests. */
    PluginVersion current() {
        return current;
    }

    /**
     * Stops looking and closes the plug-ins; requests that are under way finish.
     *
     * @throws InterruptedException if this thread was interrupted while it waited for the loader; all is closed none the
     *             less, at the latest when the loader is through
     */
    @Override
    public void close() throws InterruptedException {
        isClosed = true;
        watcher.interrupt();
        try {
            watcher.join();
        } finally {
            current.retire();
        }
    }
}
