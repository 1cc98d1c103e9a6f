package dev.mortise.bind.internal;

import java.util.Arrays;
import org.msgpack.core.buffer.MessageBuffer;
import org.msgpack.core.buffer.MessageBufferOutput;

/**
 * An array that grows with what is written to it. The library's own begins with 8 KiB, which to make costs 400 ns a
 * message: more than a short one takes for all the rest.
 */
final class MessagePackOutput implements MessageBufferOutput {

    private static final int FIRST = 64;

    private byte[] bytes = new byte[FIRST];
    private int length;

    @Override
    public MessageBuffer next(int minimumSize) {
        makeRoom(minimumSize);
        return MessageBuffer.wrap(bytes, length, bytes.length - length);
    }

    @Override
    public void writeBuffer(int count) {
        length += count;
    }

    @Override
    public void write(byte[] buffer, int offset, int count) {
        makeRoom(count);
        System.arraycopy(buffer, offset, bytes, length, count);
        length += count;
    }

    @Override
    public void add(byte[] buffer, int offset, int count) {
        write(buffer, offset, count);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    private void makeRoom(int count) {
        if (count > bytes.length - length) {
            var wanted = Math.max((long) length + count, 2L * bytes.length);
            bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
        }
    }

    /** What was written, once it is flushed. */
    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }
}
