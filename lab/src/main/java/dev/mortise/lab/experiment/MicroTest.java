package dev.mortise.lab.experiment;

import dev.mortise.lab.result.Measurement;
import java.util.Collections;
import java.util.LinkedHashMap;
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
public record MicroTest(int number, String words, Map<String, String> keys) {

    private static final String TRUE = "true";
    private static final String FALSE = "false";

    /** Two numbers to a function that was looked up once: nothing but the call. */
    public static final int PAIR_CACHED = 3;
    /** A struct in memory that stays: the quickest way to hand over bytes. */
    public static final int STATIC_CACHED = 12;

    /** All, in order. */
    public static final List<MicroTest> ALL =
            List.of(pair(1, FALSE, "hotload", FALSE), pair(2, FALSE, "preload", FALSE),
                    pair(3, TRUE, "hotload", FALSE), pair(4, TRUE, "preload", FALSE), pair(5, TRUE, "hotload", TRUE),
                    pair(6, TRUE, "preload", TRUE), buffer(7, "bincode", "dynamic", FALSE),
                    buffer(8, "bincode", "dynamic", TRUE), buffer(9, "struct", "dynamic", FALSE),
                    buffer(10, "struct", "dynamic", TRUE), buffer(11, "struct", "static", FALSE),
                    buffer(12, "struct", "static", TRUE));

    private static MicroTest pair(int number, String cached, String arguments, String owned) {
        return made(number, "abi", "pair", "cached", cached, "arguments", arguments, "owned", owned);
    }

    private static MicroTest buffer(int number, String abi, String memory, String cached) {
        return made(number, "abi", abi, "memory", memory, "cached", cached);
    }

    /** With the keys in this order in every process. */
    private static MicroTest made(int number, String... pairs) {
        var keys = new LinkedHashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            keys.put(pairs[i], pairs[i + 1]);
        }
        return new MicroTest(number, words(keys), Collections.unmodifiableMap(keys));
    }

    /** Which test a row is. */
    public static Optional<MicroTest> of(Measurement row) {
        return ALL.stream().filter(each -> each.matches(row)).findFirst();
    }

    /** Whether a row is this test, whatever the build and with compile time or without. */
    public boolean matches(Measurement row) {
        return keys.entrySet().stream().allMatch(each -> row.key(each.getKey()).equals(each.getValue()));
    }

    /** What a row does, also if it is none of the twelve. */
    public static String words(Measurement row) {
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

    /** Number and words. */
    public String label() {
        return number + ": " + words;
    }
}
