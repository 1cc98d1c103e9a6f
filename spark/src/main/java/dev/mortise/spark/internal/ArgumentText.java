package dev.mortise.spark.internal;

import java.util.HexFormat;
import java.util.StringJoiner;

/** Arguments as error messages show them: short. */
final class ArgumentText {

    private static final int MOST_CHARACTERS = 60;
    private static final int MOST_BYTES = 16;

    private ArgumentText() {}

    static String of(Object[] arguments) {
        var text = new StringJoiner(", ", "(", ")");
        for (var argument : arguments) {
            text.add(of(argument));
        }
        return text.toString();
    }

    private static String of(Object argument) {
        return switch (argument) {
            case byte[] bytes when bytes.length > MOST_BYTES -> "%s... of %d bytes"
                    .formatted(HexFormat.of().formatHex(bytes, 0, MOST_BYTES), bytes.length);
            case byte[] bytes -> "X'" + HexFormat.of().formatHex(bytes) + '\'';
            case String string when string.length() > MOST_CHARACTERS -> "'%s...' of %d characters"
                    .formatted(string.substring(0, MOST_CHARACTERS), string.length());
            case String string -> '\'' + string + '\'';
            default -> argument.toString();
        };
    }
}
