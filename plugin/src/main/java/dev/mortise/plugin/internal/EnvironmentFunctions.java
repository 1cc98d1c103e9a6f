package dev.mortise.plugin.internal;

import dev.mortise.plugin.PluginException;
import dev.mortise.wasi.internal.Headroom;
import dev.mortise.wasm.Attachment;
import dev.mortise.wasm.Instance;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Configuration, variables, log and HTTP as plug-ins see them, under the names of Extism's {@code extism:host/env}.
 *
 * <p>
 * Every handle that is passed in is freed, but only after the answer has its own block: a plug-in may free the handle
 * once more, and must not hit the answer with it.
 */
public final class EnvironmentFunctions {

    /** Where the environment of the calling plug-in is found. */
    public static final Attachment<Environment> ENVIRONMENT = Attachment.create(Environment.class);

    private EnvironmentFunctions() {}

    static void addTo(FunctionSet functions) {
        var environment = functions.from(MethodHandles.lookup());
        environment.add("config_get", "configGet", long.class, long.class);
        environment.add("var_get", "varGet", long.class, long.class);
        environment.add("var_set", "varSet", void.class, long.class, long.class);
        environment.add("http_request", "httpRequest", long.class, long.class, long.class);
        environment.add("http_status_code", "httpStatusCode", int.class);
        environment.add("http_headers", "httpHeaders", long.class);
        environment.add("log_trace", "logTrace", void.class, long.class);
        environment.add("log_debug", "logDebug", void.class, long.class);
        environment.add("log_info", "logInfo", void.class, long.class);
        environment.add("log_warn", "logWarning", void.class, long.class);
        environment.add("log_error", "logError", void.class, long.class);
        environment.add("get_log_level", "getLogLevel", int.class);
    }

    static long configGet(long keyHandle, Instance caller) {
        var kernel = KernelFunctions.KERNEL.get(caller);
        var key = key(kernel, keyHandle, "config key");
        var value = ENVIRONMENT.get(caller).config(key);
        var result = value.isPresent() ? kernel.write(value.get()) : 0;
        kernel.free(keyHandle);
        return result;
    }

    static long varGet(long keyHandle, Instance caller) {
        var kernel = KernelFunctions.KERNEL.get(caller);
        var key = key(kernel, keyHandle, "var key");
        var value = ENVIRONMENT.get(caller).variables().get(key);
        var result = value.isPresent() ? kernel.write(value.get()) : 0;
        kernel.free(keyHandle);
        return result;
    }

    static void varSet(long keyHandle, long valueHandle, Instance caller) {
        var variables = ENVIRONMENT.get(caller).variables();
        if (!variables.enabled()) {
            throw refused("Vars are disabled by this host");
        }
        var kernel = KernelFunctions.KERNEL.get(caller);
        var key = key(kernel, keyHandle, "var key");
        if (valueHandle == 0) {
            variables.remove(key);
        } else if (!variables.set(key, kernel.read(valueHandle, "var value"))) {
            throw refused("Variable store is full");
        }
        kernel.free(keyHandle);
        kernel.free(valueHandle);
    }

    static long httpRequest(long requestHandle, long bodyHandle, Instance caller) {
        // The engine looks at the first calls only; a proxy, a redirect or TLS may come first in a later one.
        Headroom.require();
        var kernel = KernelFunctions.KERNEL.get(caller);
        var request = HttpRequest.parse(kernel.read(requestHandle, "http request"));
        var body = kernel.read(bodyHandle, "http request body");
        var result = kernel.write(ENVIRONMENT.get(caller).request(request, body));
        kernel.free(requestHandle);
        kernel.free(bodyHandle);
        return result;
    }

    static int httpStatusCode(Instance caller) {
        return ENVIRONMENT.get(caller).httpStatus();
    }

    static long httpHeaders(Instance caller) {
        var headers = ENVIRONMENT.get(caller).httpHeaders();
        return headers.isPresent() ? KernelFunctions.KERNEL.get(caller).write(headers.get()) : 0;
    }

    static void logTrace(long message, Instance caller) {
        log(Level.TRACE, message, caller);
    }

    static void logDebug(long message, Instance caller) {
        log(Level.DEBUG, message, caller);
    }

    static void logInfo(long message, Instance caller) {
        log(Level.INFO, message, caller);
    }

    static void logWarning(long message, Instance caller) {
        log(Level.WARNING, message, caller);
    }

    static void logError(long message, Instance caller) {
        log(Level.ERROR, message, caller);
    }

    static int getLogLevel(Instance caller) {
        return ENVIRONMENT.get(caller).logLevelNumber();
    }

    private static void log(Level level, long messageHandle, Instance caller) {
        var environment = ENVIRONMENT.get(caller);
        var kernel = KernelFunctions.KERNEL.get(caller);
        if (environment.logs(level)) {
            Headroom.require();
            environment.log(level, kernel.readString(messageHandle, "log message"));
        }
        kernel.free(messageHandle);
    }

    private static String key(Kernel kernel, long handle, String what) {
        var key = kernel.readString(handle, what);
        // A replacement character stands for malformed bytes, unless the plug-in wrote one itself.
        if (key.indexOf('\uFFFD') >= 0
                && !Arrays.equals(key.getBytes(StandardCharsets.UTF_8), kernel.read(handle, what))) {
            throw refused(what + " is not valid UTF-8");
        }
        return key;
    }

    private static PluginException refused(String message) {
        return new PluginException(PluginException.Kind.REFUSED, message);
    }
}
