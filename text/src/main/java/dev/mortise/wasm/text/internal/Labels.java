package dev.mortise.wasm.text.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The labels that are in scope: inner ones hide outer ones of the same identifier, and count from 0. */
final class Labels {

    private final List<@Nullable String> names = new ArrayList<>();
    /** Depths of the blocks with an identifier, the innermost last, so that look-up does not depend on nesting. */
    private final Map<String, List<Integer>> depths = new HashMap<>();

    void push(@Nullable String name) {
        if (name != null) {
            depths.computeIfAbsent(name, key -> new ArrayList<>()).add(names.size());
        }
        names.add(name);
    }

    void pop() {
        var name = names.removeLast();
        if (name != null) {
            var list = depths.get(name);
            if (list != null) {
                list.removeLast();
            }
        }
    }

    /** Reads a label as a number or identifier. */
    int index(TokenReader in) {
        var token = in.peek();
        if (!in.atIdentifier()) {
            return in.u32("a label");
        }
        in.next();
        var list = depths.get(token.text());
        if (list == null || list.isEmpty()) {
            throw in.error("unknown label $" + token.text(), token);
        }
        return names.size() - 1 - list.getLast();
    }
}
