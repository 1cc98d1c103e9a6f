package dev.mortise.lab.report;

import dev.mortise.lab.result.Measurement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One of the twelve ways to call {@code multiply(2, 3)}.
 *
 * @param number as it was published, from 1
 * @param words what it does
 * @param keys of its rows
 */
record MicroTest(int number, String words, Map<String, String> keys) {

    private static final String TRUE = "true";
    private static final String FALSE = "false";

    /** All, in order. */
    static final List<MicroTest> ALL = List.of(pair(1, FALSE, "hotload", FALSE), pair(2, FALSE, "preload", FALSE),
            pair(3, TRUE, "hotload", FALSE), pair(4, TRUE, "preload", FALSE), pair(5, TRUE, "hotload", TRUE),
            pair(6, TRUE, "preload", TRUE), buffer(7, "bincode", "dynamic", FALSE),
            buffer(8, "bincode", "dynamic", TRUE), buffer(9, "struct", "dynamic", FALSE),
            buffer(10, "struct", "dynamic", TRUE), buffer(11, "struct", "static", FALSE),
            buffer(12, "struct", "static", TRUE));

    private static MicroTest pair(int number, String cached, String arguments, String owned) {
        return made(number, Map.of("abi", "pair", "cached", cached, "arguments", arguments, "owned", owned));
    }

    private static MicroTest buffer(int number, String abi, String memory, String cached) {
        return made(number, Map.of("abi", abi, "memory", memory, "cached", cached));
    }

    private static MicroTest made(int number, Map<String, String> keys) {
        return new MicroTest(number, words(keys), keys);
    }

    /** Which test a row is. */
    static Optional<MicroTest> of(Measurement row) {
        return ALL.stream().filter(each -> each.matches(row)).findFirst();
    }

    boolean matches(Measurement row) {
        return keys.entrySet().stream().allMatch(each -> row.key(each.getKey()).equals(each.getValue()));
    }

    /** What a row does, also if it is none of the twelve. */
    static String words(Measurement row) {
        return words(row.keys());
    }

    private static String words(Map<String, String> given) {
        var keys = new TreeMap<>(given);
        var text = new StringBuilder(keys.getOrDefault("abi", ""));
        if (keys.containsKey("memory")) {
            text.append(", ").append(keys.get("memory")).append(" memory");
        }
        if (TRUE.equals(keys.get("cached"))) {
            text.append(", cached");
        }
        if (keys.containsKey("arguments")) {
            text.append(", ").append(keys.get("arguments"));
        }
        if (TRUE.equals(keys.get("owned"))) {
            text.append(", owned");
        }
        return text.toString();
    }

    String label() {
        return number + ": " + words;
    }
}
