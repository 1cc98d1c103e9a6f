package dev.mortise.wasm.text.script;

import java.util.List;
import java.util.Map;

/** Tells whether a module was refused for the fault that a script means, and not for some other. */
final class Refusal {

    /** What the suite says, and what is said here instead: a more precise fault, or one that is met before the other. */
    private static final Map<String, List<String>> OWN_WORDS = Map.ofEntries(
            Map.entry("unknown operator", List.of("unknown instruction", "unexpected ", "malformed word",
                    "a space is missing", "constant out of range", "unknown module field")),
            Map.entry("unexpected token", List.of("unexpected ", "unknown instruction", "result before parameter")),
            Map.entry("import after", List.of("import after function, table, memory or global")),
            Map.entry("empty identifier", List.of("unclosed string", "illegal character")),
            Map.entry("empty annotation id", List.of("unclosed string")),
            Map.entry("integer too large", List.of("integer representation too long", "malformed section id")),
            Map.entry("integer representation too long",
                    List.of("integer representation", "unexpected end", "malformed section id")),
            Map.entry("unexpected end", List.of("magic header not detected", "unexpected end")),
            Map.entry("END opcode expected", List.of("unexpected end")),
            Map.entry("section size mismatch", List.of("unexpected end")),
            Map.entry("malformed import kind", List.of("unexpected end")),
            Map.entry("malformed limits flags", List.of("unexpected end")),
            Map.entry("unexpected content after last section", List.of("inconsistent lengths")),
            Map.entry("illegal opcode", List.of("illegal opcode")),
            Map.entry("unknown type", List.of("unknown index")));

    private Refusal() {}

    /**
     * Whether a message means what a script expects.
     *
     * @param expected what stands in the script
     * @param message what the module was refused with
     */
    static boolean means(String expected, String message) {
        return message.contains(expected) || OWN_WORDS.entrySet().stream()
                .filter(entry -> expected.startsWith(entry.getKey()))
                .anyMatch(entry -> entry.getValue().stream().anyMatch(message::contains));
    }
}
