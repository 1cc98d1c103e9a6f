package dev.mortise.lab.host;

import java.util.LinkedHashMap;
import java.util.Map;

/** How long the parts of some work took, in the order in which they end. */
final class Split {

    private final Map<String, Long> parts = new LinkedHashMap<>();
    private long since = System.nanoTime();

    /** Ends a part, and begins the next. */
    Split end(String part) {
        var now = System.nanoTime();
        parts.merge(part, now - since, Long::sum);
        since = now;
        return this;
    }

    Split add(Split later) {
        later.parts.forEach((part, nanos) -> parts.merge(part, nanos, Long::sum));
        return this;
    }

    /** Nanoseconds by part. */
    Map<String, Long> parts() {
        return parts;
    }
}
