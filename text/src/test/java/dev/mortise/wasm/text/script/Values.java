package dev.mortise.wasm.text.script;

import dev.mortise.wasm.Function;
import dev.mortise.wasm.text.internal.TokenReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Constants of scripts: as arguments, and as patterns that results must match. */
final class Values {

    /** An object of the host that a script names by a number. */
    record HostObject(long number) {}

    /** A pattern with its text for messages. */
    record Pattern(String text, Predicate<@Nullable Object> test) {

        boolean matches(@Nullable Object value) {
            return test.test(value);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private Values() {}

    /** The constants up to the closing parenthesis. */
    static @Nullable Object[] arguments(TokenReader in) {
        var values = new ArrayList<@Nullable Object>();
        while (in.atOpen()) {
            values.add(argument(in));
        }
        return values.toArray();
    }

    private static @Nullable Object argument(TokenReader in) {
        in.open();
        var word = in.word();
        Object value = switch (word) {
            case "i32.const" -> (int) in.integer(32);
            case "i64.const" -> in.integer(64);
            case "f32.const" -> Float.intBitsToFloat((int) in.floating(32));
            case "f64.const" -> Double.longBitsToDouble(in.floating(64));
            case "ref.null" -> nullOf(in);
            case "ref.extern" -> new HostObject(in.integer(32));
            default -> throw unsupported(word);
        };
        in.close();
        return value;
    }

    private static @Nullable Object nullOf(TokenReader in) {
        var heapType = in.atClose() ? "" : in.word();
        switch (heapType) {
            case "", "func", "extern" -> {
            }
            default -> throw unsupported("ref.null " + heapType);
        }
        return null;
    }

    private static Unsupported unsupported(String word) {
        if (word.equals("v128.const")) {
            return new Unsupported("SIMD");
        }
        if (word.equals("ref.null exn") || word.equals("ref.exn") || word.equals("ref.null noexn")) {
            return new Unsupported("exception handling");
        }
        return new Unsupported("garbage collection");
    }

    /** The patterns up to the closing parenthesis. */
    static List<Pattern> patterns(TokenReader in) {
        var patterns = new ArrayList<Pattern>();
        while (in.atOpen()) {
            patterns.add(pattern(in));
        }
        return patterns;
    }

    private static Pattern pattern(TokenReader in) {
        in.open();
        var word = in.word();
        var pattern = switch (word) {
            case "i32.const" -> exactly((int) in.integer(32));
            case "i64.const" -> exactly(in.integer(64));
            case "f32.const" -> f32(in);
            case "f64.const" -> f64(in);
            case "ref.null" -> {
                nullOf(in);
                yield new Pattern("null", Objects::isNull);
            }
            case "ref.extern" -> in.atClose()
                    ? new Pattern("an external reference", value -> value instanceof HostObject)
                    : exactly(new HostObject(in.integer(32)));
            case "ref.func" -> {
                while (!in.atClose()) {
                    in.word();
                }
                yield new Pattern("a function", value -> value instanceof Function);
            }
            case "either" -> {
                var options = patterns(in);
                yield new Pattern("either of " + options,
                        value -> options.stream().anyMatch(option -> option.matches(value)));
            }
            default -> throw unsupported(word);
        };
        in.close();
        return pattern;
    }

    private static Pattern exactly(Object expected) {
        return new Pattern(expected.toString(), expected::equals);
    }

    private static Pattern f32(TokenReader in) {
        if (in.skip("nan:canonical")) {
            return new Pattern("nan:canonical",
                    value -> value instanceof Float f && (Float.floatToRawIntBits(f) & 0x7FFF_FFFF) == 0x7FC0_0000);
        }
        if (in.skip("nan:arithmetic")) {
            return new Pattern("nan:arithmetic",
                    value -> value instanceof Float f && (Float.floatToRawIntBits(f) & 0x7FC0_0000) == 0x7FC0_0000);
        }
        var bits = (int) in.floating(32);
        return new Pattern("f32 0x" + Integer.toHexString(bits),
                value -> value instanceof Float f && Float.floatToRawIntBits(f) == bits);
    }

    private static Pattern f64(TokenReader in) {
        if (in.skip("nan:canonical")) {
            return new Pattern("nan:canonical", value -> value instanceof Double d
                    && (Double.doubleToRawLongBits(d) & Long.MAX_VALUE) == 0x7FF8_0000_0000_0000L);
        }
        if (in.skip("nan:arithmetic")) {
            return new Pattern("nan:arithmetic", value -> value instanceof Double d
                    && (Double.doubleToRawLongBits(d) & 0x7FF8_0000_0000_0000L) == 0x7FF8_0000_0000_0000L);
        }
        var bits = in.floating(64);
        return new Pattern("f64 0x" + Long.toHexString(bits),
                value -> value instanceof Double d && Double.doubleToRawLongBits(d) == bits);
    }
}
