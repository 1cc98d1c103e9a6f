package dev.mortise.wasm.text.internal;

import dev.mortise.wasm.text.internal.Token.Kind;
import java.util.LinkedHashMap;
import java.util.Map;

/** The things of one kind in a module, or the locals of a function, by number and by identifier. */
final class IndexSpace {

    private final String what;
    private final Map<String, Integer> names = new LinkedHashMap<>();
    private int size;

    IndexSpace(String what) {
        this.what = what;
    }

    int size() {
        return size;
    }

    /** Identifiers with their indices, which ascend. */
    Map<String, Integer> names() {
        return names;
    }

    /** Adds one without identifier; returns its index. */
    int add() {
        return size++;
    }

    /** Adds so many without identifier. */
    void add(int count) {
        size += count;
    }

    /** Adds one, with the identifier that may come next; returns its index. */
    int add(TokenReader in) {
        var token = in.peek();
        in.identifier().ifPresent(name -> {
            if (names.putIfAbsent(name, size) != null) {
                throw in.error("duplicate " + what + " $" + name, token);
            }
        });
        return size++;
    }

    /** Reads an index: a number, in range or not, or an identifier, which must be known. */
    int index(TokenReader in) {
        var token = in.peek();
        if (token.kind() != Kind.IDENTIFIER) {
            return in.u32("a " + what + " index");
        }
        in.next();
        var index = names.get(token.text());
        if (index == null) {
            throw in.error("unknown " + what + " $" + token.text(), token);
        }
        return index;
    }
}
