package dev.mortise.wasm.internal.compile;

import dev.mortise.wasm.internal.binary.Instruction;
import java.util.Locale;

/** The names of the methods of {@code MemoryAccess}: {@code i64.load8_u} is {@code i64Load8U}. */
final class MemoryNames {

    private static final String[] NAMES = new String[Instruction.values().length];

    static {
        for (var instruction : Instruction.values()) {
            if (instruction.widthLog2() >= 0) {
                var text = instruction.text();
                var name = text.substring(0, 3) + Character.toUpperCase(text.charAt(4)) + text.substring(5);
                var sign = name.indexOf('_');
                NAMES[instruction.ordinal()] = sign < 0 ? name
                        : name.substring(0, sign) + name.substring(sign + 1).toUpperCase(Locale.ROOT);
            }
        }
    }

    private MemoryNames() {}

    static String helper(Instruction instruction) {
        return NAMES[instruction.ordinal()];
    }
}
