package dev.mortise.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A table.
 *
 * @param caption what it is
 * @param note what to know about it, or ""
 * @param isMain whether it is also in the Markdown
 * @param columns its heads
 * @param lines each with as many cells as there are columns
 */
record Table(String caption, String note, boolean isMain, List<Column> columns, List<Line> lines) implements Block {

    Table {
        columns = List.copyOf(columns);
        lines = List.copyOf(lines);
    }

    /** What the signs behind its figures mean; "" if there are none. */
    String footnote() {
        var parts = new ArrayList<String>();
        if (has(Figure.ONE_PROCESS)) {
            parts.add(Figure.ONE_PROCESS + " one process only.");
        }
        if (has(Figure.NOT_STEADY)) {
            parts.add(Figure.NOT_STEADY + " not steady: the samples of a process were still falling, or samples or "
                    + "processes are more than three times apart.");
        }
        return String.join(" ", parts);
    }

    private boolean has(String sign) {
        return lines.stream().anyMatch(line -> line.cells().stream().anyMatch(each -> each.text().contains(sign)));
    }

    /** Without columns in which nothing stands. */
    Table withoutEmptyColumns() {
        var kept = IntStream.range(0, columns.size()).filter(column -> lines.stream()
                .anyMatch(line -> !line.cells().get(column).equals(Cell.missing()))).boxed().toList();
        return new Table(caption, note, isMain, kept.stream().map(columns::get).toList(), lines.stream()
                .map(line -> new Line(line.style(), kept.stream().map(line.cells()::get).toList())).toList());
    }

    /**
     * A head.
     *
     * @param isNumber whether figures stand below it, at the right
     */
    record Column(String title, boolean isNumber) {

        static Column text(String title) {
            return new Column(title, false);
        }

        static Column number(String title) {
            return new Column(title, true);
        }
    }

    /**
     * A row.
     *
     * @param style of whom it is about, as {@link Family#style} has it, {@code published}, or ""
     */
    record Line(String style, List<Cell> cells) {

        Line {
            cells = List.copyOf(cells);
        }
    }

    /**
     * A cell.
     *
     * @param text what stands there
     * @param detail what stands below it, smaller, or ""
     * @param order by which a column of figures is sorted; NaN is last
     * @param isBest whether it is the best of its column
     * @param isCode whether the text is to be typed
     * @param curve drawn in place of text if it is not empty
     */
    record Cell(String text, String detail, double order, boolean isBest, boolean isCode, List<Double> curve) {

        Cell {
            curve = List.copyOf(curve);
        }

        static Cell text(String text) {
            return new Cell(text, "", Double.NaN, false, false, List.of());
        }

        static Cell code(String text) {
            return new Cell(text, "", Double.NaN, false, true, List.of());
        }

        static Cell number(String text, double order) {
            return new Cell(text, "", order, false, false, List.of());
        }

        static Cell number(double value) {
            return number(Format.number(value), value);
        }

        static Cell count(long count) {
            return number(Format.count(Long.toString(count)), count);
        }

        static Cell times(double ratio) {
            return number(Format.times(ratio), ratio);
        }

        static Cell curve(List<Double> values) {
            return new Cell("", "", Double.NaN, false, false, values);
        }

        static Cell missing() {
            return text(Format.MISSING);
        }

        /** With the signs of the figure that stands there. */
        Cell of(Figure figure) {
            return new Cell(text + figure.mark(), detail, order, isBest, isCode, curve);
        }

        Cell with(String more) {
            return new Cell(text, more, order, isBest, isCode, curve);
        }

        Cell best() {
            return new Cell(text, detail, order, true, isCode, curve);
        }
    }
}
