package dev.mortise.lab.report;

import java.util.List;

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

        Cell with(String more) {
            return new Cell(text, more, order, isBest, isCode, curve);
        }

        Cell best() {
            return new Cell(text, detail, order, true, isCode, curve);
        }
    }
}
