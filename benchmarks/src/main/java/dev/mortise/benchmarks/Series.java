package dev.mortise.benchmarks;

import java.util.List;
import java.util.stream.IntStream;

/** The figures of one contender in one line, in the order in which they were measured: one a process. */
record Series(List<Double> values) {

    Series {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a series has at least one value");
        }
        values = List.copyOf(values);
    }

    double median() {
        var sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    double min() {
        return values.stream().min(Double::compare).orElseThrow();
    }

    double max() {
        return values.stream().max(Double::compare).orElseThrow();
    }

    /**
     * This by the other, process by process. They ran one after the other, so what slows the machine down for a while
     * slows both, and cancels out.
     */
    Series dividedBy(Series other) {
        return new Series(IntStream.range(0, Math.min(values.size(), other.values.size()))
                .mapToObj(i -> values.get(i) / other.values.get(i)).toList());
    }
}
