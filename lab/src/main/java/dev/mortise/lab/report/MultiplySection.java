package dev.mortise.lab.report;

import dev.mortise.lab.experiment.MicroTest;
import dev.mortise.lab.report.Chart.Kind;
import dev.mortise.lab.report.Chart.Point;
import dev.mortise.lab.report.Chart.Row;
import dev.mortise.lab.report.Chart.Series;
import dev.mortise.lab.report.Matrix.Condition;
import dev.mortise.lab.report.Table.Cell;
import dev.mortise.lab.report.Table.Column;
import dev.mortise.lab.report.Table.Line;
import dev.mortise.lab.result.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Experiment C, its micro tests: twelve ways to call a function that multiplies. */
final class MultiplySection {

    private static final String TASK = "multiply";
    private static final String RELEASE = "release";
    private static final String DEBUG = "debug";
    private static final String IN = "in";
    private static final String OUT = "out";
    private static final double MILLI = 1e6;
    /** Published are milliseconds for 100,000 calls: so many nanoseconds a call. */
    private static final double NANOS_A_CALL = 10;
    private static final Predicate<Measurement> IS_NATIVE = row -> row.key("abi").equals("native");

    private final Figures figures;
    private final Published.Multiply published;
    private final List<Figure> measured;

    MultiplySection(Figures figures, Published.Multiply published) {
        this.figures = figures;
        this.published = published;
        this.measured = figures.of(TASK);
    }

    Section section() {
        var blocks = new ArrayList<Block>();
        blocks.add(
                new Block.Text("A run of calls of multiply(2, 3). pair passes two integers; struct and bincode write "
                        + "8 bytes into the guest's memory, which it hands out anew at each call (dynamic) or once (static). "
                        + "cached: looked up once. hotload: arguments made in the loop, preload: before it. owned: an object "
                        + "holds instance and function."));
        var chart = chart();
        if (!chart.isEmpty()) {
            blocks.add(chart);
        }
        matrix("The twelve tests, ns a call", RELEASE, OUT, 1).ifPresent(blocks::add);
        matrix("A debug build of the guest, ns a call", DEBUG, OUT, 1).ifPresent(blocks::add);
        matrix("Compile time included, ms a run of %s calls".formatted(calls()), RELEASE, IN, MILLI)
                .ifPresent(blocks::add);
        matrix("A debug build, compile time included, ms a run of %s calls".formatted(calls()), DEBUG, IN, MILLI)
                .ifPresent(blocks::add);
        blocks.add(publishedTable());
        blocks.add(new AllFigures(figures).of(TASK, "ns"));
        return new Section(TASK, "C. Run-time scripting: calls", blocks);
    }

    private String calls() {
        return measured.stream().map(each -> each.measurement().key("calls")).filter(each -> !each.isEmpty())
                .findFirst().map(Format::count).orElse("?");
    }

    private Optional<Table> matrix(String caption, String build, String compile, double scale) {
        var conditions = new ArrayList<Condition>();
        for (var test : MicroTest.ALL) {
            conditions.add(new Condition(test.label(), row -> is(row, test, build, compile),
                    row -> compile.equals(OUT) && IS_NATIVE.test(row)));
        }
        return new Matrix(figures, measured, figure -> (compile.equals(IN) ? figure.median() : figure.nanos()) / scale,
                false).table(caption, "as many calls with two numbers, which their compilers may inline",
                        build.equals(RELEASE) && compile.equals(OUT), conditions);
    }

    private static boolean is(Measurement row, MicroTest test, String build, String compile) {
        return test.matches(row) && row.key("build").equals(build) && row.key("compile").equals(compile);
    }

    private Chart chart() {
        var here = measured.stream().filter(each -> MicroTest.of(each.measurement()).isPresent()
                && is(each.measurement(), MicroTest.of(each.measurement()).get(), RELEASE, OUT)).toList();
        var tests = MicroTest.ALL.stream()
                .filter(test -> here.stream().anyMatch(each -> test.matches(each.measurement()))).toList();
        var series = new ArrayList<Series>();
        for (var contender : Leads.of(figures, here)) {
            var points = new ArrayList<Point>();
            here.stream().filter(each -> each.contender().equals(contender))
                    .forEach(each -> points.add(point(each, tests.indexOf(MicroTest.of(each.measurement())
                            .orElseThrow()))));
            series.add(new Series(figures.title(contender), figures.family(contender).style(), points));
        }
        if (!tests.isEmpty()) {
            for (var contender : List.of(Family.JAVA, Family.RUST)) {
                measured.stream().filter(each -> each.contender().equals(contender) && IS_NATIVE.test(
                        each.measurement())).findFirst().ifPresent(each -> {
                            var points = new ArrayList<Point>();
                            for (int i = 0; i < tests.size(); i++) {
                                points.add(point(each, i));
                            }
                            series.add(new Series(figures.title(contender), Family.NATIVE.style(), points));
                        });
            }
            var points = new ArrayList<Point>();
            for (int i = 0; i < tests.size(); i++) {
                var nanos = published.millisByTest().get(tests.get(i).number() - 1) * NANOS_A_CALL;
                points.add(new Point(i, nanos, Double.NaN, Double.NaN, "test %d: %s ns, %s".formatted(
                        tests.get(i).number(), Format.number(nanos), Published.MARK)));
            }
            series.add(new Series("Wasmer, " + Published.MARK, "published", points));
        }
        return new Chart(Kind.DOTS, "A call of multiply(2, 3)",
                "Logarithmic: equal distances are equal ratios. Left is better. " + Leads.NOTE, "ns a call", "", true,
                tests.stream().map(each -> new Row(each.label(), "")).toList(), series);
    }

    private Point point(Figure figure, int row) {
        return new Point(row, figure.nanos(), figure.low(), figure.high(), "%s, %s: %s ns; %s".formatted(
                figures.title(figure.contender()), Labels.of(figure.measurement()), Format.number(figure.nanos()),
                Format.interval(figure.summary(), Format.number(figure.low()), Format.number(figure.high()))));
    }

    private Table publishedTable() {
        var lines = MicroTest.ALL.stream().map(each -> {
            var millis = published.millisByTest().get(each.number() - 1);
            return new Line("published", List.of(Cell.text(Integer.toString(each.number())),
                    Cell.text(each.words()), Cell.number(millis), Cell.number(millis * NANOS_A_CALL)));
        }).toList();
        return new Table("Published, on another machine",
                "%s. %s. Debug builds took 12 to 15 times as long. Mended here: "
                        .formatted(published.source(), published.machine())
                        + "loops of 99,999 rounds, a variance that is called a deviation, and a guest's buffer of length zero. "
                        + "Not to be compared figure by figure with this machine's.",
                false,
                List.of(Column.text("Test"), Column.text("What"), Column.number("ms for 100,000 calls"),
                        Column.number("ns a call")),
                lines);
    }
}
