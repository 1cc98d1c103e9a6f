package dev.mortise.lab.result;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How well the processes of one run agree that measured the same: what another run would find is as far off. A loop that
 * is timed now and then sees a machine that slows down for minutes; this sees also what differs from process to process,
 * a neighbour's moment or a JIT compiler's luck.
 *
 * @param apart of how many figures the processes differ by more than {@link Comparison#TOLERANCE}
 * @param compared how many figures have two processes or more
 * @param single how many have one, which agrees with itself
 */
public record Agreement(int apart, int compared, int single) {

    /** So many of those compared may be apart: some are in the quietest run. */
    private static final double MOST_APART = 0.05;
    private static final double PERCENT = 100;

    /** Of all that a run measured. */
    public static Agreement of(List<Measurement> measurements) {
        var summaries = measurements.stream().map(Measurement::summary).flatMap(Optional::stream).toList();
        var compared = summaries.stream().filter(each -> each.processes() > 1).toList();
        var apart = compared.stream().filter(each -> each.high() > (1 + Comparison.TOLERANCE) * each.low()).count();
        return new Agreement((int) apart, compared.size(), summaries.size() - compared.size());
    }

    /** Whether so many are apart that another run would be, too. */
    public boolean isPoor() {
        return apart > MOST_APART * compared;
    }

    /** In words, to stand in a sentence. */
    public String text() {
        return String.format(Locale.ROOT,
                "processes that did the same differ by more than %.0f %% in %,d of %,d figures",
                Comparison.TOLERANCE * PERCENT, apart, compared);
    }
}
