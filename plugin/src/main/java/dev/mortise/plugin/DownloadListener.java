package dev.mortise.plugin;

import java.net.URI;
import java.util.OptionalLong;

/** Hears how far the download of a module is that a manifest names by URL; see {@link Plugin.Builder#onDownload}. */
@FunctionalInterface
public interface DownloadListener {

    /**
     * Called when a server begins to answer with a module, and each time more of it has come; never by two threads at
     * once, but on another thread than the one that loads. What it throws ends the download.
     *
     * @param url as the manifest names it
     * @param received bytes so far
     * @param total bytes in all, if the server says it
     */
    void progress(URI url, long received, OptionalLong total);
}
