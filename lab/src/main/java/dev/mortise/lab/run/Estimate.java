package dev.mortise.lab.run;

import dev.mortise.lab.experiment.Budget;
import dev.mortise.lab.experiment.Row;
import dev.mortise.lab.peer.Contender;
import dev.mortise.lab.peer.Contender.Pace;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How long steps take: what they took before, or a guess. */
final class Estimate {

    private static final long START_MILLIS = 350;
    private static final long SLOW_MILLIS = 1500;
    private static final long PROGRAM_MILLIS = 800;

    /** What is measured again in a later round. */
    private record Repeated(Row row, Contender contender) {
    }

    private final Budget budget;
    private final Map<Repeated, Duration> taken = new HashMap<>();

    Estimate(Budget budget) {
        this.budget = budget;
    }

    void took(Step step, Duration time) {
        taken.put(new Repeated(step.row(), step.contender()), time);
    }

    /** What it took the last time, zero if there was none. */
    Duration last(Step step) {
        return taken.getOrDefault(new Repeated(step.row(), step.contender()), Duration.ZERO);
    }

    long millis(Step step) {
        var before = taken.get(new Repeated(step.row(), step.contender()));
        return before == null ? guess(step) : before.toMillis();
    }

    long millis(List<Step> steps) {
        return steps.stream().mapToLong(this::millis).sum();
    }

    private long guess(Step step) {
        var slow = step.contender().pace() == Pace.SLOW ? SLOW_MILLIS : 0;
        return slow + (step.row().isWholeProcess()
                ? PROGRAM_MILLIS
                : budget.warmupMillis() + budget.millis() + START_MILLIS);
    }
}
