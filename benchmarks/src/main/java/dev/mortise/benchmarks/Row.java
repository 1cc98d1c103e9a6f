package dev.mortise.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A line of the table: one thing measured for several contenders.
 *
 * @param name what a filter on the command line is matched against
 * @param unit of the figures
 * @param higherIsBetter whether the unit is a speed; else it is a time
 * @param jobs what gives a figure for each contender
 * @param repeats how often each job is done in a round
 * @param target what Mortise is to reach, as far as this line alone tells
 */
record Row(String name, String unit, boolean higherIsBetter, Map<Contender, Job> jobs, int repeats,
        Optional<Target> target) {

    /** Gives one figure; each time in a process of its own. */
    @FunctionalInterface
    interface Job {
        double measure() throws Exception;
    }

    /**
     * Limits for what is printed of a line; an empty one does not apply.
     *
     * @param baselines the most that Mortise may take, as a multiple of the time of plain Java or native code; of both,
     * in this order, where both are measured
     * @param peer the least that the time of the best peer must be, as a multiple of Mortise's
     * @param absolute the most that Mortise may take, in the unit of the line; where that is a speed, the least
     */
    record Target(List<Double> baselines, Optional<Double> peer, Optional<Double> absolute) {

        static Target baseline(double limit) {
            return new Target(List.of(limit), Optional.empty(), Optional.empty());
        }

        static Target peer(double limit) {
            return new Target(List.of(), Optional.of(limit), Optional.empty());
        }

        static Target absolute(double limit) {
            return new Target(List.of(), Optional.empty(), Optional.of(limit));
        }

        static Target javaAndNative(double ofJava, double ofNative) {
            return new Target(List.of(ofJava, ofNative), Optional.empty(), Optional.empty());
        }

        Target andPeer(double limit) {
            return new Target(baselines, Optional.of(limit), absolute);
        }

        Target andAbsolute(double limit) {
            return new Target(baselines, peer, Optional.of(limit));
        }
    }

    /** Who is measured, in the order of the table. */
    List<Contender> contenders() {
        return jobs.keySet().stream().sorted().toList();
    }
}
