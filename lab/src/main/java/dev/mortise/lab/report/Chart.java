package dev.mortise.lab.report;

import java.util.List;

/**
 * A chart, as the page's script draws it.
 *
 * @param kind of it
 * @param title what it shows
 * @param note how to read it
 * @param axis what the figures are
 * @param across what lines go over; "" for other kinds
 * @param isLogarithmic whether equal distances are equal ratios; lines are so in both directions
 * @param rows what the figures are of, from top to bottom; none for lines
 * @param series what is drawn in one colour
 */
record Chart(Kind kind, String title, String note, String axis, String across, boolean isLogarithmic, List<Row> rows,
        List<Series> series) implements Block {

    private static final int FEWEST_PLACES = 3;

    Chart {
        rows = List.copyOf(rows);
        series = List.copyOf(series);
    }

    /** What it looks like. */
    enum Kind {
        /** A mark a figure, on a line a row, with its interval. */
        DOTS,
        /** A polygon a series. */
        LINES,
        /** A bar a row, put together of a piece a series. */
        BARS
    }

    /** What figures are of; {@code style} as in {@link Table.Line}. */
    record Row(String label, String style) {
    }

    /** What belongs together; {@code style} as in {@link Table.Line}, "" where it is about several contenders. */
    record Series(String name, String style, List<Point> points) {

        Series {
            points = List.copyOf(points);
        }
    }

    /**
     * A figure.
     *
     * @param place the row's number from 0, or where it is across
     * @param low of its interval, NaN if it has none
     * @param tip what it says to whoever asks for it
     */
    record Point(double place, double value, double low, double high, String tip) {
    }

    /** Without a point, or a line of so few places that a table tells as much. */
    boolean isEmpty() {
        var places = series.stream().flatMap(each -> each.points().stream()).map(Point::place).distinct().count();
        return kind == Kind.LINES && places < FEWEST_PLACES
                || series.stream().allMatch(each -> each.points().isEmpty());
    }
}
