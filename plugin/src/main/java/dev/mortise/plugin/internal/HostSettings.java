package dev.mortise.plugin.internal;

import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

/**
 * What a host gives to a plug-in besides functions, and how much of everything. Immutable, shared by all plug-ins of a
 * compiled one.
 *
 * @param config what {@code config_get} answers, in UTF-8
 * @param maxVarBytes the limit of {@link Variables}
 * @param maxPages the limit of all memories
 * @param timeoutNanos how long a call may take; 0 for ever
 * @param logLevel what is below this level is not logged
 * @param log takes what plug-ins log
 * @param http what they may do by HTTP
 * @param wasi what they get through WASI; nothing if they do not use it
 * @param fuel how many units of fuel a call may use, if they are counted
 */
public record HostSettings(Map<String, byte[]> config, long maxVarBytes, int maxPages, long timeoutNanos,
        Level logLevel, BiConsumer<Level, String> log, HttpAccess http, Optional<WasiAccess> wasi, OptionalLong fuel) {

    /** From what users say. */
    public static HostSettings of(Map<String, String> config, long maxVarBytes, int maxPages, long timeoutNanos,
            Level logLevel, BiConsumer<Level, String> log, List<String> allowedHosts, long maxHttpResponseBytes,
            boolean showsHttpHeaders, Optional<WasiAccess> wasi, OptionalLong fuel) {
        return new HostSettings(utf8(config), maxVarBytes, maxPages, timeoutNanos, logLevel, log,
                HttpAccess.of(allowedHosts, maxHttpResponseBytes, showsHttpHeaders), wasi, fuel);
    }

    static Map<String, byte[]> utf8(Map<String, String> texts) {
        var bytes = new HashMap<String, byte[]>();
        texts.forEach((key, value) -> bytes.put(key, value.getBytes(StandardCharsets.UTF_8)));
        return Map.copyOf(bytes);
    }
}
