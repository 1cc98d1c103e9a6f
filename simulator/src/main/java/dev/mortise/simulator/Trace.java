package dev.mortise.simulator;

import dev.mortise.simulator.internal.trace.NumberedIds;
import dev.mortise.simulator.internal.trace.TraceFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Requests for objects, in order. Immutable, and safe for use by many threads.
 *
 * <p>
 * It lies in memory as a whole, so that reading it is in nobody's time: 4 bytes a request and 8 an object, beside some
 * 30 to 100 an object while it is read.
 *
 * <p>
 * Whatever ids the file has, numbers of any length or texts, become numbers 0, 1, 2... in the order in which the objects
 * first appear. An object keeps the size that it first appears with.
 */
public final class Trace {

    private final String name;
    private final int[] ids;
    private final long[] sizes;
    private final SkippedLines skipped;
    private final long requestedBytes;
    private final long objectBytes;

    private Trace(String name, int[] ids, long[] sizes, SkippedLines skipped) {
        this.name = name;
        this.ids = ids;
        this.sizes = sizes;
        this.skipped = skipped;
        var requested = 0L;
        try {
            for (var id : ids) {
                requested = Math.addExact(requested, sizes[id]);
            }
        } catch (ArithmeticException e) {
            throw new TraceException(
                    name + ": its requests are for 2^63 bytes or more, which is more than can be counted", e);
        }
        requestedBytes = requested;
        // No more than the former: each object is asked for.
        objectBytes = Arrays.stream(sizes).sum();
    }

    /**
     * Reads a file, which may be compressed with gzip. Lines that are no requests are skipped and noted.
     *
     * @throws TraceException if what the format needs is missing: a column, say; or if there is no request in the file,
     *             or its requests are for 2^63 bytes or more
     * @throws IOException if the file cannot be read
     */
    public static Trace read(Path file, TraceFormat format) throws IOException {
        return TraceFile.read(file, format, false);
    }

    /**
     * Reads a file, which may be compressed with gzip.
     *
     * @throws TraceException at the first line that is no request, and as {@link #read} does
     * @throws IOException if the file cannot be read
     */
    public static Trace readStrictly(Path file, TraceFormat format) throws IOException {
        return TraceFile.read(file, format, true);
    }

    /**
     * Reads a stream to its end, which may be compressed with gzip. Lines that are no requests are skipped and noted.
     *
     * @param name what to call the trace
     * @throws TraceException as {@link #read(Path, TraceFormat)} does
     * @throws IOException if the stream cannot be read
     */
    public static Trace read(String name, InputStream in, TraceFormat format) throws IOException {
        return TraceFile.read(name, in, format, false);
    }

    /** A trace to be made of single requests. */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /** The name of the file, or what was generated. */
    public String name() {
        return name;
    }

    /** How many requests there are. */
    public int requests() {
        return ids.length;
    }

    /** How many different objects are asked for; their ids are 0 up to this, exclusive. */
    public int objects() {
        return sizes.length;
    }

    /** The object that this request is for. */
    public int id(int request) {
        return ids[request];
    }

    /** The size of an object in bytes. */
    public long sizeOf(int id) {
        return sizes[id];
    }

    /** The bytes that all requests ask for. */
    public long requestedBytes() {
        return requestedBytes;
    }

    /** The bytes of all objects. */
    public long objectBytes() {
        return objectBytes;
    }

    /** The lines of the file that were no requests. */
    public SkippedLines skipped() {
        return skipped;
    }

    @Override
    public String toString() {
        return "%s: %,d requests for %,d objects".formatted(name, requests(), objects());
    }

    /** Collects requests. */
    public static final class Builder {

        private static final int MOST_REQUESTS = Integer.MAX_VALUE - 8;

        private final String name;
        private final NumberedIds numbers = new NumberedIds();
        private int[] ids = new int[1 << 12];
        private int requests;
        private long[] sizes = new long[1 << 10];

        private Builder(String name) {
            this.name = name;
        }

        /**
         * Appends a request.
         *
         * @param id any number
         * @param size in bytes
         * @throws IllegalArgumentException if the size is negative
         * @throws TraceException if there are over 2 billion requests
         */
        public Builder add(long id, long size) {
            checkSize(size);
            return append(numbers.of(id), size);
        }

        /**
         * Appends a request. A whole number written in decimal is the same id as that number.
         *
         * @param id any text
         * @param size in bytes
         * @throws IllegalArgumentException if the size is negative
         * @throws TraceException if there are over 2 billion requests
         */
        public Builder add(String id, long size) {
            checkSize(size);
            return append(numbers.of(id), size);
        }

        /** To be done before the id has a number, which stays. */
        private static void checkSize(long size) {
            if (size < 0) {
                throw new IllegalArgumentException("a size must be 0 or more, not " + size);
            }
        }

        private Builder append(int id, long size) {
            if (id == sizes.length) {
                sizes = Arrays.copyOf(sizes, sizes.length * 2);
            }
            if (requests == ids.length) {
                growIds();
            }
            ids[requests++] = id;
            if (numbers.isNew()) {
                sizes[id] = size;
            }
            return this;
        }

        private void growIds() {
            if (requests == MOST_REQUESTS) {
                throw new TraceException("%s: more than %,d requests are too many".formatted(name, MOST_REQUESTS));
            }
            ids = Arrays.copyOf(ids, (int) Math.min(ids.length * 2L, MOST_REQUESTS));
        }

        /** How many requests there are so far. */
        public int requests() {
            return requests;
        }

        /**
         * The trace of what was collected.
         *
         * @throws TraceException if the requests are for 2^63 bytes or more
         */
        public Trace build() {
            return build(SkippedLines.NONE);
        }

        /**
         * The trace of what was collected from a file of which some lines were left out.
         *
         * @throws TraceException as {@link #build()} does
         */
        public Trace build(SkippedLines skipped) {
            return new Trace(name, Arrays.copyOf(ids, requests), Arrays.copyOf(sizes, numbers.count()), skipped);
        }
    }
}
