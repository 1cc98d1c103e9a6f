package dev.mortise.wasm.internal.binary;

import java.util.List;

/**
 * What the guest chose, for messages: never as long as the guest would like, and without characters that steer a
 * terminal: controls, and those that turn the direction of writing, and with it what a reader sees.
 */
public final class Excerpt {

    private static final int MAX_CHARACTERS = 100;
    private static final int MAX_ITEMS = 10;

    private Excerpt() {}

    /** At most 100 characters of a name or another text. */
    public static String of(String text) {
        var cut = text.length() > MAX_CHARACTERS;
        var length = !cut ? text.length()
                : Character.isHighSurrogate(text.charAt(MAX_CHARACTERS - 1)) ? MAX_CHARACTERS - 1 : MAX_CHARACTERS;
        var excerpt = new StringBuilder();
        for (var i = 0; i < length; i++) {
            var c = text.charAt(i);
            excerpt.append(steers(c) ? '?' : c);
        }
        return cut ? excerpt + "... (" + text.length() + " characters)" : excerpt.toString();
    }

    private static boolean steers(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    /** At most ten items of a list, the last ones: what lies on top of a stack. */
    public static String ofStack(List<?> items) {
        var size = items.size();
        return size <= MAX_ITEMS ? items.toString()
                : size + " values, on top " + items.subList(size - MAX_ITEMS, size);
    }
}
