package dev.mortise.wasi.internal;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Arguments or variables as a C program has them: NUL-terminated bytes, and a pointer to each. */
final class Texts {

    private final byte[][] texts;
    private final int bytes;

    Texts(List<String> list) {
        texts = list.stream().map(text -> (text + '\0').getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
        var sum = 0L;
        for (var text : texts) {
            sum += text.length;
        }
        bytes = Math.toIntExact(sum);
    }

    void writeSizes(GuestMemory memory, int countPointer, int bytesPointer) {
        memory.check(countPointer, 4);
        memory.writeInt(bytesPointer, bytes);
        memory.writeInt(countPointer, texts.length);
    }

    void write(GuestMemory memory, int pointers, int buffer) {
        memory.check(pointers, 4L * texts.length);
        memory.check(buffer, bytes);
        var at = buffer;
        for (var i = 0; i < texts.length; i++) {
            memory.writeInt(pointers + 4 * i, at);
            memory.write(at, texts[i], texts[i].length);
            at += texts[i].length;
        }
    }
}
