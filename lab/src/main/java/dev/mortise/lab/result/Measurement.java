package dev.mortise.lab.result;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one contender needs for one task.
 *
 * @param experiment {@code extism}, {@code ffi}, {@code scripting} or {@code simulator}
 * @param task what is done, as the hosts know it: {@code throughput}, {@code ffi}, {@code multiply}, {@code simulate}
 *        or {@code transfer}
 * @param keys how it is done, without paths and times; same task and same keys, same work
 * @param contender its id
 * @param unit of the figures, {@code ns}
 * @param check what came of the work, the same for all contenders; "" where there is nothing to compare
 * @param forks one a process, in order
 * @param failure why there is no figure, or not all of them; "" if nothing failed
 */
public record Measurement(String experiment, String task, Map<String, String> keys, String contender, String unit,
        String check, List<Fork> forks, String failure) {

    public Measurement {
        keys = new TreeMap<>(keys);
        forks = List.copyOf(forks);
    }

    /** The task and its keys in one line, the same for all contenders of a row. */
    public String row() {
        var text = new StringBuilder(experiment).append(' ').append(task);
        keys.forEach((key, value) -> text.append(' ').append(key).append('=').append(value));
        return text.toString();
    }

    /** A key's value, "" if there is none. */
    public String key(String name) {
        return keys.getOrDefault(name, "");
    }

    /** Whether whole processes were timed, from outside. */
    public boolean isWholeProcess() {
        return task.equals("ffi");
    }

    /** What the processes say by their samples, or by their own times; empty if there is no figure. */
    public Optional<Summary> summary() {
        var processes = forks.stream().map(fork -> isWholeProcess() ? List.of((double) fork.wallNanos())
                : fork.samples()).filter(samples -> !samples.isEmpty()).toList();
        return processes.isEmpty() ? Optional.empty() : Optional.of(Summary.of(processes));
    }
}
