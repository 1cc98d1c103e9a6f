package dev.mortise.lab.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * What a cache is asked for, in order.
 *
 * @param ids of the objects
 * @param sizes in bytes, one a request
 */
record Requests(int[] ids, long[] sizes) {

    /** Lines of an id and a size, compressed. */
    static Requests read(Path trace) throws IOException {
        var ids = new int[1024];
        var sizes = new long[1024];
        int count = 0;
        try (var lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(trace)), StandardCharsets.US_ASCII))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (count == ids.length) {
                    ids = Arrays.copyOf(ids, 2 * count);
                    sizes = Arrays.copyOf(sizes, 2 * count);
                }
                int space = line.indexOf(' ');
                ids[count] = Integer.parseInt(line, 0, space, 10);
                sizes[count++] = Long.parseLong(line, space + 1, line.length(), 10);
            }
        }
        return new Requests(Arrays.copyOf(ids, count), Arrays.copyOf(sizes, count));
    }
}
