package dev.mortise.wasi.internal;

import dev.mortise.wasi.internal.file.FileType;
import dev.mortise.wasi.internal.file.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Standard input. The stream is the host's: closing the descriptor leaves it open. */
public final class InputPipe implements Resource {

    private final InputStream stream;
    private final boolean endless;
    private final FileType fileType;

    /**
     * @param endless whether a read may wait for bytes that do not exist yet
     * @param terminal whether a person types
     */
    public InputPipe(InputStream stream, boolean endless, boolean terminal) {
        this.stream = stream;
        this.endless = endless;
        this.fileType = terminal ? FileType.CHARACTER_DEVICE : FileType.UNKNOWN;
    }

    @Override
    public FileType fileType() {
        return fileType;
    }

    /** Reads what there is, at least a byte unless it is over; returns 0 at the end. */
    int read(ByteBuffer target) throws IOException {
        if (!target.hasRemaining()) {
            return 0;
        }
        return Math.max(0, stream.read(target.array(), target.arrayOffset() + target.position(), target.remaining()));
    }

    /** How many bytes are there for sure. */
    int available() throws IOException {
        return stream.available();
    }

    /** Whether a read would return at once. At the end of a stream nobody knows before reading. */
    boolean isReady() throws IOException {
        return !endless || stream.available() > 0;
    }

    @Override
    public void close() {
        // The host's.
    }
}
