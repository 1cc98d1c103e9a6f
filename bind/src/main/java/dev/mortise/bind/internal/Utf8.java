package dev.mortise.bind.internal;

/** UTF-8 into an array, without garbage. A surrogate without its pair becomes a question mark, as in the JDK. */
final class Utf8 {

    private Utf8() {}

    /** Bytes of a string. */
    static int length(String text) {
        var length = text.length();
        for (var i = 0; i < text.length(); i++) {
            var character = text.charAt(i);
            if (character >= 0x80) {
                length += character < 0x800 ? 1 : extra(text, i, character);
            }
        }
        return length;
    }

    /** Bytes beyond one for each of the one or two characters; a pair has four for two, counted at its first. */
    private static int extra(String text, int index, char character) {
        if (!Character.isSurrogate(character)) {
            return 2;
        }
        return isPair(text, index, character) ? 2 : 0;
    }

    private static boolean isPair(String text, int index, char character) {
        return Character.isHighSurrogate(character) && index + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(index + 1));
    }

    /** Writes a string to where there is room for it. */
    static void write(String text, byte[] target, int from) {
        var at = from;
        for (var i = 0; i < text.length(); i++) {
            var character = text.charAt(i);
            if (character < 0x80) {
                target[at++] = (byte) character;
            } else if (character < 0x800) {
                target[at++] = (byte) (0xC0 | character >> 6);
                target[at++] = (byte) (0x80 | character & 0x3F);
            } else if (!Character.isSurrogate(character)) {
                target[at++] = (byte) (0xE0 | character >> 12);
                target[at++] = (byte) (0x80 | character >> 6 & 0x3F);
                target[at++] = (byte) (0x80 | character & 0x3F);
            } else if (isPair(text, i, character)) {
                var point = Character.toCodePoint(character, text.charAt(++i));
                target[at++] = (byte) (0xF0 | point >> 18);
                target[at++] = (byte) (0x80 | point >> 12 & 0x3F);
                target[at++] = (byte) (0x80 | point >> 6 & 0x3F);
                target[at++] = (byte) (0x80 | point & 0x3F);
            } else {
                target[at++] = '?';
            }
        }
    }
}
