package dev.mortise.lab.run;

import dev.mortise.simulator.Zipf;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPOutputStream;

/** The trace that simulations are about: generated, the same on every machine. */
final class TraceFile {

    private static final int REQUESTS_AN_OBJECT = 10;
    private static final double EXPONENT = 0.8;
    private static final long SEED = 1;

    private TraceFile() {}

    /** A file of so many requests in this folder, made if it is not there. */
    static Path of(Path folder, int requests) throws IOException {
        var file = folder.resolve("trace-%d.gz".formatted(requests));
        if (Files.exists(file)) {
            return file;
        }
        Files.createDirectories(folder);
        var trace = new Zipf(requests, requests / REQUESTS_AN_OBJECT, EXPONENT, SEED).generate();
        var unfinished = folder.resolve(file.getFileName() + ".new");
        try (var out = new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(unfinished)),
                StandardCharsets.US_ASCII)) {
            for (int i = 0; i < trace.requests(); i++) {
                var id = trace.id(i);
                out.write(id + " " + trace.sizeOf(id) + "\n");
            }
        }
        return Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
