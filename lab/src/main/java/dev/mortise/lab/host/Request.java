package dev.mortise.lab.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A task and its keys, as the command line has them. */
final class Request {

    private static final Map<String, Set<String>> KEYS = Map.of(
            "throughput", Set.of("function", "bytes"),
            "ffi", Set.of("iterations", "cache"),
            "multiply", Set.of("abi", "memory", "cached", "arguments", "owned", "compile", "calls"),
            "simulate", Set.of("policy", "abi", "memory", "cached", "trace", "bytes"),
            "transfer", Set.of("abi", "memory", "bytes"));
    private static final Set<String> COMMON = Set.of("module", "variant", "warmup", "time");

    private final String task;
    private final Map<String, String> values;

    private Request(String task, Map<String, String> values) {
        this.task = task;
        this.values = values;
    }

    /** {@code RUNTIME TASK key=value...}. */
    static Request parse(String... arguments) {
        var task = arguments[1];
        var keys = KEYS.get(task);
        if (keys == null) {
            throw new UsageException("there is no task '%s'".formatted(task));
        }
        var values = new HashMap<String, String>();
        for (var argument : List.of(arguments).subList(2, arguments.length)) {
            int equals = argument.indexOf('=');
            if (equals < 0) {
                throw new UsageException("'%s' is not of the form key=value".formatted(argument));
            }
            var key = argument.substring(0, equals);
            if (!keys.contains(key) && !COMMON.contains(key)) {
                throw new UsageException("%s has no key '%s'".formatted(task, key));
            }
            values.put(key, argument.substring(equals + 1));
        }
        return new Request(task, values);
    }

    String task() {
        return task;
    }

    /** A key's value. */
    String text(String key) {
        var value = values.get(key);
        if (value == null) {
            throw new UsageException("%s needs %s=...".formatted(task, key));
        }
        return value;
    }

    /** A key's value, one of these; the first is the default. */
    String oneOf(String key, String... choices) {
        var value = values.getOrDefault(key, choices[0]);
        if (!Arrays.asList(choices).contains(value)) {
            throw new UsageException(
                    "%s must be one of %s, not '%s'".formatted(key, String.join(", ", choices), value));
        }
        return value;
    }

    /** A key that is false by default. */
    boolean isTrue(String key) {
        return oneOf(key, "false", "true").equals("true");
    }

    /** A whole number from 0 on. */
    long number(String key) {
        try {
            var number = Long.parseLong(text(key));
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new UsageException("%s must be a whole number from 0 on, not '%s'".formatted(key, text(key)));
    }

    long number(String key, long byDefault) {
        return values.containsKey(key) ? number(key) : byDefault;
    }

    Path module() {
        return Path.of(text("module"));
    }

    /** The bytes of the module. */
    byte[] wasm() throws IOException {
        return Files.readAllBytes(module());
    }

    Measure measure() {
        return new Measure(number("warmup", 500), number("time", 1000));
    }
}
