package dev.mortise.wasi.internal;

import dev.mortise.wasi.internal.file.Errno;
import dev.mortise.wasi.internal.file.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Moves bytes between a resource and the pieces of memory that a guest gave. */
final class Transfer {

    /** A file takes small pieces together: one system call then does, and what belongs together stays together. */
    private static final int GATHERED = 8_192;
    /** Between two of these somebody may stop the guest. */
    private static final int PIECE = 1 << 20;

    private Transfer() {}

    /** Reads from where the descriptor stands; returns how many bytes. */
    static int read(Guest guest, Descriptor descriptor, Vectors vectors) throws IOException {
        var resource = descriptor.resource();
        if (resource instanceof OpenFile file) {
            var count = readFile(guest, file, vectors, descriptor.position());
            descriptor.setPosition(descriptor.position() + count);
            return count;
        } else if (resource instanceof InputPipe pipe) {
            return readPipe(guest, pipe, vectors);
        } else if (resource instanceof Connection connection) {
            return receive(guest, connection, vectors, !descriptor.has(FdFlags.NONBLOCK), false);
        }
        throw Errno.BADF.exception();
    }

    /** Reads from a position. */
    static int readFile(Guest guest, OpenFile file, Vectors vectors, long position) throws IOException {
        var done = 0;
        for (var i = 0; i < vectors.count(); i++) {
            if (vectors.length(i) == 0) {
                continue;
            }
            var piece = guest.memory().buffer(vectors.pointer(i), vectors.length(i));
            while (piece.hasRemaining()) {
                guest.caller().checkInterrupt();
                var count = file.read(piece, position + done);
                if (count <= 0) {
                    return done;
                }
                done += count;
            }
        }
        return done;
    }

    /** Waits for the first byte only. */
    private static int readPipe(Guest guest, InputPipe pipe, Vectors vectors) throws IOException {
        var done = 0;
        for (var i = 0; i < vectors.count(); i++) {
            var length = vectors.length(i);
            if (length == 0) {
                continue;
            }
            if (done > 0 && pipe.available() == 0) {
                break;
            }
            guest.caller().checkInterrupt();
            var count = pipe.read(guest.memory().buffer(vectors.pointer(i), length));
            done += count;
            if (count < length) {
                break;
            }
        }
        return done;
    }

    /** Waits for the first byte only, unless told to fill everything. */
    static int receive(Guest guest, Connection connection, Vectors vectors, boolean waits, boolean fills)
            throws IOException {
        var done = 0;
        for (var i = 0; i < vectors.count(); i++) {
            var piece = guest.memory().buffer(vectors.pointer(i), vectors.length(i));
            while (piece.hasRemaining()) {
                int count;
                try {
                    count = connection.receive(guest, piece, waits && (fills || done == 0));
                } catch (IOException e) {
                    if (done > 0) {
                        // What has come counts; the error comes again.
                        return done;
                    }
                    throw e;
                }
                done += count;
                if (count == 0) {
                    return done;
                }
            }
        }
        return done;
    }

    /** Writes where the descriptor stands; returns how many bytes. */
    static int write(Guest guest, Descriptor descriptor, Vectors vectors) throws IOException {
        var resource = descriptor.resource();
        if (resource instanceof OpenFile file) {
            return writeFile(guest, descriptor, file, vectors);
        } else if (resource instanceof OutputPipe pipe) {
            return writePipe(guest, pipe, vectors);
        } else if (resource instanceof Connection connection) {
            return send(guest, connection, vectors, !descriptor.has(FdFlags.NONBLOCK));
        }
        throw Errno.BADF.exception();
    }

    private static int writeFile(Guest guest, Descriptor descriptor, OpenFile file, Vectors vectors)
            throws IOException {
        if (!descriptor.has(FdFlags.APPEND)) {
            var count = writeFile(guest, file, vectors, descriptor.position());
            descriptor.setPosition(descriptor.position() + count);
            return count;
        }
        return writePieces(guest, vectors, piece -> descriptor.setPosition(file.append(piece)));
    }

    /** Writes at a position. */
    static int writeFile(Guest guest, OpenFile file, Vectors vectors, long position) throws IOException {
        if (position > Long.MAX_VALUE - vectors.total()) {
            throw Errno.FBIG.exception();
        }
        var at = new long[]{position};
        return writePieces(guest, vectors, piece -> {
            var length = piece.remaining();
            file.write(piece, at[0]);
            at[0] += length;
        });
    }

    private static int writePipe(Guest guest, OutputPipe pipe, Vectors vectors) throws IOException {
        var count = writePieces(guest, vectors, pipe::write);
        pipe.flush();
        return count;
    }

    /** Sends to a socket. */
    static int send(Guest guest, Connection connection, Vectors vectors, boolean waits) throws IOException {
        var done = 0;
        for (var i = 0; i < vectors.count(); i++) {
            var piece = guest.memory().buffer(vectors.pointer(i), vectors.length(i));
            try {
                done += connection.send(guest, piece, waits);
            } catch (IOException e) {
                if (done > 0) {
                    return done;
                }
                throw e;
            }
            if (piece.hasRemaining()) {
                return done;
            }
        }
        return done;
    }

    /** Takes all bytes of a piece, or throws. */
    private interface Sink {
        void take(ByteBuffer piece) throws IOException;
    }

    private static int writePieces(Guest guest, Vectors vectors, Sink sink) throws IOException {
        if (vectors.count() > 1 && vectors.total() <= GATHERED) {
            var all = ByteBuffer.allocate(vectors.total());
            for (var i = 0; i < vectors.count(); i++) {
                all.put(guest.memory().buffer(vectors.pointer(i), vectors.length(i)));
            }
            guest.caller().checkInterrupt();
            sink.take(all.flip());
            return vectors.total();
        }
        var done = 0;
        for (var i = 0; i < vectors.count(); i++) {
            var length = vectors.length(i);
            for (var at = 0; at < length; at += PIECE) {
                guest.caller().checkInterrupt();
                var count = Math.min(PIECE, length - at);
                try {
                    sink.take(guest.memory().buffer(vectors.pointer(i) + at, count));
                } catch (IOException e) {
                    if (done > 0) {
                        return done;
                    }
                    throw e;
                }
                done += count;
            }
        }
        return done;
    }
}
