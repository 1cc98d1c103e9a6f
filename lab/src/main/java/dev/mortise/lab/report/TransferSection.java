package dev.mortise.lab.report;

import dev.mortise.lab.report.Chart.Kind;
import dev.mortise.lab.report.Chart.Point;
import dev.mortise.lab.report.Chart.Series;
import dev.mortise.lab.report.Matrix.Condition;
import dev.mortise.lab.report.Table.Cell;
import dev.mortise.lab.report.Table.Column;
import dev.mortise.lab.report.Table.Line;
import dev.mortise.lab.result.Measurement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What the authors of experiment C left open: data of any length, other codecs, static memory, other languages. */
final class TransferSection {

    private static final String TASK = "transfer";
    private static final String RUST = "rust";
    private static final String DYNAMIC = "dynamic";
    private static final String STATIC = "static";
    private static final double MICRO = 1e3;
    private static final List<String> FORMATS = List.of("bytes", "struct", "bincode", "protobuf", "msgpack", "json");

    private final Figures figures;
    private final List<Figure> measured;

    TransferSection(Figures figures) {
        this.figures = figures;
        this.measured = figures.of(TASK);
    }

    Section section() {
        var blocks = new ArrayList<Block>();
        blocks.add(
                new Block.Text("What the authors left open. A list of numbers goes into a guest, which adds them up. "
                        + "bytes: copied as they are. struct: written number by number. The others are encoded first, and the "
                        + "guest decodes them. A call is the encoding, the buffer, the copy and the call."));
        var lines = lines();
        if (!lines.isEmpty()) {
            blocks.add(lines);
        }
        var others = new ArrayList<Block>();
        for (var bytes : sizes()) {
            table(bytes).ifPresent((bytes == mainSize() ? blocks : others)::add);
        }
        if (!others.isEmpty()) {
            blocks.add(new Block.Fold("Lists of other lengths", others));
        }
        memories().ifPresent(blocks::add);
        languages().ifPresent(blocks::add);
        blocks.add(new AllFigures(figures).of(TASK, "µs"));
        return new Section(TASK, "C. Data of any length: formats and languages", blocks);
    }

    private Optional<Table> table(long bytes) {
        var conditions = FORMATS.stream().map(format -> new Condition(format,
                row -> is(row, format, DYNAMIC, RUST, bytes),
                row -> Figures.UNENCODED.contains(format) && isNative(row, bytes))).toList();
        return new Matrix(figures, measured, figure -> figure.nanos() / MICRO, false).table(
                "A list of %s into a guest in Rust, µs a call".formatted(Format.bytes(bytes)),
                "adding the list up, which they need not copy nor encode; no ratio is made where a guest "
                        + "needs it encoded",
                bytes == mainSize(), conditions);
    }

    private List<Long> sizes() {
        return measured.stream().map(Figure::bytes).distinct().sorted().toList();
    }

    /** The size that most was measured with. */
    private long mainSize() {
        return sizes().stream().max(Comparator.comparingLong(
                each -> measured.stream().filter(figure -> figure.bytes() == each).count())).orElse(0L);
    }

    private static boolean is(Measurement row, String format, String memory, String language, long bytes) {
        return row.key("abi").equals(format) && row.key("memory").equals(memory) && row.key("language").equals(language)
                && row.key("bytes").equals(Long.toString(bytes));
    }

    private static boolean isNative(Measurement row, long bytes) {
        return row.key("abi").equals("native") && row.key("bytes").equals(Long.toString(bytes));
    }

    /** Mortise's, by format; of the contender with the most figures if Mortise was not there. */
    private Chart lines() {
        var guests = measured.stream().filter(each -> each.measurement().key("language").equals(RUST)
                && each.measurement().key("memory").equals(DYNAMIC)).toList();
        var who = Leads.of(figures, guests).stream().findFirst().orElse("");
        var series = new ArrayList<Series>();
        for (var format : FORMATS) {
            add(series, format, "", guests.stream().filter(each -> each.contender().equals(who)
                    && each.measurement().key("abi").equals(format)).toList());
        }
        add(series, "plain Java, which adds it up", Family.NATIVE.style(), measured.stream().filter(
                each -> each.contender().equals(Family.JAVA)).toList());
        return new Chart(Kind.LINES, "A call with a list: %s".formatted(figures.title(who)),
                "Both axes are logarithmic. Below is better.", "µs a call", "bytes of the list", true, List.of(),
                series);
    }

    private void add(List<Series> series, String name, String style, List<Figure> of) {
        var points = of.stream().sorted(Comparator.comparingLong(Figure::bytes)).map(each -> new Point(each.bytes(),
                each.nanos() / MICRO, each.low() / MICRO, each.high() / MICRO, "%s, %s: %s".formatted(
                        figures.title(each.contender()), Labels.of(each.measurement()), Format.time(each.nanos()))))
                .toList();
        if (points.size() > 1) {
            series.add(new Series(name, style, points));
        }
    }

    /** Whether a second call into the guest is what codecs cost. */
    private Optional<Table> memories() {
        var lines = new ArrayList<Line>();
        for (var each : measured) {
            var row = each.measurement();
            if (row.key("memory").equals(STATIC)) {
                find(each.contender(), row, DYNAMIC, row.key("language")).ifPresent(dynamic -> lines.add(new Line(
                        figures.family(each.contender()).style(), List.of(Cell.text(figures.title(each.contender())),
                                Cell.number(Format.bytes(each.bytes()), each.bytes()), Cell.text(row.key("abi")),
                                Cell.number(dynamic.nanos() / MICRO).of(dynamic),
                                Cell.number(each.nanos() / MICRO).of(each),
                                Cell.times(each.nanos() / dynamic.nanos())))));
            }
        }
        return lines.isEmpty() ? Optional.empty() : Optional.of(new Table(
                "Static memory: what is saved by one call less", "The authors took the second call, not the parsing, "
                        + "for what codecs cost. Dynamic memory asks the guest for a buffer at each call.",
                false, List.of(Column.text("Who"), Column.number("List"), Column.text("Format"),
                        Column.number("Dynamic, µs"), Column.number("Static, µs"), Column.number("Static ÷ dynamic")),
                lines));
    }

    private Optional<Figure> find(String contender, Measurement like, String memory, String language) {
        return Figures.find(measured, contender, row -> row.key("abi").equals(like.key("abi"))
                && row.key("bytes").equals(like.key("bytes")) && row.key("memory").equals(memory)
                && row.key("language").equals(language));
    }

    /** Guests of several languages beside each other. */
    private Optional<Table> languages() {
        var others = measured.stream().map(each -> each.measurement().key("language"))
                .filter(each -> !each.isEmpty() && !each.equals(RUST)).distinct().toList();
        var lines = new ArrayList<Line>();
        for (var each : measured) {
            var row = each.measurement();
            if (!row.key("language").equals(RUST) || !row.key("memory").equals(DYNAMIC)) {
                continue;
            }
            var cells = new ArrayList<>(List.of(Cell.text(figures.title(each.contender())),
                    Cell.number(Format.bytes(each.bytes()), each.bytes()), Cell.text(row.key("abi")),
                    Cell.number(each.nanos() / MICRO).of(each)));
            var found = others.stream().map(language -> find(each.contender(), row, DYNAMIC, language)).toList();
            found.forEach(other -> cells.add(other.map(figure -> Cell.number(figure.nanos() / MICRO).of(figure))
                    .orElse(Cell.missing())));
            if (found.stream().anyMatch(Optional::isPresent)) {
                lines.add(new Line(figures.family(each.contender()).style(), cells));
            }
        }
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        var columns = new ArrayList<>(List.of(Column.text("Who"), Column.number("List"), Column.text("Format"),
                Column.number("Rust, µs")));
        others.forEach(each -> columns.add(Column.number(Labels.language(each) + ", µs")));
        return Optional.of(new Table("Guests in several languages, µs a call", "The same list under the same format.",
                true, columns, lines));
    }
}
