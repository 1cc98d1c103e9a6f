package dev.mortise.plugin.internal;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of hosts that a plug-in may reach: {@code ?} is a character, {@code *} any number of them (dots, too),
 * {@code [ab]}, {@code [a-z]} and {@code [!a]} one of a set. As in Extism, text that is no such pattern, such as
 * {@code a**b} or an open bracket, means itself. Unlike there, case does not count, as in host names.
 */
public final class HostPattern {

    private final String text;
    private final @Nullable Pattern pattern;

    HostPattern(String text) {
        this.text = text.toLowerCase(Locale.ROOT);
        this.pattern = translate(this.text);
    }

    boolean matches(String host) {
        var name = host.toLowerCase(Locale.ROOT);
        // The brackets of an IPv6 address make a set, too.
        return name.equals(text) || pattern != null && pattern.matcher(name).matches();
    }

    private static @Nullable Pattern translate(String glob) {
        var regex = new StringBuilder();
        var i = 0;
        while (i < glob.length()) {
            var next = glob.charAt(i);
            switch (next) {
                case '?' -> regex.append('.');
                case '*' -> {
                    var end = i;
                    while (end < glob.length() && glob.charAt(end) == '*') {
                        end++;
                    }
                    // Two stars stand for whole components of a path, of which a host has one.
                    if (end - i > 2 || end - i == 2 && glob.length() > 2) {
                        return null;
                    }
                    regex.append(".*");
                    i = end - 1;
                }
                case '[' -> {
                    var end = set(glob, i, regex);
                    if (end < 0) {
                        return null;
                    }
                    i = end;
                }
                default -> regex.append(Pattern.quote(String.valueOf(next)));
            }
            i++;
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /** Translates the set that begins here; answers where its closing bracket is, or -1 if it has none. */
    private static int set(String glob, int start, StringBuilder regex) {
        var negated = start + 1 < glob.length() && glob.charAt(start + 1) == '!';
        var first = start + (negated ? 2 : 1);
        // A bracket in the first place is a member of the set.
        var end = glob.indexOf(']', first + 1);
        if (end < 0) {
            return -1;
        }
        regex.append(negated ? "[^" : "[");
        for (var i = first; i < end; i++) {
            var member = glob.charAt(i);
            if (i + 2 < end && glob.charAt(i + 1) == '-') {
                if (member <= glob.charAt(i + 2)) {
                    regex.append(escaped(member)).append('-').append(escaped(glob.charAt(i + 2)));
                }
                i += 2;
            } else {
                regex.append(escaped(member));
            }
        }
        regex.append(regex.charAt(regex.length() - 1) == '[' ? "&&[^\\x{0}-\\x{10ffff}]]" : "]");
        return end;
    }

    private static String escaped(char member) {
        return "\\x{" + Integer.toHexString(member) + "}";
    }
}
