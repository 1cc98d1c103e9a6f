package dev.mortise.plugin.internal;

import java.net.http.HttpClient;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client that is made when somebody needs it, which takes heap and threads. Where there are none the next request
 * tries again; a class that cannot be initialised could never be used any more, by no plug-in of this JVM.
 */
final class LazyClient {

    private final Supplier<HttpClient> maker;
    private volatile @Nullable HttpClient client;

    /** @param maker gives the client, or throws */
    LazyClient(Supplier<HttpClient> maker) {
        this.maker = maker;
    }

    HttpClient get() {
        var made = client;
        return made == null ? make() : made;
    }

    private synchronized HttpClient make() {
        var made = client;
        if (made == null) {
            made = maker.get();
            client = made;
        }
        return made;
    }
}
