package dev.mortise.plugin.internal;

import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What a plug-in can ask its host for besides memory: its configuration, variables and a place to log to. */
public final class Environment {

    private final Map<String, byte[]> config;
    private final Variables variables;
    private final Level logLevel;
    private final BiConsumer<Level, String> log;

    /**
     * @param config what {@code config_get} answers
     * @param maxVarBytes the limit of {@link Variables}
     * @param logLevel what is below this level is not logged
     * @param log takes what the plug-in logs
     */
    public Environment(Map<String, String> config, long maxVarBytes, Level logLevel, BiConsumer<Level, String> log) {
        var bytes = new HashMap<String, byte[]>();
        config.forEach((key, value) -> bytes.put(key, value.getBytes(StandardCharsets.UTF_8)));
        this.config = Map.copyOf(bytes);
        this.variables = new Variables(maxVarBytes);
        this.logLevel = logLevel;
        this.log = log;
    }

    /** A configuration value in UTF-8; not to be changed. */
    Optional<byte[]> config(String key) {
        return Optional.ofNullable(config.get(key));
    }

    /** The variables, which live as long as the plug-in. */
    public Variables variables() {
        return variables;
    }

    boolean logs(Level level) {
        return level.getSeverity() >= logLevel.getSeverity();
    }

    void log(Level level, String message) {
        try {
            log.accept(level, message);
        } catch (Throwable e) {
            throw HostCodeException.wrap("what takes the log", e);
        }
    }

    /** The level as plug-ins know it: 0 for trace to 4 for error, the largest {@code int} for off. */
    int logLevelNumber() {
        return switch (logLevel) {
            case ALL, TRACE -> 0;
            case DEBUG -> 1;
            case INFO -> 2;
            case WARNING -> 3;
            case ERROR -> 4;
            case OFF -> Integer.MAX_VALUE;
        };
    }
}
