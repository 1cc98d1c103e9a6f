package dev.mortise.lab.report;

import dev.mortise.lab.report.Table.Cell;
import java.util.List;
import java.util.stream.Collectors;

/** The summary and the main tables, short enough for a pull request. */
final class MarkdownPage {

    private final List<String> sentences;
    private final RunSection about;
    private final List<Section> sections;

    MarkdownPage(List<String> sentences, RunSection about, List<Section> sections) {
        this.sentences = sentences;
        this.about = about;
        this.sections = sections;
    }

    String text() {
        var text = new StringBuilder("## Mortise lab\n\n`%s`\n\n".formatted(code(about.again())));
        text.append(about.facts().stream().map(each -> "%s: %s".formatted(each.getFirst(), escaped(each.getLast())))
                .collect(Collectors.joining(" · "))).append("\n\n").append(escaped(about.noise())).append("\n\n");
        for (int i = 0; i < sentences.size(); i++) {
            text.append(i + 1).append(". ").append(escaped(sentences.get(i))).append('\n');
        }
        for (var section : sections) {
            var main = section.blocks().stream().filter(Table.class::isInstance).map(Table.class::cast)
                    .filter(Table::isMain).toList();
            if (!main.isEmpty()) {
                text.append("\n### ").append(escaped(section.title())).append('\n');
                main.forEach(each -> append(text, each));
            }
        }
        for (var table : List.of(about.leftOut(), about.failed())) {
            if (!table.lines().isEmpty()) {
                append(text, table);
            }
        }
        return text
                .append("""

                        In brackets: how many times as long as plain Java (J) and native Rust (R) take for the same work. \
                        Bold: the fastest runtime of the column. More rows, intervals, warm-up and published figures are in the HTML report.
                        """)
                .toString();
    }

    /** Folded, for a thorough run's tables are long. */
    private static void append(StringBuilder text, Table table) {
        text.append("\n<details><summary>").append(Html.escaped(table.caption())).append("</summary>\n\n|");
        table.columns().forEach(each -> text.append(' ').append(escaped(each.title())).append(" |"));
        text.append("\n|");
        table.columns().forEach(each -> text.append(each.isNumber() ? "---:|" : "---|"));
        text.append('\n');
        for (var line : table.lines()) {
            text.append('|');
            line.cells().forEach(each -> text.append(' ').append(cell(each)).append(" |"));
            text.append('\n');
        }
        text.append("\n</details>\n");
    }

    private static String cell(Cell cell) {
        var value = escaped(cell.text());
        var shown = cell.isBest() ? "**%s**".formatted(value) : value;
        return cell.detail().isEmpty() ? shown : "%s (%s)".formatted(shown, escaped(cell.detail()));
    }

    /** Text that means nothing to Markdown, in one line. A mention would call somebody, a number would link. */
    static String escaped(String text) {
        var made = new StringBuilder();
        for (var each : text.strip().replaceAll("\\s+", " ").split("")) {
            made.append(switch (each) {
                case "<" -> "&lt;";
                case ">" -> "&gt;";
                case "&" -> "&amp;";
                case "\\", "`", "*", "_", "[", "]", "|", "~" -> "\\" + each;
                case "@", "#" -> each + "\u200b";
                default -> each;
            });
        }
        return made.toString();
    }

    private static String code(String text) {
        return text.replaceAll("\\s+", " ").replace('`', '\'');
    }
}
