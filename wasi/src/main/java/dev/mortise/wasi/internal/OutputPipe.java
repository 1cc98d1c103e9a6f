package dev.mortise.wasi.internal;

import dev.mortise.wasi.internal.file.FileType;
import dev.mortise.wasi.internal.file.Resource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Standard output or error. The stream is the host's: closing the descriptor leaves it open. */
public final class OutputPipe implements Resource {

    private final OutputStream stream;
    private final FileType fileType;

    /** @param terminal whether a person looks at it */
    public OutputPipe(OutputStream stream, boolean terminal) {
        this.stream = stream;
        this.fileType = terminal ? FileType.CHARACTER_DEVICE : FileType.UNKNOWN;
    }

    @Override
    public FileType fileType() {
        return fileType;
    }

    void write(ByteBuffer source) throws IOException {
        stream.write(source.array(), source.arrayOffset() + source.position(), source.remaining());
        source.position(source.limit());
    }

    void flush() throws IOException {
        stream.flush();
    }

    @Override
    public void close() throws IOException {
        stream.flush();
    }
}
