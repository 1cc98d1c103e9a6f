package dev.mortise.plugin.internal;

import java.lang.System.Logger.Level;
import java.net.http.HttpHeaders;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a plug-in can ask its host for besides memory: its configuration, variables, HTTP, and a place to log to. */
public final class Environment {

    private final HostSettings settings;
    private final Variables variables;
    private final HttpExchange http;
    private final CallGate gate;
    private volatile Map<String, byte[]> config;
    private @Nullable ResponseHead response;

    /** @param gate of the plug-in: it knows how long a request may take */
    public Environment(HostSettings settings, CallGate gate) {
        this.settings = settings;
        this.gate = gate;
        this.config = settings.config();
        this.variables = new Variables(settings.maxVarBytes());
        this.http = new HttpExchange(settings.http());
    }

    /** A configuration value in UTF-8; not to be changed. */
    Optional<byte[]> config(String key) {
        return Optional.ofNullable(config.get(key));
    }

    /** Puts another configuration in place, from the next question on. */
    public void setConfig(Map<String, String> values) {
        config = HostSettings.utf8(values);
    }

    /** Puts that of the beginning back in place. */
    @SuppressWarnings("ReferenceEquality") // it is that of the beginning or another
    public void restoreConfig() {
        // Hardly anybody sets one, and a volatile write waits for memory.
        if (config != settings.config()) {
            config = settings.config();
        }
    }

    /** The variables, which live as long as the plug-in. */
    public Variables variables() {
        return variables;
    }

    boolean logs(Level level) {
        return level.getSeverity() >= settings.logLevel().getSeverity();
    }

    void log(Level level, String message) {
        try {
            settings.log().accept(level, message);
        } catch (Throwable e) {
            throw HostCodeException.wrap("what takes the log", e);
        }
    }

    /** The level as plug-ins know it: 0 for trace to 4 for error, the largest {@code int} for off. */
    int logLevelNumber() {
        return switch (settings.logLevel()) {
            case ALL, TRACE -> 0;
            case DEBUG -> 1;
            case INFO -> 2;
            case WARNING -> 3;
            case ERROR -> 4;
            case OFF -> Integer.MAX_VALUE;
        };
    }

    /** What is kept of a response: its body may be large. */
    private record ResponseHead(int status, HttpHeaders headers) {
    }

    /** Sends a request and answers the body of the response, whose status and headers are kept. */
    byte[] request(HttpRequest request, byte[] body) {
        response = null;
        var received = http.send(request, body, gate);
        response = new ResponseHead(received.statusCode(), received.headers());
        return received.body();
    }

    /** The status of the call's last response, 0 if there was none. */
    int httpStatus() {
        var last = response;
        return last == null ? 0 : last.status();
    }

    /** The headers of the call's last response as JSON, if there was one and the plug-in may see them. */
    Optional<byte[]> httpHeaders() {
        var last = response;
        return last == null || !settings.http().showsHeaders() ? Optional.empty()
                : Optional.of(HttpExchange.headers(last.headers()));
    }

    /** A call begins, perhaps for somebody else: what the one before was answered is not for it to see. */
    public void beginCall() {
        response = null;
    }

    /** Ends the wait for a response. From any thread. */
    public void cancelWaiting() {
        http.cancel();
    }

    /** Takes back {@link #cancelWaiting()}. */
    public void clearCancel() {
        http.clear();
    }

    /** Begins afresh. */
    public void reset() {
        variables.clear();
    }
}
