package dev.mortise.simulator;

import java.io.Serializable;

/** What the lines of a trace file are. Empty lines are none in any format. */
public sealed interface TraceFormat extends Serializable {

    /** An id and a size in bytes a line, with blanks between, both whole numbers. */
    record IdAndSize() implements TraceFormat {}

    /**
     * The format of the LIRS policy's authors: the number of a block a line. Lines of a single {@code *}, which part the
     * sections of their files, are skipped.
     *
     * @param blockBytes the size of each block in bytes, 1 or more
     */
    record Lirs(long blockBytes) implements TraceFormat {

        /** What a block has unless something else is said. */
        public static final long USUAL_BLOCK = 4096;

        /** Checks the size. */
        public Lirs {
            if (blockBytes < 1) {
                throw new IllegalArgumentException("a block must have 1 byte or more, not " + blockBytes);
            }
        }
    }

    /**
     * Comma-separated values (RFC 4180) in UTF-8, whose first line names the columns. A value, quoted or not, ends with
     * its line, so that a quote that is not closed makes one bad line and no more; a line of over 64 KiB is one, too.
     *
     * @param idColumn the column of the ids, which may be any texts but empty ones
     * @param sizeColumn the column of the sizes, whole numbers of bytes
     * @param separator what stands between the values
     */
    record Csv(String idColumn, String sizeColumn, char separator) implements TraceFormat {}
}
