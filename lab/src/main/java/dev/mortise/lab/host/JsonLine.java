package dev.mortise.lab.host;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the lab reads. Written by hand: where whole processes are timed, starting a JSON library would be half of the
 * figure.
 */
final class JsonLine {

    private JsonLine() {}

    static String of(String runtime, Outcome outcome) {
        return "{\"runtime\":%s,\"unit\":\"ns\",\"warmup\":%s,\"samples\":%s,\"check\":%s,\"split\":%s}".formatted(
                quote(runtime), numbers(outcome.warmup()), numbers(outcome.samples()), quote(outcome.check()),
                split(outcome.split()));
    }

    static String ofTasks(HostRuntime runtime) {
        return "{\"runtime\":%s,\"variants\":{\"\":%s}}".formatted(quote(runtime.title()), runtime.tasks().stream()
                .map(task -> quote(task.label())).sorted().collect(Collectors.joining(",", "[", "]")));
    }

    private static String numbers(List<Double> values) {
        return values.stream().map(value -> Double.toString(value)).collect(Collectors.joining(",", "[", "]"));
    }

    private static String split(Map<String, Long> parts) {
        return parts.entrySet().stream().map(part -> quote(part.getKey()) + ":" + part.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", " ") + '"';
    }
}
