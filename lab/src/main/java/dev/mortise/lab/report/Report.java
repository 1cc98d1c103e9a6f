package dev.mortise.lab.report;

import dev.mortise.lab.result.LabRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The report of a run: a page for a browser, and Markdown for a pull request. */
public final class Report {

    /** Bytes in which a report says what it is. */
    private static final int START = 1000;
    /** What nobody else begins a file with: each has its run's command or time there. */
    private static final Pattern BEGINNING = Pattern.compile(
            "## %1$s\\n\\n`\\./|<!DOCTYPE html>.*<title>%1$s, \\d{4}-\\d\\d-\\d\\dT".formatted(HtmlPage.TITLE),
            Pattern.DOTALL);

    private final Figures figures;
    private final List<String> sentences;
    private final RunSection about;
    private final List<Section> sections = new ArrayList<>();

    private Report(LabRun run) {
        figures = new Figures(run);
        sentences = new Sentences(figures).all();
        about = new RunSection(figures);
        var published = Published.read();
        add("throughput", () -> new ExtismSection(figures, published.extism()).section());
        add("ffi", () -> new FfiSection(figures, published.ffi()).section());
        add("multiply", () -> new MultiplySection(figures, published.multiply()).section());
        add("transfer", () -> new TransferSection(figures).section());
        add("simulate", () -> new SimulatorSection(figures, published.simulate()).section());
        Standing.table(figures).ifPresent(each -> sections.add(new Section("behind", "Where Mortise is behind",
                List.of(each))));
    }

    /** Whether to trust a run's figures, in a sentence or three. */
    public static String trust(LabRun run) {
        return RunSection.trust(run);
    }

    /** Whether this file is a report, which another may go over. */
    public static boolean isOne(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (var text = Files.newInputStream(file)) {
            var start = new String(text.readNBytes(START), StandardCharsets.UTF_8);
            return start.isEmpty() || BEGINNING.matcher(start).lookingAt();
        }
    }

    /** Only what this run was asked for. */
    private void add(String task, Supplier<Section> section) {
        if (!figures.asked(task).isEmpty()) {
            sections.add(section.get());
        }
    }

    /**
     * Writes both, over what is there.
     *
     * @param run of which to report; whatever is missing in it is missing in the report
     * @param html the page, which needs no other file and no network
     * @param markdown the summary and the main tables
     * @throws IOException if one cannot be written
     */
    public static void write(LabRun run, Path html, Path markdown) throws IOException {
        var report = new Report(run);
        Files.writeString(html, new HtmlPage(report.figures, report.sentences, report.about, report.sections).text());
        Files.writeString(markdown, new MarkdownPage(report.sentences, report.about, report.sections).text());
    }
}
