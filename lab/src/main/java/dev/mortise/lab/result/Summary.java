package dev.mortise.lab.result;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * What the processes say that measured one thing. A process counts as one figure, the median of its samples: these
 * have its compilation, its memory's layout and its moment in common, so a thousand of them say no more of the next
 * process than one does. Outliers among the samples are counted, and stay in.
 *
 * @param processes how many there are
 * @param samples of all of them
 * @param median of the processes' figures
 * @param spread the standard deviation of the natural logarithms of the processes' figures; 0 of one process
 * @param low the lower end of that median's confidence interval
 * @param high the upper end
 * @param confidence that the interval has, at least {@link #CONFIDENCE} but where there are fewer than 6 processes: then
 *        the interval is from the least to the greatest
 * @param min the least sample
 * @param max the greatest
 * @param mean of all samples
 * @param outliers how many samples are further than one and a half times the middle half's width from the middle half
 */
public record Summary(int processes, int samples, double median, double spread, double low, double high,
        double confidence, double min, double max, double mean, int outliers) {

    /** What a confidence interval is to have. */
    public static final double CONFIDENCE = 0.95;
    /**
     * So many processes of each are needed to call something surely faster. Of two that are equally fast, the first
     * has all its 3 processes ahead of the other's 3 once in 20 times; of 2 and 2, once in 6.
     */
    public static final int ENOUGH = 3;

    private static final double FENCE = 1.5;
    private static final double HALF = 0.5;
    private static final double[] QUARTILES = {0.25, 0.5, 0.75};

    /**
     * Of one process or more, each with one sample or more, in any order.
     *
     * @throws IllegalArgumentException if there is no process, or one without a sample
     */
    public static Summary of(List<List<Double>> processes) {
        if (processes.isEmpty() || processes.stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException("a summary needs at least one process, and a sample of each");
        }
        var figures = processes.stream().mapToDouble(each -> quartiles(sorted(each))[1]).sorted().toArray();
        var samples = sorted(processes.stream().flatMap(List::stream).toList());
        var quartiles = quartiles(samples);
        int count = figures.length;
        int rank = rankOfLowerEnd(count);
        return new Summary(count, samples.length, quartiles(figures)[1],
                StandardDeviation.of(Arrays.stream(figures).map(Math::log).toArray()).getAsDouble(), figures[rank],
                figures[count - 1 - rank], confidence(count, rank), samples[0], samples[samples.length - 1],
                Mean.of(samples).getAsDouble(), outliers(samples, quartiles[0], quartiles[2]));
    }

    private static double[] sorted(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    private static double[] quartiles(double[] values) {
        return Quantile.withDefaults().evaluate(values.clone(), QUARTILES);
    }

    /** Whether the intervals have nothing in common. */
    public boolean isApartFrom(Summary other) {
        return low > other.high || high < other.low;
    }

    /** Whether the order of the two would hardly come by chance: they are apart, and both have processes enough. */
    public boolean surelyDiffersFrom(Summary other) {
        return isApartFrom(other) && Math.min(processes, other.processes) >= ENOUGH;
    }

    /**
     * By order statistics, which suppose nothing of how the figures are distributed but that they are independent: how
     * many of them are below the true median is binomial.
     */
    private static int rankOfLowerEnd(int count) {
        int rank = 0;
        while (2 * (rank + 1) < count && confidence(count, rank + 1) >= CONFIDENCE) {
            rank++;
        }
        return rank;
    }

    /** That the true median is between the figures of this rank from below and from above, counted from 0. */
    private static double confidence(int count, int rank) {
        return 1 - 2 * BinomialDistribution.of(count, HALF).cumulativeProbability(rank);
    }

    private static int outliers(double[] sorted, double lower, double upper) {
        var reach = FENCE * (upper - lower);
        return (int) Arrays.stream(sorted).filter(value -> value < lower - reach || value > upper + reach).count();
    }
}
