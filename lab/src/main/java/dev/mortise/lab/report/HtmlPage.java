package dev.mortise.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** The page: one file, which asks the network for nothing. */
final class HtmlPage {

    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy"
             content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
            <title>%s</title>
            <style>
            %s</style>
            </head>
            <body>
            """;
    /** Of a curve: fewer are a stroke. */
    private static final int FEWEST_POINTS = 4;
    static final String TITLE = "Mortise lab";
    /** What the marks before names mean, by style. */
    private static final List<List<String>> LEGEND = List.of(List.of(Family.MORTISE.style(), "Mortise"),
            List.of(Family.SIBLING.style(), "Mortise in another way"), List.of(Family.NATIVE.style(), "no WebAssembly"),
            List.of(Family.JVM.style(), "another runtime on the JVM"),
            List.of(Family.OUTSIDE.style(), "a runtime outside the JVM"),
            List.of("published", "published, from another machine"));

    private final Figures figures;
    private final List<String> sentences;
    private final RunSection about;
    private final List<Section> sections;
    private final List<Chart> charts = new ArrayList<>();

    HtmlPage(Figures figures, List<String> sentences, RunSection about, List<Section> sections) {
        this.figures = figures;
        this.sentences = sentences;
        this.about = about;
        this.sections = sections;
    }

    String text() {
        var run = figures.run();
        var text = new StringBuilder();
        text.append(HEAD.formatted(Html.escaped("%s, %s".formatted(TITLE, run.started())),
                Resources.text("report.css")));
        text.append("<header><h1>").append(TITLE).append("</h1>\n<p class=\"command\"><code>")
                .append(Html.command(about.again())).append("</code></p>\n<dl>");
        for (var fact : about.facts()) {
            text.append("<div><dt>").append(Html.escaped(fact.getFirst())).append("</dt><dd>")
                    .append(Html.glued(fact.getLast())).append("</dd></div>");
        }
        text.append("</dl>\n<p class=\"%s\">".formatted(run.doubts().isEmpty() ? "noise" : "noise loud"))
                .append(Html.escaped(about.trust()));
        if (about.calibration().size() >= FEWEST_POINTS) {
            text.append("<br>That loop once a minute or so, and after each round: ")
                    .append(Html.curve(about.calibration(),
                            "calibration loop once a minute or so, and after each round"));
        }
        text.append("</p></header>\n<main>\n<section id=\"summary\"><h2>Summary</h2>\n<ol class=\"summary\">");
        sentences.forEach(each -> text.append("<li>").append(Html.escaped(each)).append("</li>\n"));
        text.append("</ol>\n<p class=\"legend\">");
        var styles = figures.contenders(figures.run().measurements()).stream()
                .map(each -> figures.family(each).style()).collect(Collectors.toSet());
        styles.add("published");
        LEGEND.stream().filter(each -> styles.contains(each.getFirst()))
                .forEach(each -> text.append("<span class=\"key ").append(each.getFirst()).append("\">")
                        .append(each.getLast()).append("</span>"));
        text.append("</p>\n<nav aria-label=\"Sections\">");
        var all = new ArrayList<>(sections);
        all.add(about.section());
        all.forEach(
                each -> text.append("<a href=\"#").append(each.id()).append("\">").append(Html.escaped(each.title()))
                        .append("</a>"));
        text.append("</nav></section>\n");
        for (var section : all) {
            text.append("<section id=\"").append(section.id()).append("\"><h2>").append(Html.escaped(section.title()))
                    .append("</h2>\n");
            section.blocks().forEach(each -> append(text, each));
            text.append("</section>\n");
        }
        text.append("</main>\n<footer><p>A figure is the median of its processes' medians. Lines are confidence "
                + "intervals by order statistics; of fewer than six processes they are from the least to the greatest, with "
                + "the confidence that this has. Published figures are other machines' and are never part of a ratio "
                + "with this machine's. Charts are "
                + "drawn by D3 ").append(Html.escaped(Resources.versionOfD3()))
                .append(" (ISC licence), which is inside this page.</p></footer>\n");
        appendScripts(text);
        return text.append("</body>\n</html>\n").toString();
    }

    private void append(StringBuilder text, Block block) {
        switch (block) {
            case Block.Text paragraph -> text.append("<p>").append(Html.escaped(paragraph.text())).append("</p>\n");
            case Table table -> text.append(Html.table(table));
            case Chart chart -> {
                text.append("<figure class=\"chart\"><figcaption><b>").append(Html.escaped(chart.title()))
                        .append("</b> <span class=\"note\">").append(Html.escaped(chart.note()))
                        .append("</span></figcaption><div class=\"plot\" data-chart=\"").append(charts.size())
                        .append("\"></div></figure>\n");
                charts.add(chart);
            }
            case Block.Fold fold -> {
                text.append("<details><summary>").append(Html.escaped(fold.title())).append("</summary>\n");
                fold.blocks().forEach(each -> append(text, each));
                text.append("</details>\n");
            }
        }
    }

    private void appendScripts(StringBuilder text) {
        // What looks like the end of a script would end it, also inside a string.
        var data = JsonMapper.shared().writeValueAsString(charts).replace("<", "\\u003c").replace("&", "\\u0026");
        text.append("<noscript><p>The charts need JavaScript; the tables have the same figures.</p></noscript>\n")
                .append("<script type=\"application/json\" id=\"charts\">").append(data).append("</script>\n")
                .append("<script>/*\nD3, ").append(Resources.licenceOfD3()).append("*/\n").append(Resources.d3())
                .append("</script>\n<script>\n").append(Resources.text("report.js")).append("</script>\n");
    }
}
