package dev.mortise.wasm.internal;

/** What a file is, by its first bytes. */
public enum ModuleFormat {
    /** A module in the binary format, or what calls itself one. */
    BINARY,
    /** What looks like a module in the text format: it begins with a parenthesis or a comment. */
    TEXT,
    /** Neither. */
    OTHER;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    /** Which one these bytes are. */
    public static ModuleFormat of(byte[] bytes) {
        return of(bytes, bytes.length);
    }

    /** Which one these bytes are; only so many of them count. */
    public static ModuleFormat of(byte[] bytes, int length) {
        if (length >= 4 && bytes[0] == 0 && bytes[1] == 'a' && bytes[2] == 's' && bytes[3] == 'm') {
            return BINARY;
        }
        var start = startsWith(BYTE_ORDER_MARK, bytes, length) ? BYTE_ORDER_MARK.length : 0;
        while (start < length && Character.isWhitespace(bytes[start])) {
            start++;
        }
        return start < length && (bytes[start] == '(' || bytes[start] == ';') ? TEXT : OTHER;
    }

    private static boolean startsWith(byte[] prefix, byte[] bytes, int length) {
        for (var i = 0; i < prefix.length; i++) {
            if (i >= length || bytes[i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
