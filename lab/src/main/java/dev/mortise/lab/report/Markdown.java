package dev.mortise.lab.report;

import java.util.regex.Pattern;

/** Text of others in Markdown that is passed on. */
public final class Markdown {

    /** The folders of a path from the root; not what follows a host's name or stands between two words. */
    private static final Pattern FOLDERS = Pattern.compile("(?<![\\w.:/~-])/(?:[\\w.@+~-]+/)+");
    /** What would link, or be drawn as a picture: {@code https://}, {@code :word:}. */
    private static final Pattern COLON = Pattern.compile(":(?=//|[\\w+-]*[a-zA-Z][\\w+-]*:)");

    private Markdown() {}

    /**
     * Text that means nothing to Markdown as GitHub reads it, in one line: a mention would call somebody, a number would
     * link, dollars would be a formula. Paths lose the folders of this machine.
     */
    public static String text(String text) {
        var line = FOLDERS.matcher(text.strip().replaceAll("\\s+", " ")).replaceAll("…/");
        var made = new StringBuilder();
        for (var each : COLON.matcher(line).replaceAll(":\u200b").replace("www.", "www\u200b.").split("")) {
            made.append(switch (each) {
                case "<" -> "&lt;";
                case ">" -> "&gt;";
                case "&" -> "&amp;";
                case "\\", "`", "*", "_", "[", "]", "|", "~" -> "\\" + each;
                case "@", "#" -> each + "\u200b";
                case "$" -> "<span>$</span>";
                default -> each;
            });
        }
        return made.toString();
    }
}
