package dev.mortise.lab.report;

import dev.mortise.lab.report.Table.Cell;
import dev.mortise.lab.report.Table.Column;
import dev.mortise.lab.report.Table.Line;
import dev.mortise.lab.result.Agreement;
import dev.mortise.lab.result.LabRun;
import dev.mortise.lab.result.Measurement;
import dev.mortise.lab.result.Participant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What was run on what, by whom, who is missing and why, and how to do it again. */
final class RunSection {

    private static final int LONG = 60;
    private static final double GIBIBYTE = 1 << 30;

    private final Figures figures;
    private final LabRun run;

    RunSection(Figures figures) {
        this.figures = figures;
        this.run = figures.run();
    }

    /** The machine and the rest in pairs. */
    List<List<String>> facts() {
        var machine = run.machine();
        var facts = new ArrayList<List<String>>();
        facts.add(List.of("Started", run.started().replace('T', ' ').replace("Z", " UTC")));
        facts.add(List.of("Took", "%s, %s".formatted(Format.duration(run.seconds()),
                run.thorough() ? "thorough" : "fast (for a first look; --thorough is for figures to quote)")));
        facts.add(List.of("Mortise", run.mortise()));
        facts.add(List.of("Machine",
                "%s, %d %s%s".formatted(machine.cpu().isBlank() ? "processor unknown" : machine.cpu(),
                        machine.cores(), machine.cores() == 1 ? "core" : "cores", machine.memoryBytes() > 0
                                ? ", %.0f GiB of memory".formatted(machine.memoryBytes() / GIBIBYTE)
                                : "")));
        facts.add(List.of("System", "%s, %s".formatted(machine.os(), machine.arch())));
        facts.add(List.of("JDK", machine.jdk()));
        return facts;
    }

    /** Whether to trust the figures. */
    static String trust(LabRun run) {
        var noise = run.noise();
        var agreement = run.agreement();
        var doubts = run.doubts();
        var load = noise.loadBefore() < 0
                ? ""
                : String.format(Locale.ROOT, " Load average before: %.2f.", noise.loadBefore());
        var loop = "";
        if (noise.calibration().size() > 1) {
            // A reason may tell of the loop already.
            loop = " %s took from %s to %s.".formatted(doubts.contains("loop")
                    ? "That loop"
                    : "The loop that always does the same", Format.time(noise.quickest().orElseThrow()),
                    Format.time(noise.slowest().orElseThrow()));
        }
        return (run.interrupted()
                ? "This run was interrupted: not all rows are there, and some have fewer processes than others. "
                : "")
                + (!doubts.isEmpty()
                        ? "This run is not for figures to quote: %s.".formatted(doubts)
                        : "The run does not call itself noisy: %s%s."
                                .formatted(run.machine().os().startsWith("Linux")
                                        ? "other programs used less than a quarter of a processor on average"
                                        : "what other programs used is not known on this system",
                                        agreement.compared() > 0 ? ", and " + agreement.text() : ""))
                + loop + load + single(agreement);
    }

    /** Where there is no other figure, the doubts say it. */
    private static String single(Agreement agreement) {
        return agreement.single() == 0 || agreement.compared() == 0
                ? ""
                : String.format(Locale.ROOT,
                        " Figures of one process: %,d of %,d%s; how far off another run's would be is not known.",
                        agreement.single(), agreement.single() + agreement.compared(),
                        agreement.single() > agreement.compared() ? ", which is most" : "");
    }

    String trust() {
        return trust(run);
    }

    List<Double> calibration() {
        return run.noise().calibration();
    }

    /** Who took part, who did not, what failed, how to repeat it. */
    Section section() {
        var blocks = new ArrayList<Block>();
        blocks.add(tookPart());
        var out = leftOut();
        if (!out.lines().isEmpty()) {
            blocks.add(out);
        }
        var failed = failed();
        if (!failed.lines().isEmpty()) {
            blocks.add(failed);
        }
        blocks.add(commands());
        return new Section("run", "Who took part, and how to repeat it", blocks);
    }

    private Table tookPart() {
        var lines = run.contenders().stream().filter(Participant::tookPart)
                .map(each -> new Line(figures.family(each.id()).style(), List.of(Cell.text(each.title()),
                        Cell.text(each.id()), Cell.text(each.version()),
                        Cell.text(each.kind().equals(Participant.OUTSIDE) ? "a program of its own" : "in a JVM"))))
                .toList();
        return new Table("Who took part", "", false, List.of(Column.text("Who"), Column.text("--peers"),
                Column.text("Version"), Column.text("Runs")), lines);
    }

    /** The same for all that were left out. */
    Table leftOut() {
        var lines = run.contenders().stream().filter(each -> !each.tookPart())
                .map(each -> new Line("", List.of(Cell.text(each.title()), Cell.text(each.leftOut())))).toList();
        return new Table("Left out, and why", "", true, List.of(Column.text("Who"), Column.text("Reason")), lines);
    }

    /** And for rows. */
    Table failed() {
        var lines = run.measurements().stream().filter(each -> !each.failure().isEmpty())
                .map(each -> new Line("", List.of(Cell.text(experiment(each) + Labels.of(each)),
                        Cell.text(figures.title(each.contender())), Cell.text(each.failure()))))
                .toList();
        return new Table("Rows without a figure, or not with all of them", "", true,
                List.of(Column.text("What"), Column.text("Who"), Column.text("Reason")), lines);
    }

    private static String experiment(Measurement measurement) {
        return measurement.task() + ", ";
    }

    /** What to type. */
    String again() {
        return "./" + run.command();
    }

    private Block commands() {
        var experiments = run.measurements().stream().map(Measurement::experiment).distinct().toList();
        var lines = new ArrayList<Line>();
        lines.add(command("This run again", again()));
        for (var each : experiments) {
            lines.add(command("Its experiment %s alone".formatted(each),
                    "./mortise lab %s%s".formatted(each, run.thorough() ? " --thorough" : "")));
        }
        lines.add(command("One contender beside Mortise and plain Java", "./mortise lab --peers java,mortise,ID"));
        lines.add(command("Two result files, row by row", "./mortise lab compare A.jsonl B.jsonl"));
        lines.add(command("This report from its result file", "./mortise lab report FILE.jsonl"));
        var started = run.contenders().stream().filter(each -> !each.command().isBlank())
                .map(each -> command(each.title(), shortened(each.command()))).toList();
        return new Block.Fold("The exact commands to repeat it", List.of(
                new Table("From the root of the checkout", "", false,
                        List.of(Column.text("What"), Column.text("Command")), lines),
                new Table("What the lab started", "Each with a task and its keys behind it, as lab/peers/README.md "
                        + "says. … stands for the class path of the lab.", false,
                        List.of(Column.text("Who"), Column.text("Command")), started)));
    }

    private static Line command(String what, String command) {
        return new Line("", List.of(Cell.text(what), Cell.code(command)));
    }

    /** Nobody reads a class path of fifty jars. */
    private static String shortened(String command) {
        var parts = new ArrayList<>(List.of(command.split(" ")));
        int path = parts.indexOf("-cp") + 1;
        if (path > 0 && path < parts.size() && parts.get(path).length() > LONG) {
            parts.set(path, "…");
        }
        return parts.stream().collect(Collectors.joining(" "));
    }
}
