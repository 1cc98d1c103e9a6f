package dev.mortise.lab.result;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * How well the processes of one run agree that measured the same, and so how far off another run would be. A loop that
 * is timed now and then sees a machine that slows down for minutes; this sees also what differs from process to process,
 * whatever it comes from.
 *
 * @param expected how many of the figures compared another run would be expected to have elsewhere, further off than
 *        {@link Comparison#TOLERANCE}
 * @param compared how many figures have two processes or more
 * @param single how many have one, which agrees with itself
 */
public record Agreement(double expected, int compared, int single) {

    /** So many of those compared may be expected elsewhere: some are in the quietest run. */
    private static final double MOST_EXPECTED = 0.05;
    private static final double PERCENT = 100;

    /** Of all that a run measured. */
    public static Agreement of(List<Measurement> measurements) {
        var summaries = measurements.stream().map(Measurement::summary).flatMap(Optional::stream).toList();
        var compared = summaries.stream().filter(each -> each.processes() > 1).toList();
        return new Agreement(compared.stream().mapToDouble(Agreement::chance).sum(), compared.size(),
                summaries.size() - compared.size());
    }

    /** That the median of as many other processes is further off, as if their logarithms were normally distributed. */
    private static double chance(Summary summary) {
        // Nor is anything known where somebody has a time of 0, which has no logarithm.
        if (!(summary.spread() > 0)) {
            return 0;
        }
        // A median's variance is pi / 2 times that of a mean; and a difference has that of both.
        var deviation = summary.spread() * Math.sqrt(Math.PI / summary.processes());
        return 2 * NormalDistribution.of(0, deviation).survivalProbability(Math.log1p(Comparison.TOLERANCE));
    }

    /** Whether so many are expected elsewhere, and a whole one at least; or whether nobody knows of any. */
    public boolean isPoor() {
        return compared == 0 ? single > 0 : expected > Math.max(1, MOST_EXPECTED * compared);
    }

    /** In words, to stand in a sentence; "" of a run without figures. */
    public String text() {
        if (compared > 0) {
            return String.format(Locale.ROOT,
                    "of %,d figures with several processes, another run's would be expected to differ by over %.0f %% "
                            + "in %.1f",
                    compared, Comparison.TOLERANCE * PERCENT, expected);
        }
        return single > 0 ? "no figure has several processes, so how far off another run's would be is not known" : "";
    }
}
