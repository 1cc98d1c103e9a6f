package dev.mortise.lab.report;

import dev.mortise.lab.report.Table.Cell;
import dev.mortise.lab.report.Table.Line;
import java.util.List;
import java.util.Locale;

/** Parts of the page. Whatever comes from a result is escaped here. */
final class Html {

    private static final int CURVE_WIDTH = 120;
    private static final int CURVE_HEIGHT = 26;

    private Html() {}

    /** Text that means nothing to the browser, also in attributes. */
    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** The same for short texts, without a break between what belongs together: a figure and its unit, a dash and its word. */
    static String glued(String text) {
        return escaped(text).replaceAll("(\\d) (B|[KMGT]iB|ns|µs|ms|s)\\b", "$1\u00a0$2").replace("× ", "×\u00a0")
                .replaceAll(" (-+)", " $1\u2060").replace("--", "-\u2060-");
    }

    /** What is typed, with breaks at spaces and behind commas alone. */
    static String command(String text) {
        return escaped(text).replaceAll("[^ ,]+,?", "<span>$0</span><wbr>");
    }

    /** A table in a box of its own, which scrolls if the table is wider than the page. */
    static String table(Table table) {
        var text = new StringBuilder();
        text.append("<figure class=\"table\"><figcaption><b>").append(escaped(table.caption())).append("</b>");
        if (!table.note().isEmpty()) {
            text.append(" <span class=\"note\">").append(escaped(table.note())).append("</span>");
        }
        text.append("</figcaption>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
                .append(escaped(table.caption())).append("\"><table><thead><tr>");
        for (var column : table.columns()) {
            text.append("<th scope=\"col\"").append(column.isNumber() ? " class=\"n\"" : "").append('>')
                    .append(glued(column.title())).append("</th>");
        }
        text.append("</tr></thead>\n<tbody>");
        for (var line : table.lines()) {
            append(text, line, table);
        }
        text.append("</tbody></table></div>");
        if (!table.footnote().isEmpty()) {
            text.append("<p class=\"note\">").append(escaped(table.footnote())).append("</p>");
        }
        return text.append("</figure>\n").toString();
    }

    private static void append(StringBuilder text, Line line, Table table) {
        text.append("<tr").append(line.style().isEmpty() ? "" : " class=\"%s\"".formatted(line.style())).append('>');
        for (int i = 0; i < line.cells().size(); i++) {
            var tag = i == 0 ? "th" : "td";
            append(text, line.cells().get(i), tag, i == 0 ? " scope=\"row\"" : "", table.columns().get(i).isNumber());
        }
        text.append("</tr>\n");
    }

    private static void append(StringBuilder text, Cell cell, String tag, String scope, boolean isNumber) {
        text.append('<').append(tag).append(scope).append(isNumber ? " class=\"n\"" : "");
        if (Double.isFinite(cell.order())) {
            text.append(" data-v=\"").append(String.format(Locale.ROOT, "%.9g", cell.order())).append('"');
        }
        text.append('>');
        var value = cell.curve().isEmpty() ? cell.isCode() ? escaped(cell.text()) : glued(cell.text())
                : curve(cell.curve(), "warm-up and samples");
        text.append(cell.isCode() ? "<code>%s</code>".formatted(value) : cell.isBest() ? "<b>%s</b>".formatted(value)
                : value);
        if (!cell.detail().isEmpty()) {
            text.append("<small>").append(escaped(cell.detail())).append("</small>");
        }
        text.append("</").append(tag).append('>');
    }

    /** A curve as small as a word, on a logarithmic scale of its own; a bar where a figure is NaN. */
    static String curve(List<Double> values, String label) {
        var usable = values.stream().filter(each -> each > 0 && Double.isFinite(each)).mapToDouble(Math::log).toArray();
        if (usable.length == 0) {
            return Format.MISSING;
        }
        double least = usable[0];
        double most = usable[0];
        for (var each : usable) {
            least = Math.min(least, each);
            most = Math.max(most, each);
        }
        // A curve of equal figures is a line in the middle; noise of some per cent is not to look like mountains.
        var span = Math.max(most - least, 0.2);
        var middle = (most + least) / 2;
        var line = new StringBuilder();
        var bars = new StringBuilder();
        boolean isNew = true;
        for (int i = 0; i < values.size(); i++) {
            var x = 2 + (CURVE_WIDTH - 4.0) * i / Math.max(1, values.size() - 1);
            var value = values.get(i);
            if (value > 0 && Double.isFinite(value)) {
                var y = CURVE_HEIGHT / 2.0 - (Math.log(value) - middle) / span * (CURVE_HEIGHT - 6);
                line.append(String.format(Locale.ROOT, "%s%.0f %.0f", isNew ? "M" : "L", x, y));
                isNew = false;
            } else if (Double.isNaN(value)) {
                bars.append(String.format(Locale.ROOT, "M%.0f 1V%d", x, CURVE_HEIGHT - 1));
                isNew = true;
            }
        }
        return "<svg class=\"curve\" width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"%s\"><path d=\"%s\"/><path class=\"bar\" d=\"%s\"/></svg>"
                .formatted(CURVE_WIDTH, CURVE_HEIGHT, escaped(label), line, bars);
    }
}
