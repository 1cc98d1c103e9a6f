package dev.mortise.simulator.internal.trace;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvReader.CsvReaderBuilder;
import dev.mortise.simulator.Trace;
import dev.mortise.simulator.TraceException;
import dev.mortise.simulator.TraceFormat.Csv;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads two columns of a table. Each line is a record: were quotes to reach over the ends of lines, one that is never
 * closed would take the rest of the file with it.
 */
final class CsvTraceReader {

    /** Addresses may be long; no request is longer. */
    static final int LONGEST_LINE = 1 << 16;

    private final Lines lines;
    private final BadLines bad;
    private final CsvReaderBuilder parser;
    private int idAt;
    private int sizeAt;
    private int columns;

    CsvTraceReader(Lines lines, char separator, BadLines bad) {
        this.lines = lines;
        this.bad = bad;
        this.parser = CsvReader.builder().fieldSeparator(separator).allowUnclosedQuote(false);
    }

    void readInto(String name, Csv format, Trace.Builder trace) throws IOException {
        if (!nextWithText()) {
            return;
        }
        readHeader(name, format);
        while (nextWithText()) {
            readLine(trace);
        }
    }

    private boolean nextWithText() throws IOException {
        while (lines.next()) {
            if (lines.isTooLong() || !text().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** The current line without its end. */
    private String text() {
        var to = lines.to();
        if (to > lines.from() && lines.buffer()[to - 1] == '\r') {
            to--;
        }
        return new String(lines.buffer(), lines.from(), to - lines.from(), StandardCharsets.UTF_8);
    }

    private void readHeader(String name, Csv format) {
        if (lines.isTooLong()) {
            throw new TraceException("%s: this is no CSV: its first line has over %,d bytes".formatted(name,
                    LONGEST_LINE));
        }
        try {
            var header = parser.ofSingleCsvRecord(text()).getFields();
            columns = header.size();
            idAt = column(name, header, format.idColumn());
            sizeAt = column(name, header, format.sizeColumn());
        } catch (CsvParseException e) {
            throw new TraceException("%s: this is no CSV: %s".formatted(name, e.getMessage()), e);
        }
    }

    private static int column(String name, List<String> header, String column) {
        var at = header.indexOf(column);
        if (at < 0) {
            throw new TraceException("%s: there is no column '%s'; there are: %s".formatted(name, column,
                    LineText.of(String.join(", ", header))));
        }
        return at;
    }

    private void readLine(Trace.Builder trace) {
        if (lines.isTooLong()) {
            bad.add(lines.number(), "over %,d bytes are no request".formatted(LONGEST_LINE));
            return;
        }
        try {
            readRecord(parser.ofSingleCsvRecord(text()).getFields(), trace);
        } catch (CsvParseException e) {
            bad.add(lines.number(), "a quote is not closed on the line, or it is no CSV otherwise: '%s'"
                    .formatted(LineText.of(lines)));
        }
    }

    private void readRecord(List<String> fields, Trace.Builder trace) {
        if (fields.size() != columns) {
            bad.add(lines.number(), "%d values for %d columns".formatted(fields.size(), columns));
            return;
        }
        var id = fields.get(idAt).strip();
        var size = fields.get(sizeAt).strip();
        try {
            var bytes = Long.parseLong(size);
            if (bytes < 0) {
                bad.add(lines.number(), "the size is negative: '%s'".formatted(LineText.of(size)));
            } else if (id.isEmpty()) {
                bad.add(lines.number(), "the id is empty");
            } else {
                trace.add(id, bytes);
            }
        } catch (NumberFormatException e) {
            bad.add(lines.number(), "the size is no whole number of 64 bits: '%s'".formatted(LineText.of(size)));
        }
    }
}
