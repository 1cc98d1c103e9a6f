package dev.mortise.fuzz;

import dev.mortise.wasm.NumberType;
import dev.mortise.wasm.ReferenceType;
import dev.mortise.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** The lines that a contender writes; all contenders write them here, so that they differ only in what they saw. */
final class Transcript {

    private final List<String> lines = new ArrayList<>();

    void results(Call call, long[] arguments, List<String> results) {
        lines.add(text(call, arguments) + " = " + String.join(", ", results));
    }

    void trap(Call call, long[] arguments, String kind) {
        lines.add(text(call, arguments) + " traps: " + kind);
    }

    void noInstance(String why) {
        lines.add("instantiation: " + why);
    }

    void host(List<String> calls) {
        lines.addAll(calls);
    }

    void global(String name, String value) {
        lines.add("global " + name + " = " + value);
    }

    void memory(String name, byte[] bytes) {
        var sum = new CRC32();
        sum.update(bytes);
        lines.add("memory %s: %d bytes, sum %08x".formatted(name, bytes.length, sum.getValue()));
    }

    /** @param isNull a character an element: whether it is null */
    void table(String name, String isNull) {
        lines.add("table " + name + ": " + isNull);
    }

    List<String> lines() {
        return lines;
    }

    /** A value by its bits. */
    static String value(ValueType type, long bits) {
        return switch (type) {
            case NumberType number -> number + " 0x" + switch (number) {
                case I32, F32 -> Integer.toHexString((int) bits);
                case I64, F64 -> Long.toHexString(bits);
            };
            case ReferenceType reference -> reference.toString();
        };
    }

    /** A reference: runtimes have nothing in common but whether it is null. */
    static String reference(boolean isNull) {
        return isNull ? "null" : "a reference";
    }

    private static String text(Call call, long[] arguments) {
        var values = new ArrayList<String>();
        for (var i = 0; i < arguments.length; i++) {
            values.add(value(call.type().parameters().get(i), arguments[i]));
        }
        return call.function() + "(" + String.join(", ", values) + ")";
    }
}
