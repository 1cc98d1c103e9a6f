package dev.mortise.wasm.internal.compile;

import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_int;

import dev.mortise.wasm.internal.runtime.BigSwitch;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;

/**
 * {@code br_table} with more entries than a {@code tableswitch} should have: at 4 bytes an entry it would not fit a
 * method. The entries become string constants that map the index to one of the distinct labels.
 */
final class BranchTables {

    /** Entries that become a plain {@code tableswitch}. */
    static final int MAX_CASES = 1_000;
    private static final int CHARACTERS_A_CONSTANT = 20_000;
    private static final int CONSTANTS = 4;
    private static final ClassDesc BIG_SWITCH = Descriptors.desc(BigSwitch.class);

    private BranchTables() {}

    /** Emits the mapping of the index on the stack; answers the distinct labels, the default last. */
    static int[] compress(CodeBuilder code, int[] labels) {
        var numbers = new LinkedHashMap<Integer, Integer>();
        var fallback = labels[labels.length - 1];
        var table = new StringBuilder(labels.length);
        for (var i = 0; i < labels.length - 1; i++) {
            var number = labels[i] == fallback ? Character.MAX_VALUE
                    : numbers.computeIfAbsent(labels[i], label -> numbers.size());
            table.append((char) number);
        }
        number(code, table);
        var distinct = new ArrayList<>(numbers.keySet());
        distinct.add(fallback);
        return distinct.stream().mapToInt(label -> label).toArray();
    }

    /** Maps the index on the stack to 16 bits of a value, from {@code shift} on; beyond the end all of them are set. */
    static void number(CodeBuilder code, int[] values, int shift) {
        var table = new StringBuilder(values.length);
        for (var i = 0; i < values.length - 1; i++) {
            table.append((char) (values[i] >> shift));
        }
        number(code, table);
    }

    private static void number(CodeBuilder code, StringBuilder table) {
        for (var i = 0; i < CONSTANTS; i++) {
            var from = Math.min(i * CHARACTERS_A_CONSTANT, table.length());
            code.loadConstant(table.substring(from, Math.min(from + CHARACTERS_A_CONSTANT, table.length())));
        }
        var parameters = new ClassDesc[CONSTANTS + 1];
        Arrays.fill(parameters, CD_String);
        parameters[0] = CD_int;
        code.invokestatic(BIG_SWITCH, "number", Descriptors.method(CD_int, parameters));
    }
}
