package dev.mortise.wasm.internal.runtime;

/** Maps the operand of a very long {@code br_table} to the number of a label. */
public final class BigSwitch {

    private BigSwitch() {}

    /** The character at an index of four strings in a row; 65,535, which is no label's number, behind their end. */
    public static int number(int index, String first, String second, String third, String fourth) {
        var left = index;
        if (left >= 0) {
            for (var part : new String[]{first, second, third, fourth}) {
                if (left < part.length()) {
                    return part.charAt(left);
                }
                left -= part.length();
            }
        }
        return Character.MAX_VALUE;
    }
}
