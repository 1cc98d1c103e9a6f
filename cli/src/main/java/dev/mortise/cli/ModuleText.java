package dev.mortise.cli;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Tells by its first bytes what a file is. */
final class ModuleText {

    private static final int LOOK_AT = 64;

    private ModuleText() {}

    /** Whether it is a module in the binary format. */
    static boolean isBinary(byte[] bytes) {
        return bytes.length >= 4 && bytes[0] == 0 && bytes[1] == 'a' && bytes[2] == 's' && bytes[3] == 'm';
    }

    /** Whether it looks like a module in the text format: that begins with a parenthesis or a comment. */
    static boolean isText(byte[] bytes) {
        var start = bytes.length >= 3 && (bytes[0] & 0xFF) == 0xEF && (bytes[1] & 0xFF) == 0xBB
                && (bytes[2] & 0xFF) == 0xBF ? 3 : 0;
        while (start < bytes.length && Character.isWhitespace(bytes[start])) {
            start++;
        }
        return start < bytes.length && (bytes[start] == '(' || bytes[start] == ';');
    }

    /** What a file that is no module may be instead, as an addition to a message; empty where nothing is to be said. */
    static String guess(byte[] bytes) {
        var start = new String(bytes, 0, Math.min(bytes.length, LOOK_AT), StandardCharsets.ISO_8859_1);
        var text = start.strip().toLowerCase(Locale.ROOT);
        if (bytes.length == 0) {
            return "; the file is empty";
        } else if (isBinary(bytes)) {
            return "";
        } else if (start.startsWith("version https://git-lfs")) {
            return "; it is a Git LFS pointer: git lfs pull fetches the file itself";
        } else if (start.startsWith("\u001F\u008B")) {
            return "; it looks like gzip: unpack it first";
        } else if (start.startsWith("PK")) {
            return "; it looks like a zip or jar file";
        } else if (start.startsWith("\u007FELF") || start.startsWith("MZ") || start.startsWith("\u00CF\u00FA\u00ED")) {
            return "; it looks like a native program or library";
        } else if (text.startsWith("<!doctype") || text.startsWith("<html")) {
            return "; it looks like a web page: was it a failed download?";
        } else if (start.chars().allMatch(c -> c >= ' ' && c != 0x7F || Character.isWhitespace(c))) {
            return "; it looks like text";
        }
        return "";
    }
}
