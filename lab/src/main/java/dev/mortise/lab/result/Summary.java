package dev.mortise.lab.result;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * What several figures of one thing say. Outliers are counted, and stay in.
 *
 * @param count how many figures there are
 * @param median of them
 * @param low the lower end of the median's confidence interval
 * @param high the upper end
 * @param confidence that the interval has, at least {@link #CONFIDENCE} but where there are fewer than 6 figures: then
 *        the interval is from the least to the greatest
 * @param min the least
 * @param max the greatest
 * @param mean of all
 * @param outliers how many are further than one and a half times the middle half's width from the middle half
 */
public record Summary(int count, double median, double low, double high, double confidence, double min, double max,
        double mean, int outliers) {

    /** What a confidence interval is to have. */
    public static final double CONFIDENCE = 0.95;

    private static final double FENCE = 1.5;
    private static final double HALF = 0.5;
    private static final double[] QUARTILES = {0.25, 0.5, 0.75};

    /**
     * Of one figure or more, in any order.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Summary of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a summary needs at least one figure");
        }
        var sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int count = sorted.length;
        var quartiles = Quantile.withDefaults().evaluate(sorted.clone(), QUARTILES);
        int rank = rankOfLowerEnd(count);
        return new Summary(count, quartiles[1], sorted[rank], sorted[count - 1 - rank], confidence(count, rank),
                sorted[0], sorted[count - 1], Mean.of(sorted).getAsDouble(),
                outliers(sorted, quartiles[0], quartiles[2]));
    }

    /**
     * By order statistics, which suppose nothing of how the figures are distributed: how many of them are below the
     * true median is binomial.
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
