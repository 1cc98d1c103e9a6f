package dev.mortise.plugin.internal;

import dev.mortise.plugin.PluginException;
import dev.mortise.plugin.PluginException.Kind;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends the requests of one plug-in. It follows redirects itself, so that each address is checked against what is
 * allowed; it waits no longer than the plug-in's call may take, and {@link #cancel()} ends the wait.
 */
final class HttpExchange {

    private static final int MAX_REDIRECTS = 5;
    /** As DNS has it. Also bounds the time that a pattern with several stars takes: the guest chooses the name. */
    private static final int MAX_HOST_LENGTH = 253;
    /** What the client writes itself, and refuses from us. */
    private static final Set<String> WRITTEN_BY_CLIENT = Set.of("connection", "content-length", "expect", "host",
            "transfer-encoding", "upgrade");
    /** Not for another host than the plug-in meant. */
    private static final Set<String> SECRETS = Set.of("authorization", "cookie", "proxy-authorization");

    /** It knows the proxies that the JVM knows. */
    private static final LazyClient CLIENT = new LazyClient(
            () -> HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build());

    private final HttpAccess access;
    private volatile @Nullable CompletableFuture<?> pending;
    private volatile boolean cancelled;

    HttpExchange(HttpAccess access) {
        this.access = access;
    }

    /** Ends the wait of a request that is on its way. From any thread. */
    void cancel() {
        cancelled = true;
        var waiting = pending;
        if (waiting != null) {
            waiting.cancel(true);
        }
    }

    /** Takes back a {@link #cancel()}. */
    void clear() {
        cancelled = false;
    }

    /**
     * Sends a request and waits for the whole response.
     *
     * @param gate knows how long that may take
     * @throws PluginException if the host is not allowed, the response too long, or there is none
     */
    HttpResponse<byte[]> send(HttpRequest request, byte[] body, CallGate gate) {
        var url = allowed(request.url());
        var origin = url;
        var method = request.method();
        var content = body;
        for (var redirects = 0;; redirects++) {
            var response = sendOnce(request, url, method, content, !sameHost(origin, url), gate);
            var target = redirect(response, url);
            if (target == null || redirects == MAX_REDIRECTS) {
                return response;
            }
            url = allowedRedirect(url, target);
            var status = response.statusCode();
            if (status == 303 && !method.equals("HEAD") || status < 303 && method.equals("POST")) {
                method = "GET";
                content = new byte[0];
            }
        }
    }

    private URI allowed(String text) {
        try {
            return allowed(UrlText.parse(text));
        } catch (URISyntaxException e) {
            throw new PluginException(Kind.REFUSED, "invalid http request: \"%s\" is no URL: %s".formatted(text,
                    e.getReason()), -1, e);
        }
    }

    private URI allowedRedirect(URI from, URI target) {
        try {
            return allowed(target);
        } catch (PluginException e) {
            throw new PluginException(e.kind(), e.getMessage() + " (the Location header of " + from + " leads there)",
                    -1,
                    e);
        }
    }

    private URI allowed(URI url) {
        var scheme = url.getScheme();
        var host = url.getHost();
        if (host == null && url.getRawAuthority() != null) {
            throw new PluginException(Kind.REFUSED, "HTTP request to " + url + " is not allowed: \""
                    + url.getRawAuthority() + "\" is no host name: letters, digits, hyphens and dots make one");
        }
        if (host == null || !("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))
                || host.length() > MAX_HOST_LENGTH || !access.allows(bare(host))) {
            throw new PluginException(Kind.REFUSED, "HTTP request to " + url + " is not allowed: its host is none of "
                    + "the plug-in's allowed hosts");
        }
        return url;
    }

    /** A name with the dot of the root is the same host. */
    private static String bare(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private static boolean sameHost(URI one, URI other) {
        return one.getHost().equalsIgnoreCase(other.getHost()) && one.getPort() == other.getPort()
                && one.getScheme().equalsIgnoreCase(other.getScheme());
    }

    /** Where the response sends us; null if it does not, or to nothing that is a URL, or from https to http. */
    private static @Nullable URI redirect(HttpResponse<?> response, URI from) {
        switch (response.statusCode()) {
            case 301, 302, 303, 307, 308 -> {
            }
            default -> {
                return null;
            }
        }
        var location = response.headers().firstValue("location");
        return location.isEmpty() ? null : redirect(from, location.get());
    }

    /** Where this location, perhaps a relative one, sends us; a character for each octet of the header. */
    static @Nullable URI redirect(URI from, String location) {
        try {
            var target = from.resolve(UrlText.parseOctets(location));
            return "https".equalsIgnoreCase(from.getScheme()) && !"https".equalsIgnoreCase(target.getScheme()) ? null
                    : target;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private HttpResponse<byte[]> sendOnce(HttpRequest request, URI url, String method, byte[] body,
            boolean isElsewhere, CallGate gate) {
        var left = gate.nanosLeft();
        var sent = CLIENT.get().sendAsync(build(request, url, method, body, isElsewhere),
                info -> LimitedBody.upTo(method, access.maxResponseBytes(), info));
        pending = sent;
        try {
            if (cancelled) {
                throw stopped(url, null);
            }
            return left == Long.MAX_VALUE ? sent.get() : sent.get(Math.max(left, 1), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new PluginException(Kind.TIMEOUT,
                    "timeout: HTTP request to %s was not answered within the %d ms that "
                            .formatted(url, TimeUnit.NANOSECONDS.toMillis(gate.timeoutNanos())) + "the call may take",
                    -1, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopped(url, e);
        } catch (ExecutionException e) {
            if (cancelled) {
                throw stopped(url, e);
            }
            throw failed(url, e);
        } catch (CancellationException e) {
            throw stopped(url, e);
        } finally {
            pending = null;
            // Without effect on one that is done.
            sent.cancel(true);
        }
    }

    private static PluginException stopped(URI url, @Nullable Throwable cause) {
        var message = "the HTTP request to " + url + " was cancelled by the host";
        return cause == null ? new PluginException(Kind.CANCELLED, message)
                : new PluginException(Kind.CANCELLED, message, -1, cause);
    }

    private PluginException failed(URI url, ExecutionException e) {
        return LimitedBody.isTooLong(e)
                ? new PluginException(Kind.REFUSED, "HTTP response exceeds the configured maximum number of bytes: "
                        + access.maxResponseBytes(), -1, e)
                : new PluginException(Kind.HTTP, "HTTP request to " + url + " failed: " + e.getCause(), -1, e);
    }

    private static java.net.http.HttpRequest build(HttpRequest request, URI url, String method, byte[] body,
            boolean isElsewhere) {
        try {
            var builder = java.net.http.HttpRequest.newBuilder(url).method(method,
                    body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
            request.headers().forEach((name, value) -> {
                var lowerCase = name.toLowerCase(Locale.ROOT);
                if (!WRITTEN_BY_CLIENT.contains(lowerCase) && !(isElsewhere && SECRETS.contains(lowerCase))) {
                    builder.header(name, value);
                }
            });
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new PluginException(Kind.REFUSED, "invalid http request: " + e.getMessage(), -1, e);
        }
    }

    /** The headers of a response as plug-ins get them: names in lower case, several values joined. */
    static byte[] headers(HttpHeaders received) {
        var headers = new TreeMap<String, String>();
        received.map().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT),
                String.join(", ", values)));
        return JsonText.object(headers);
    }
}
