package dev.mortise.wasm.internal.cache;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * Classes of one module, and what validation of its bodies found out, as they are kept. The classes of a module are a
 * pure function of what its key is made of, so two of these under one key never disagree. Immutable.
 *
 * <p>
 * The file: {@code MORTISE} and a byte for the format's version; a CRC-32C of all that follows; the key, so that a file
 * under another's name is not taken; the tables that code writes to; and the classes, each with its name and length.
 *
 * @param writtenTables the tables that code of the module writes to
 * @param classes class files by name
 */
record CompiledCode(BitSet writtenTables, Map<String, byte[]> classes) {

    private static final byte[] MAGIC = {'M', 'O', 'R', 'T', 'I', 'S', 'E', 1};
    private static final int HEAD_BYTES = MAGIC.length + Integer.BYTES;

    /** What a file holds; nothing if it is damaged, or was written for another key. */
    static Optional<CompiledCode> parse(String key, byte[] file) {
        if (file.length < HEAD_BYTES || !Arrays.equals(MAGIC, 0, MAGIC.length, file, 0, MAGIC.length)
                || ByteBuffer.wrap(file).getInt(MAGIC.length) != checksum(file)) {
            return Optional.empty();
        }
        try (var in = new DataInputStream(new ByteArrayInputStream(file, HEAD_BYTES, file.length - HEAD_BYTES))) {
            if (!in.readUTF().equals(key)) {
                return Optional.empty();
            }
            var written = BitSet.valueOf(sized(in));
            var classes = new TreeMap<String, byte[]>();
            for (var left = in.readInt(); left > 0; left--) {
                classes.put(in.readUTF(), sized(in));
            }
            return Optional.of(new CompiledCode(written, classes));
        } catch (IOException | IllegalArgumentException e) {
            // Somebody wrote the right checksum to it.
            return Optional.empty();
        }
    }

    private static byte[] sized(DataInputStream in) throws IOException {
        var length = in.readInt();
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    /** The file. */
    byte[] toBytes(String key) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.write(MAGIC);
            out.writeInt(0);
            out.writeUTF(key);
            var written = writtenTables.toByteArray();
            out.writeInt(written.length);
            out.write(written);
            out.writeInt(classes.size());
            for (var each : classes.entrySet()) {
                out.writeUTF(each.getKey());
                out.writeInt(each.getValue().length);
                out.write(each.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        var file = bytes.toByteArray();
        sign(file);
        return file;
    }

    /** Writes the checksum of a file to its place. */
    static void sign(byte[] file) {
        ByteBuffer.wrap(file).putInt(MAGIC.length, checksum(file));
    }

    /** The same with further classes. */
    CompiledCode with(Map<String, byte[]> further) {
        var all = new TreeMap<>(classes);
        all.putAll(further);
        return new CompiledCode(writtenTables, all);
    }

    private static int checksum(byte[] file) {
        var crc = new CRC32C();
        crc.update(file, HEAD_BYTES, file.length - HEAD_BYTES);
        return (int) crc.getValue();
    }
}
