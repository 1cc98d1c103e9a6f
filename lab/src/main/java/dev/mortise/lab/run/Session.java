package dev.mortise.lab.run;

import dev.mortise.lab.experiment.Budget;
import dev.mortise.lab.experiment.Row;
import dev.mortise.lab.peer.Contender;
import dev.mortise.lab.peer.Places;
import dev.mortise.lab.process.Program;
import dev.mortise.lab.result.LabRun;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A run of the lab. */
public final class Session {

    /** A contender that had to be stopped so often is not asked again. */
    private static final int MOST_HANGS = 2;
    /** A signal to all of a terminal's processes reaches the child first, perhaps. */
    private static final long SIGNAL_MILLIS = 500;
    private static final double MILLIS_PER_SECOND = 1000;

    private final Places places;
    private final Budget budget;
    private final List<Row> rows;
    private final List<Contender> contenders;
    private final Supplier<NoiseWatch> watch;
    private final Collected collected = new Collected();
    private final Estimate estimate;
    private final Map<Contender, Integer> hangs = new HashMap<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private long start = System.nanoTime();

    /** A run to come. */
    public Session(Places places, Budget budget, List<Row> rows, List<Contender> contenders) {
        this(places, budget, rows, contenders, NoiseWatch::new);
    }

    /** The same with another watch, which it begins when the run does. */
    Session(Places places, Budget budget, List<Row> rows, List<Contender> contenders, Supplier<NoiseWatch> watch) {
        this.places = places;
        this.budget = budget;
        this.rows = rows;
        this.contenders = contenders;
        this.watch = watch;
        this.estimate = new Estimate(budget);
    }

    /** How long it will take. */
    public Duration estimated() {
        var first = Schedule.round(0, rows, contenders, budget);
        return Duration.ofMillis(left(0, first, share(0, first)));
    }

    /** After which nothing is begun but the first round. */
    private Duration most() {
        long outside = contenders.stream().filter(each -> each.takesPart() && !each.isJvm()).count();
        return budget.most().plus(budget.mostOutside().multipliedBy(outside));
    }

    private boolean isOverTime(int round) {
        return round > 0 && System.nanoTime() - start > most().toNanos();
    }

    /** Ends it early, from another thread: what was measured stays. */
    public void stop() {
        stop.countDown();
        Program.stopRunning();
    }

    /** Whether it was ended early. */
    public boolean isStopped() {
        return stop.getCount() == 0;
    }

    /**
     * Measures.
     *
     * @param progress is told how far it is
     * @param command what was typed
     * @param version of Mortise
     */
    public LabRun run(Progress progress, String command, String version) throws IOException, InterruptedException {
        var started = Instant.now();
        start = System.nanoTime();
        var forks = new ForkRunner(places, budget, TraceFile.of(places.target(), budget.requests()));
        var noise = watch.get();
        noise.look();
        long done = 0;
        double share = 1;
        for (int round = 0; round < budget.rounds() && !isStopped() && !isOverTime(round); round++) {
            var steps = Schedule.round(round, rows, contenders, budget);
            for (int i = 0; i < steps.size() && !isStopped() && !isOverTime(round); i++) {
                var step = steps.get(i);
                var ahead = wanted(steps.subList(i, steps.size()));
                if (i == 0 || !step.row().equals(steps.get(i - 1).row())) {
                    // The same for all of a row.
                    share = share(round, ahead);
                }
                noise.lookNowAndThen();
                progress.begins(step.contender().title() + ": " + step.row().label(), done,
                        done + left(round, ahead, share));
                if (isWanted(step)) {
                    var before = System.nanoTime();
                    perform(step, share, forks);
                    var time = Duration.ofNanos(System.nanoTime() - before);
                    estimate.took(step, time, share);
                    done += time.toMillis();
                }
            }
            noise.look();
        }
        var seconds = ChronoUnit.MILLIS.between(started, Instant.now()) / MILLIS_PER_SECOND;
        return new LabRun(LabRun.FORMAT, started.truncatedTo(ChronoUnit.SECONDS).toString(), seconds, command, version,
                budget.isThorough(), isStopped(), Machines.here(), noise.noise(),
                contenders.stream().map(each -> each.participant(places.root())).toList(),
                collected.measurements(rows));
    }

    /** What is left of the usual time for each step, so that the run is over when it is to be over. */
    private double share(int round, List<Step> ahead) {
        var all = new ArrayList<>(ahead);
        for (int later = round + 1; later < budget.rounds(); later++) {
            all.addAll(wanted(Schedule.round(later, rows, contenders, budget)));
        }
        return estimate.share(all, untilMost());
    }

    /** Milliseconds to come. */
    private long left(int round, List<Step> ahead, double share) {
        long ofRound = estimate.millis(ahead, share);
        long all = ofRound;
        for (int later = round + 1; later < budget.rounds(); later++) {
            all += estimate.millis(wanted(Schedule.round(later, rows, contenders, budget)), share);
        }
        return Math.max(round == 0 ? ofRound : 0, Math.min(all, untilMost()));
    }

    private long untilMost() {
        return Math.max(0, most().minusNanos(System.nanoTime() - start).toMillis());
    }

    private List<Step> wanted(List<Step> steps) {
        var wanted = new ArrayList<Step>();
        for (var step : steps) {
            if (isWanted(step)) {
                wanted.add(step);
            }
        }
        return wanted;
    }

    /** Who failed in a row does not try again, and who took very long has given what there is time for. */
    private boolean isWanted(Step step) {
        return !collected.hasFailed(step.row(), step.contender())
                && hangs.getOrDefault(step.contender(), 0) < MOST_HANGS
                && estimate.last(step).compareTo(budget.tooLong()) <= 0;
    }

    private void perform(Step step, double share, ForkRunner forks) throws InterruptedException {
        try {
            collected.add(step.row(), step.contender(), forks.run(step.row(), step.contender(), share));
        } catch (ForkException e) {
            if (stop.await(isStopped() ? 0 : SIGNAL_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
            collected.fail(step.row(), step.contender(), String.valueOf(e.getMessage()));
            if (e.isHang() && hangs.merge(step.contender(), 1, Integer::sum) == MOST_HANGS) {
                giveUp(step.contender());
            }
        }
    }

    private void giveUp(Contender contender) {
        for (var row : rows) {
            if (row.isFor(contender, budget.isThorough()) && !collected.hasFailed(row, contender)
                    && !collected.has(row, contender)) {
                collected.fail(row, contender, "was not asked, for it was stopped %d times before".formatted(
                        MOST_HANGS));
            }
        }
    }
}
