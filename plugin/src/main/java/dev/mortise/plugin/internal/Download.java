package dev.mortise.plugin.internal;

import dev.mortise.plugin.DownloadListener;
import dev.mortise.plugin.ManifestException;
import dev.mortise.plugin.WasmSource;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Loads modules by HTTP.
 *
 * @param timeout for the whole of it, also if bytes trickle in
 * @param maxBytes a module that is longer is refused as soon as that shows
 * @param listener hears how it goes on
 */
public record Download(Duration timeout, long maxBytes, DownloadListener listener) {

    private static final LazyClient CLIENT = new LazyClient(
            () -> HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build());

    byte[] load(String field, WasmSource.OfUrl source) {
        var url = source.url();
        var scheme = url.getScheme();
        if (url.getHost() == null || !("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
            throw new ManifestException(field, url + " is no http or https URL");
        }
        var pending = CLIENT.get().sendAsync(request(field, source),
                response -> body(url, response));
        try {
            var response = pending.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            if (response.statusCode() != 200) {
                throw new ManifestException(field, url + " answered with status " + response.statusCode());
            }
            return response.body();
        } catch (TimeoutException e) {
            pending.cancel(true);
            throw new ManifestException(field, "%s did not answer in full within %d ms".formatted(url,
                    timeout.toMillis()), e);
        } catch (InterruptedException e) {
            pending.cancel(true);
            Thread.currentThread().interrupt();
            throw new ManifestException(field, "the thread was interrupted while it loaded " + url, e);
        } catch (ExecutionException e) {
            throw new ManifestException(field, LimitedBody.isTooLong(e)
                    ? "%s is longer than %d bytes, the most that a module may have".formatted(url, maxBytes)
                    : "%s cannot be loaded: %s".formatted(url, reason(e.getCause())), e);
        }
    }

    /** Java's exception for a closed port has no words of its own. */
    private static String reason(@Nullable Throwable cause) {
        return cause instanceof ConnectException && cause.getMessage() == null ? "nobody answers there"
                : String.valueOf(cause);
    }

    private LimitedBody body(URI url, ResponseInfo response) {
        if (response.statusCode() != 200) {
            return LimitedBody.upTo(maxBytes, response);
        }
        var total = response.headers().firstValueAsLong("content-length");
        listener.progress(url, 0, total);
        return LimitedBody.upTo(true, maxBytes, response, received -> listener.progress(url, received, total));
    }

    private static HttpRequest request(String field, WasmSource.OfUrl source) {
        try {
            // The client sends other characters as they are, or a question mark for each to a proxy.
            var url = URI.create(source.url().toASCIIString());
            var request = HttpRequest.newBuilder(url).method(source.method(), BodyPublishers.noBody());
            source.headers().forEach(request::header);
            return request.build();
        } catch (IllegalArgumentException e) {
            throw new ManifestException(field, "cannot make a request of this: " + e.getMessage(), e);
        }
    }
}
