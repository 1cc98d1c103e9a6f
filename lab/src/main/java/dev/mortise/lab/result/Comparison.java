package dev.mortise.lab.result;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Two runs, row by row.
 *
 * @param lines what both measured, in the order of the second run
 * @param onlyBefore rows and contenders that the first run alone has figures for
 * @param onlyAfter the same of the second
 * @param doubts why figures of a run are not to be quoted, "" if nothing speaks against either
 */
public record Comparison(List<Line> lines, List<String> onlyBefore, List<String> onlyAfter, String doubts) {

    /** How far apart two medians may be and still count as the same. */
    public static final double TOLERANCE = 0.10;

    private static final double PERCENT = 100;

    /**
     * One contender in one row.
     *
     * @param measurement of the second run
     * @param before what the first run says
     * @param after what the second says
     */
    public record Line(Measurement measurement, Summary before, Summary after) {

        /** As {@link Measurement#row} gives it. */
        public String row() {
            return measurement.row();
        }

        /** Its id. */
        public String contender() {
            return measurement.contender();
        }

        /** The second median by the first: over 1 is slower than before. */
        public double ratio() {
            return after.median() / before.median();
        }

        /** Whether the medians are within a tenth of each other. */
        public boolean agrees() {
            return Math.max(ratio(), 1 / ratio()) <= 1 + TOLERANCE;
        }

        /** Whether that would hardly come by chance, as {@link Summary#surelyDiffersFrom} has it. */
        public boolean surelyDiffers() {
            return after.surelyDiffersFrom(before);
        }
    }

    /** Of two runs, the older first. */
    public static Comparison of(LabRun before, LabRun after) {
        var first = new HashMap<String, Summary>();
        var onlyBefore = new ArrayList<String>();
        for (var each : before.measurements()) {
            each.summary().ifPresent(summary -> {
                first.put(name(each), summary);
                onlyBefore.add(name(each));
            });
        }
        var lines = new ArrayList<Line>();
        var onlyAfter = new ArrayList<String>();
        for (var each : after.measurements()) {
            each.summary().ifPresent(summary -> {
                var old = first.get(name(each));
                if (old == null) {
                    onlyAfter.add(name(each));
                } else {
                    lines.add(new Line(each, old, summary));
                    onlyBefore.remove(name(each));
                }
            });
        }
        var doubts = Stream.of(before.doubts(), after.doubts()).filter(each -> !each.isEmpty()).distinct()
                .collect(Collectors.joining("; "));
        return new Comparison(List.copyOf(lines), List.copyOf(onlyBefore), List.copyOf(onlyAfter), doubts);
    }

    /** In one line: whether the two say the same, and if not, whether that is in doubt. */
    public String verdict() {
        if (lines.isEmpty()) {
            return "the runs have no row in common.";
        }
        var apart = lines.stream().filter(line -> !line.agrees()).toList();
        if (apart.isEmpty()) {
            return String.format(Locale.ROOT, "within %.0f %%, all %d medians.", TOLERANCE * PERCENT, lines.size());
        }
        return String.format(Locale.ROOT,
                "%s%d of %d medians are more than %.0f %% apart, %d of them surely.%s",
                doubts.isEmpty() ? "" : "in doubt: ", apart.size(), lines.size(), TOLERANCE * PERCENT,
                apart.stream().filter(Line::surelyDiffers).count(),
                doubts.isEmpty() ? "" : " Doubts: " + doubts + ".");
    }

    private static String name(Measurement each) {
        return each.row() + ": " + each.contender();
    }
}
