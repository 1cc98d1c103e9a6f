package dev.mortise.simulator.internal.trace;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.mortise.simulator.Trace;
import dev.mortise.simulator.TraceException;
import dev.mortise.simulator.TraceFormat.Csv;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads two columns of a table. */
final class CsvTraceReader {

    private CsvTraceReader() {}

    static void read(String name, InputStream in, Csv format, BadLines bad, Trace.Builder trace) throws IOException {
        try (var table = CsvReader.builder().fieldSeparator(format.separator()).detectBomHeader(true)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE).ofNamedCsvRecord(in, StandardCharsets.UTF_8)) {
            var isFirst = true;
            for (var line : table) {
                if (isFirst) {
                    requireColumn(name, line, format.idColumn());
                    requireColumn(name, line, format.sizeColumn());
                    isFirst = false;
                }
                readLine(line, format, bad, trace);
            }
        } catch (CsvParseException e) {
            throw new TraceException("%s: this is no CSV: %s".formatted(name, e.getMessage()), e);
        } catch (UncheckedIOException e) {
            throw e.getCause() == null ? new IOException(e) : e.getCause();
        }
    }

    private static void requireColumn(String name, NamedCsvRecord line, String column) {
        if (!line.getHeader().contains(column)) {
            throw new TraceException("%s: there is no column '%s'; there are: %s".formatted(name, column,
                    LineText.of(String.join(", ", line.getHeader()))));
        }
    }

    private static void readLine(NamedCsvRecord line, Csv format, BadLines bad, Trace.Builder trace) {
        var number = line.getStartingLineNumber();
        if (line.getFieldCount() != line.getHeader().size()) {
            bad.add(number, "%d values for %d columns".formatted(line.getFieldCount(), line.getHeader().size()));
            return;
        }
        var size = line.getField(format.sizeColumn()).strip();
        try {
            var bytes = Long.parseLong(size);
            if (bytes < 0) {
                bad.add(number, "the size is negative: '%s'".formatted(LineText.of(size)));
            } else {
                trace.add(line.getField(format.idColumn()).strip(), bytes);
            }
        } catch (NumberFormatException e) {
            bad.add(number, "the size is no whole number of 64 bits: '%s'".formatted(LineText.of(size)));
        }
    }
}
