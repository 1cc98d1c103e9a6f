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
        var text = new StringBuilder("## %s\n\n`%s`\n\n".formatted(HtmlPage.TITLE, code(about.again())));
        text.append(
                about.facts().stream().map(each -> "%s: %s".formatted(each.getFirst(), Markdown.text(each.getLast())))
                        .collect(Collectors.joining(" · ")))
                .append("\n\n").append(Markdown.text(about.trust())).append("\n\n");
        for (int i = 0; i < sentences.size(); i++) {
            text.append(i + 1).append(". ").append(Markdown.text(sentences.get(i))).append('\n');
        }
        for (var section : sections) {
            var main = section.blocks().stream().filter(Table.class::isInstance).map(Table.class::cast)
                    .filter(Table::isMain).toList();
            if (!main.isEmpty()) {
                text.append("\n### ").append(Markdown.text(section.title())).append('\n');
                main.forEach(each -> append(text, each));
            }
        }
        for (var table : List.of(about.leftOut(), about.failed())) {
            if (!table.lines().isEmpty()) {
                append(text, table);
            }
        }
        return text.append("\nMore rows, intervals, warm-up and published figures are in the HTML report.\n")
                .toString();
    }

    /** Folded, for a thorough run's tables are long. */
    private static void append(StringBuilder text, Table table) {
        text.append("\n<details><summary>").append(Html.escaped(table.caption())).append("</summary>\n\n");
        if (!table.note().isEmpty()) {
            text.append(Markdown.text(table.note())).append("\n\n");
        }
        text.append('|');
        table.columns().forEach(each -> text.append(' ').append(Markdown.text(each.title())).append(" |"));
        text.append("\n|");
        table.columns().forEach(each -> text.append(each.isNumber() ? "---:|" : "---|"));
        text.append('\n');
        for (var line : table.lines()) {
            text.append('|');
            line.cells().forEach(each -> text.append(' ').append(cell(each)).append(" |"));
            text.append('\n');
        }
        if (!table.footnote().isEmpty()) {
            text.append('\n').append(Markdown.text(table.footnote())).append('\n');
        }
        text.append("\n</details>\n");
    }

    private static String cell(Cell cell) {
        var value = Markdown.text(cell.text());
        var shown = cell.isBest() ? "**%s**".formatted(value) : value;
        return cell.detail().isEmpty() ? shown : "%s (%s)".formatted(shown, Markdown.text(cell.detail()));
    }

    private static String code(String text) {
        return text.replaceAll("\\s+", " ").replace('`', '\'');
    }
}
