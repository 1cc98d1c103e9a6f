package dev.mortise.simulator.internal.trace;

import dev.mortise.simulator.Trace;
import dev.mortise.simulator.TraceException;
import dev.mortise.simulator.TraceFormat;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A file with a trace in it, compressed or not. */
public final class TraceFile {

    private static final int BUFFER = 1 << 16;
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    private TraceFile() {}

    /**
     * Reads a trace.
     *
     * @param strict whether the first line that is no request ends it
     */
    public static Trace read(Path file, TraceFormat format, boolean strict) throws IOException {
        var fileName = file.getFileName();
        var name = fileName == null ? file.toString() : fileName.toString();
        try (var in = Files.newInputStream(file)) {
            return read(name, in, format, strict);
        }
    }

    /**
     * Reads a trace from a stream, to its end.
     *
     * @param name what to call it
     * @param strict whether the first line that is no request ends it
     */
    public static Trace read(String name, InputStream raw, TraceFormat format, boolean strict) throws IOException {
        var bad = new BadLines(name, strict);
        var trace = Trace.builder(name);
        try (var in = unpacked(raw)) {
            switch (format) {
                case TraceFormat.IdAndSize f -> new IdAndSizeReader(new Lines(in), bad).readInto(trace);
                case TraceFormat.Lirs lirs -> new LirsReader(new Lines(in), lirs.blockBytes(), bad).readInto(trace);
                case TraceFormat.Csv csv -> new CsvTraceReader(new Lines(in, CsvTraceReader.LONGEST_LINE),
                        csv.separator(), bad).readInto(name, csv, trace);
            }
        } catch (ZipException | EOFException e) {
            // Where the file ends in gzip's own header, the JDK says nothing.
            var reason = e.getMessage() == null ? "they end in the middle" : e.getMessage();
            throw new TraceException("%s: the gzip data are damaged or cut off after %,d requests: %s".formatted(name,
                    trace.requests(), reason), e);
        }
        var skipped = bad.all();
        if (trace.requests() == 0) {
            throw new TraceException("%s: there is no request in it%s".formatted(name, skipped.count() == 0 ? ""
                    : "; %,d lines were skipped, the first for this: %s".formatted(skipped.count(),
                            skipped.first().getFirst())));
        }
        return trace.build(skipped);
    }

    /** What the stream holds, looked at for gzip's two magic bytes. */
    private static InputStream unpacked(InputStream raw) throws IOException {
        var in = new BufferedInputStream(raw, BUFFER);
        in.mark(2);
        var isGzip = in.read() == GZIP_FIRST && in.read() == GZIP_SECOND;
        in.reset();
        return isGzip ? new GZIPInputStream(in, BUFFER) : in;
    }
}
