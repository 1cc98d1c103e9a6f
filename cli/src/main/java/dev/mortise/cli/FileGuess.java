package dev.mortise.cli;

import dev.mortise.wasm.internal.ModuleFormat;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Tells what a file may be that is no module. */
final class FileGuess {

    private static final int LOOK_AT = 64;

    private FileGuess() {}

    /** The addition to a message; empty where nothing is to be said. */
    static String of(byte[] bytes) {
        var start = new String(bytes, 0, Math.min(bytes.length, LOOK_AT), StandardCharsets.ISO_8859_1);
        var text = start.strip().toLowerCase(Locale.ROOT);
        if (bytes.length == 0) {
            return "; the file is empty";
        } else if (ModuleFormat.of(bytes) == ModuleFormat.BINARY) {
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
