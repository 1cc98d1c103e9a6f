package dev.mortise.benchmarks;

import dev.mortise.benchmarks.Unloading.Residue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Calls on all processors through one pool, for minutes, of which 1 in 1,000 goes wrong in one of four ways; and in the
 * same process, by turns, the same calls through another pool of a module of its own where none does. Prints what came
 * of it as a Markdown table, each minute to standard error, and fails if an answer was lost or mixed up.
 * {@code benchmarks/soak} starts it.
 */
final class Soak {

    private static final int FAULT_EVERY = 1_000;
    private static final Duration FAULTY_SLICE = Duration.ofSeconds(5);
    private static final Duration FAULTLESS_SLICE = Duration.ofSeconds(2);
    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final int SLICES_A_MINUTE = 12;

    /** A few memories more or less in reserve. In minutes, a byte lost in each call would be more. */
    private static final long HEAP_SLACK = 8 << 20;

    private static final double LEAST_TO_FIRST_MINUTE = 0.95;
    private static final double LEAST_TO_FAULTLESS = 0.85;

    private final List<Minute> minutes = new ArrayList<>();
    private final List<Residue> residues = new ArrayList<>();

    /**
     * Means of the slices of a minute of calls with faults.
     *
     * @param faulty good answers a second
     * @param faultless the same where no call goes wrong
     */
    private record Minute(double faulty, double faultless) {
    }

    public static void main(String[] arguments) throws InterruptedException {
        var minutes = 5.0;
        var callers = Runtime.getRuntime().availableProcessors();
        var payload = SoakTraffic.DEFAULT_BYTES;
        for (var i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--minutes" -> minutes = Double.parseDouble(arguments[i + 1]);
                case "--callers" -> callers = Integer.parseInt(arguments[i + 1]);
                case "--bytes" -> payload = Integer.parseInt(arguments[i + 1]);
                default -> throw new IllegalArgumentException(arguments[i] + " is no option of the soak");
            }
        }
        try (var faulty = new SoakTraffic(callers, payload, FAULT_EVERY);
                var faultless = new SoakTraffic(callers, payload, SoakTraffic.NEVER)) {
            var soak = new Soak();
            soak.run(faulty, faultless, Math.max(1, (int) Math.round(minutes * SLICES_A_MINUTE)));
            System.out.print(soak.report(faulty, faultless));
            if (faulty.tally().wrong() + faultless.tally().wrong() > 0) {
                System.exit(1);
            }
        }
    }

    private void run(SoakTraffic faulty, SoakTraffic faultless, int slices) throws InterruptedException {
        faultless.run(WARM_UP);
        faulty.run(WARM_UP);
        residues.add(Unloading.residue(0));
        // Less than a minute still has a first and a last part.
        var inPart = Math.max(1, Math.min(SLICES_A_MINUTE, slices / 2));
        for (var done = 0; done < slices;) {
            var last = Math.min(slices, done + inPart);
            // What is left of a minute belongs to the one before.
            last = slices - last < inPart ? slices : last;
            var count = last - done;
            double withFaults = 0;
            double without = 0;
            for (; done < last; done++) {
                withFaults += faulty.run(FAULTY_SLICE);
                without += faultless.run(FAULTLESS_SLICE);
            }
            var minute = new Minute(withFaults / count, without / count);
            minutes.add(minute);
            var residue = Unloading.residue(minutes.size());
            residues.add(residue);
            System.err.printf(Locale.ROOT, "soak: %.1f minutes: %,.0f calls a second, without faults %,.0f; "
                    + "heap %.1f MB, metaspace %.1f MB, %d classes; %s%n", done / (double) SLICES_A_MINUTE,
                    minute.faulty(), minute.faultless(), residue.heapBytes() / 1e6, residue.metaspaceBytes() / 1e6,
                    residue.classes(), faulty.tally());
        }
    }

    private String report(SoakTraffic faulty, SoakTraffic faultless) {
        var first = minutes.getFirst();
        var last = minutes.getLast();
        var change = last.faulty() / first.faulty();
        var beside = change / (last.faultless() / first.faultless());
        var toFaultless = minutes.stream().mapToDouble(Minute::faulty).sum()
                / minutes.stream().mapToDouble(Minute::faultless).sum();
        var wrong = faulty.tally().wrong() + faultless.tally().wrong();
        var text = new StringBuilder("| soak | result | target | |\n|---|---|---|---|\n");
        text.append(line("calls through a pool of %d plug-ins".formatted(faulty.callers()), faulty.tally() + "; "
                + "without faults: " + faultless.tally(), "", ""));
        text.append(line("answers lost or mixed up", Long.toString(wrong), "0", verdict(wrong == 0)));
        text.append(line("heap / metaspace / classes after collection, by minute",
                String.join("; ", residues.stream().map(Soak::format).toList()), "flat",
                verdict(Unloading.isFlat(residues, HEAP_SLACK))));
        text.append(line("throughput by minute, good calls/ms",
                String.join(", ", minutes.stream().map(minute -> number(minute.faulty() / 1e3)).toList()), "", ""));
        text.append(line("throughput, last minute to first",
                percent(change) + " (" + percent(beside) + " beside the calls without faults)",
                ">= " + percent(LEAST_TO_FIRST_MINUTE), verdict(change >= LEAST_TO_FIRST_MINUTE)));
        text.append(line("throughput, with faults to without", percent(toFaultless),
                ">= " + percent(LEAST_TO_FAULTLESS), verdict(toFaultless >= LEAST_TO_FAULTLESS)));
        return text.toString();
    }

    private static String format(Residue residue) {
        return String.format(Locale.ROOT, "%.1f MB / %.1f MB / %d", residue.heapBytes() / 1e6,
                residue.metaspaceBytes() / 1e6, residue.classes());
    }

    private static String line(String what, String result, String target, String verdict) {
        return "| " + String.join(" | ", what, result, target, verdict) + " |\n";
    }

    private static String verdict(boolean met) {
        return met ? "met" : "**not met**";
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
