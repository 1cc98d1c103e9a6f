package dev.mortise.cli;

import java.util.ArrayList;
import java.util.regex.Pattern;

/**
 * Makes names readable that rustc mangled, be it in its newer way or in its older one, such as
 * {@code _ZN4trap5inner17hbdefd3b76c86fb3cE}. One guest may have both: the standard library comes compiled.
 */
final class RustName {

    private static final Pattern HASH = Pattern.compile("h[0-9a-f]{16}");

    private RustName() {}

    /** The path that the name stands for, without its hash; the name itself if it is of another kind. */
    static String readable(String name) {
        return RustV0Name.readable(name).orElseGet(() -> older(name));
    }

    private static String older(String name) {
        if (!name.startsWith("_ZN")) {
            return name;
        }
        var parts = new ArrayList<String>();
        var at = 3;
        while (at < name.length() && name.charAt(at) != 'E') {
            var digits = at;
            while (digits < name.length() && digits < at + 4 && Character.isDigit(name.charAt(digits))) {
                digits++;
            }
            if (digits == at) {
                return name;
            }
            var end = digits + Integer.parseInt(name.substring(at, digits));
            if (end > name.length()) {
                return name;
            }
            parts.add(name.substring(digits, end));
            at = end;
        }
        if (parts.size() > 1 && HASH.matcher(parts.getLast()).matches()) {
            parts.removeLast();
        }
        return parts.isEmpty() ? name : unescaped(String.join("::", parts));
    }

    private static String unescaped(String path) {
        return path.replace("$LT$", "<").replace("$GT$", ">").replace("$RF$", "&").replace("$LP$", "(")
                .replace("$RP$", ")").replace("$C$", ",").replace("$u20$", " ").replace("$u7b$", "{")
                .replace("$u7d$", "}").replace("__", "::");
    }
}
