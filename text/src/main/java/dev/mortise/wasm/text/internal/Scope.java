package dev.mortise.wasm.text.internal;

import dev.mortise.wasm.FunctionType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The index spaces of a module, and its types, to which inline type uses add. */
final class Scope {

    final IndexSpace types = new IndexSpace("type");
    final IndexSpace functions = new IndexSpace("function");
    final IndexSpace tables = new IndexSpace("table");
    final IndexSpace memories = new IndexSpace("memory");
    final IndexSpace globals = new IndexSpace("global");
    final IndexSpace elements = new IndexSpace("element segment");
    final IndexSpace data = new IndexSpace("data segment");

    private final List<FunctionType> functionTypes = new ArrayList<>();
    private final Map<FunctionType, Integer> firstIndex = new HashMap<>();

    /** All types, those of inline uses last. */
    List<FunctionType> functionTypes() {
        return functionTypes;
    }

    /** Adds the type of a type definition; equal ones may repeat. */
    void define(FunctionType type) {
        firstIndex.putIfAbsent(type, functionTypes.size());
        functionTypes.add(type);
    }

    /** The smallest index with this type, which is added if there is none. */
    int intern(FunctionType type) {
        var index = firstIndex.get(type);
        if (index == null) {
            index = functionTypes.size();
            define(type);
        }
        return index;
    }
}
