package dev.mortise.lab.run;

import dev.mortise.lab.experiment.Budget;
import dev.mortise.lab.experiment.Row;
import dev.mortise.lab.peer.Contender;
import dev.mortise.lab.peer.Contender.Pace;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long steps take: a guess until they have been done, then what they took. A part of it is fixed, to start a runtime
 * and compile, the rest is the time to warm up and to measure, of which a run that would be too long takes a share.
 */
final class Estimate {

    private static final double START_OF_JVM = 450;
    private static final double START_OUTSIDE = 60;
    private static final double PROGRAM_ON_JVM = 700;
    private static final double PROGRAM_OUTSIDE = 120;
    /** Where code is compiled again a warm-up goes on for as long as it helps. */
    private static final double WARM_UPS_IN_TIERS = 1.7;
    /** So much is known before the first step: one that is far off is not to change everything that is shown. */
    private static final double PRIOR = 10_000;

    /** One that hung says nothing about others. */
    private static final double MOST_OFF = 5;

    /** What is measured again in a later round. */
    private record Repeated(Row row, Contender contender) {
    }

    /** What it took at which share of its time. */
    private record Taken(Duration time, double share) {
    }

    private final Budget budget;
    private final Map<Repeated, Taken> taken = new HashMap<>();
    private double guessed = PRIOR;
    private double found = PRIOR;

    Estimate(Budget budget) {
        this.budget = budget;
    }

    /** A step is done. */
    void took(Step step, Duration time, double share) {
        if (taken.put(repeated(step), new Taken(time, share)) == null) {
            var guess = guess(step);
            guessed += guess;
            found += Math.clamp(time.toMillis() - share * adjustable(step), 0, MOST_OFF * guess);
        }
    }

    /** What it took the last time, zero if there was none. */
    Duration last(Step step) {
        var before = taken.get(repeated(step));
        return before == null ? Duration.ZERO : before.time;
    }

    /** Milliseconds that steps take, with this share of their time. */
    long millis(List<Step> steps, double share) {
        return Math.round(steps.stream().mapToDouble(step -> fixed(step) + share * adjustable(step)).sum());
    }

    /** The share of their time with which steps come to an end within so many milliseconds. */
    double share(List<Step> steps, long millis) {
        var fixed = steps.stream().mapToDouble(this::fixed).sum();
        var adjustable = steps.stream().mapToDouble(this::adjustable).sum();
        return Math.clamp((millis - fixed) / Math.max(1, adjustable), budget.leastShare(), 1);
    }

    private static Repeated repeated(Step step) {
        return new Repeated(step.row(), step.contender());
    }

    private double adjustable(Step step) {
        if (step.row().isWholeProcess()) {
            return 0;
        }
        return budget.millis() + (step.contender().isTiered()
                ? WARM_UPS_IN_TIERS * budget.warmupMillis()
                : budget.warmupMillisOutside());
    }

    private double fixed(Step step) {
        var before = taken.get(repeated(step));
        return before == null
                ? guess(step) * found / guessed
                : Math.max(0, before.time.toMillis() - before.share * adjustable(step));
    }

    private double guess(Step step) {
        var isJvm = step.contender().isJvm();
        var slow = step.contender().pace() == Pace.SLOW ? budget.slowMillis() : 0;
        if (step.row().isWholeProcess()) {
            return slow + (isJvm ? PROGRAM_ON_JVM : PROGRAM_OUTSIDE);
        }
        return slow + (isJvm ? START_OF_JVM : START_OUTSIDE);
    }
}
