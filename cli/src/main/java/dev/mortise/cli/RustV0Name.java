package dev.mortise.cli;

import java.util.Map;
import java.util.Optional;

/**
 * Makes names readable that rustc mangled in its newer way ("v0", Rust's RFC 2603), such as
 * {@code _RNvNtCsgXGp5Oqx2Ny_4core6option13unwrap_failed}. The hashes of crates and the names of lifetimes are left
 * out. A name with a function's type, a trait object, an array or a constant in it is not read at all: of the 355 in
 * this repository's guests these are 4.
 */
final class RustV0Name {

    /** The grammar lets a short name stand for an endless one, and it is the guest's choice. */
    private static final int DEEPEST = 100;
    private static final int MOST_STEPS = 5_000;
    private static final int MOST_CHARACTERS = 5_000;

    private static final Map<Character, String> BASIC_TYPES = Map.ofEntries(Map.entry('a', "i8"),
            Map.entry('b', "bool"), Map.entry('c', "char"), Map.entry('d', "f64"), Map.entry('e', "str"),
            Map.entry('f', "f32"), Map.entry('h', "u8"), Map.entry('i', "isize"), Map.entry('j', "usize"),
            Map.entry('l', "i32"), Map.entry('m', "u32"), Map.entry('n', "i128"), Map.entry('o', "u128"),
            Map.entry('p', "_"), Map.entry('s', "i16"), Map.entry('t', "u16"), Map.entry('u', "()"),
            Map.entry('v', "..."), Map.entry('x', "i64"), Map.entry('y', "u64"), Map.entry('z', "!"));

    /** Behind the prefix: it is from there that a name counts when it refers to a place in itself. */
    private final String text;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private int depth;
    private int steps;

    private RustV0Name(String text) {
        this.text = text;
    }

    /** It is no such name, or one of those that are not read. */
    private static final class Unreadable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Unreadable() {
            super("unreadable", null, false, false);
        }
    }

    /** The path that the name stands for; nothing if it is of another kind. */
    static Optional<String> readable(String name) {
        if (!name.startsWith("_R")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RustV0Name(name.substring(2)).read());
        } catch (Unreadable | StringIndexOutOfBoundsException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private String read() {
        path(true);
        if (at < text.length() && Character.isUpperCase(text.charAt(at))) {
            // The crate that wanted this copy of a generic function.
            silently(() -> path(false));
        }
        // What LLVM puts behind begins with a dot, which a Java method's name cannot have.
        if (at < text.length() && ".$_".indexOf(text.charAt(at)) < 0) {
            throw new Unreadable();
        }
        return out.toString();
    }

    private char next() {
        return text.charAt(at++);
    }

    private boolean skip(char wanted) {
        if (text.charAt(at) != wanted) {
            return false;
        }
        at++;
        return true;
    }

    private void silently(Runnable part) {
        var length = out.length();
        part.run();
        out.setLength(length);
    }

    private void nested(Runnable part) {
        if (++depth > DEEPEST || ++steps > MOST_STEPS || out.length() > MOST_CHARACTERS) {
            throw new Unreadable();
        }
        part.run();
        depth--;
    }

    /** Returns how many there were. */
    private int separated(String separator, Runnable each) {
        var count = 0;
        while (!skip('E')) {
            out.append(count++ == 0 ? "" : separator);
            each.run();
        }
        return count;
    }

    /** @param isValue whether it names a function rather than a type: these write their type arguments differently */
    private void path(boolean isValue) {
        nested(() -> {
            switch (next()) {
                case 'C' -> {
                    disambiguator();
                    out.append(identifier());
                }
                case 'M' -> {
                    implementation();
                    out.append('<');
                    type();
                    out.append('>');
                }
                case 'X' -> {
                    implementation();
                    typeAsTrait();
                }
                case 'Y' -> typeAsTrait();
                case 'N' -> item(isValue);
                case 'I' -> {
                    path(isValue);
                    out.append(isValue ? "::<" : "<");
                    separated(", ", this::argument);
                    out.append('>');
                }
                case 'B' -> earlier(() -> path(isValue));
                default -> throw new Unreadable();
            }
        });
    }

    /** Where an implementation stands; whom it is for says more. */
    private void implementation() {
        disambiguator();
        silently(() -> path(false));
    }

    private void typeAsTrait() {
        out.append('<');
        type();
        out.append(" as ");
        path(false);
        out.append('>');
    }

    private void item(boolean isValue) {
        var namespace = next();
        path(isValue);
        var number = disambiguator();
        var name = identifier();
        if (Character.isUpperCase(namespace)) {
            var kind = namespace == 'C' ? "closure" : namespace == 'S' ? "shim" : String.valueOf(namespace);
            out.append("::{").append(kind).append(name.isEmpty() ? "" : ":").append(name).append('#').append(number)
                    .append('}');
        } else if (!name.isEmpty()) {
            out.append("::").append(name);
        }
    }

    private void argument() {
        if (skip('L')) {
            base62();
            out.append("'_");
        } else {
            type();
        }
    }

    private void type() {
        nested(() -> {
            var tag = next();
            switch (tag) {
                case 'S' -> {
                    out.append('[');
                    type();
                    out.append(']');
                }
                case 'T' -> tuple();
                case 'R', 'Q' -> {
                    if (skip('L')) {
                        base62();
                    }
                    out.append(tag == 'R' ? "&" : "&mut ");
                    type();
                }
                case 'P', 'O' -> {
                    out.append(tag == 'P' ? "*const " : "*mut ");
                    type();
                }
                case 'B' -> earlier(this::type);
                default -> {
                    var basic = BASIC_TYPES.get(tag);
                    if (basic == null) {
                        at--;
                        path(false);
                    } else {
                        out.append(basic);
                    }
                }
            }
        });
    }

    private void tuple() {
        out.append('(');
        // Rust writes (T,) if there is but one.
        out.append(separated(", ", this::type) == 1 ? ",)" : ")");
    }

    /** Reads what stood further to the front once more. */
    private void earlier(Runnable part) {
        var here = at - 1;
        var there = base62();
        if (there < 0 || there >= here) {
            throw new Unreadable();
        }
        var after = at;
        at = (int) there;
        nested(part);
        at = after;
    }

    /** Tells things of one name apart. */
    private long disambiguator() {
        return skip('s') ? base62() + 1 : 0;
    }

    /** May overflow: a crate's hash has up to 64 bits, and is not shown. */
    private long base62() {
        if (skip('_')) {
            return 0;
        }
        var value = 0L;
        while (!skip('_')) {
            var digit = Character.digit(Character.toLowerCase(text.charAt(at)), 36);
            if (digit < 0) {
                throw new Unreadable();
            }
            value = value * 62 + digit + (Character.isUpperCase(next()) ? 26 : 0);
        }
        return value + 1;
    }

    private String identifier() {
        var isPunycode = skip('u');
        var start = at;
        while (at < text.length() && Character.isDigit(text.charAt(at)) && (at == start || text.charAt(start) != '0')) {
            at++;
        }
        var length = Integer.parseInt(text.substring(start, at));
        if (at < text.length() && length > 0) {
            skip('_');
        }
        var name = text.substring(at, at + length);
        at += length;
        return isPunycode ? "punycode{" + name + "}" : name;
    }
}
