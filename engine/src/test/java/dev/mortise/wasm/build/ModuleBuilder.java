package dev.mortise.wasm.build;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.Module;
import dev.mortise.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes small modules in the binary format. Imports must come before what the module itself defines, as indices count
 * them first.
 */
public final class ModuleBuilder {

    private static final byte[] PREAMBLE = {0, 'a', 's', 'm', 1, 0, 0, 0};

    private final List<FunctionType> types = new ArrayList<>();
    private final List<byte[]> imports = new ArrayList<>();
    private final List<Integer> functions = new ArrayList<>();
    private final List<byte[]> bodies = new ArrayList<>();
    private final List<byte[]> tables = new ArrayList<>();
    private final List<byte[]> memories = new ArrayList<>();
    private final List<byte[]> globals = new ArrayList<>();
    private final List<byte[]> exports = new ArrayList<>();
    private final List<byte[]> elements = new ArrayList<>();
    private final List<byte[]> data = new ArrayList<>();
    private final List<String> functionNames = new ArrayList<>();
    private final List<byte[]> customSections = new ArrayList<>();
    private int importedFunctions;
    private int start = -1;
    private boolean countsData;
    private String name = "";

    /** The index of a type, added if it is new. */
    public int type(FunctionType type) {
        if (!types.contains(type)) {
            types.add(type);
        }
        return types.indexOf(type);
    }

    /** The module's name in its name section. */
    public ModuleBuilder named(String moduleName) {
        this.name = moduleName;
        return this;
    }

    public int importFunction(String module, String field, FunctionType type) {
        var index = type(type);
        imports.add(item(module, field, out -> {
            out.write(0);
            out.unsigned(index);
        }));
        functionNames.add(field);
        return importedFunctions++;
    }

    public ModuleBuilder importMemory(String module, String field, int minimum, int maximum) {
        imports.add(item(module, field, out -> {
            out.write(2);
            limits(out, minimum, maximum);
        }));
        return this;
    }

    public ModuleBuilder importTable(String module, String field, ValueType type, int minimum, int maximum) {
        imports.add(item(module, field, out -> {
            out.write(1);
            out.write(Bytes.code(type));
            limits(out, minimum, maximum);
        }));
        return this;
    }

    public ModuleBuilder importGlobal(String module, String field, ValueType type, boolean mutable) {
        imports.add(item(module, field, out -> {
            out.write(3);
            out.write(Bytes.code(type));
            out.write(mutable ? 1 : 0);
        }));
        return this;
    }

    private static byte[] item(String module, String field, Consumer<Bytes> description) {
        return bytes(out -> {
            out.name(module);
            out.name(field);
            description.accept(out);
        });
    }

    /** A function that is exported under its name; answers its index. */
    public int function(String exported, FunctionType type, Consumer<Code> content) {
        var index = privateFunction(exported, type, content);
        export(exported, 0, index);
        return index;
    }

    /** A function that has a name in the name section only. */
    public int privateFunction(String functionName, FunctionType type, Consumer<Code> content) {
        var code = new Code(type.parameters().size());
        functions.add(type(type));
        functionNames.add(functionName);
        var index = importedFunctions + functions.size() - 1;
        // A place for the body, so that its content may add functions of its own.
        bodies.add(new byte[0]);
        content.accept(code);
        bodies.set(index - importedFunctions, code.body());
        return index;
    }

    /** A table; a negative maximum stands for none. */
    public ModuleBuilder table(ValueType type, int minimum, int maximum) {
        tables.add(bytes(out -> {
            out.write(Bytes.code(type));
            limits(out, minimum, maximum);
        }));
        return this;
    }

    /** A memory; a negative maximum stands for none. */
    public ModuleBuilder memory(int minimum, int maximum) {
        memories.add(bytes(out -> limits(out, minimum, maximum)));
        return this;
    }

    private static void limits(Bytes out, int minimum, int maximum) {
        out.write(maximum < 0 ? 0 : 1);
        out.unsigned(minimum);
        if (maximum >= 0) {
            out.unsigned(maximum);
        }
    }

    /** A global with the value of a constant expression. */
    public ModuleBuilder global(ValueType type, boolean mutable, Consumer<Code> value) {
        globals.add(bytes(out -> {
            out.write(Bytes.code(type));
            out.write(mutable ? 1 : 0);
            out.write(expression(value));
        }));
        return this;
    }

    /** @param kind 0 function, 1 table, 2 memory, 3 global */
    public ModuleBuilder export(String exported, int kind, int index) {
        exports.add(bytes(out -> {
            out.name(exported);
            out.write(kind);
            out.unsigned(index);
        }));
        return this;
    }

    /** An active segment of functions for table 0. */
    public ModuleBuilder elements(int offset, int... indices) {
        elements.add(bytes(out -> {
            out.write(0);
            out.write(expression(code -> code.i32(offset)));
            out.unsigned(indices.length);
            for (var index : indices) {
                out.unsigned(index);
            }
        }));
        return this;
    }

    /** An active segment of bytes for memory 0. */
    public ModuleBuilder data(int offset, byte[] bytes) {
        data.add(bytes(out -> {
            out.write(0);
            out.write(expression(code -> code.i32(offset)));
            out.sized(bytes);
        }));
        return this;
    }

    /** A segment of functions that stays until it is used. */
    public ModuleBuilder passiveElements(int... indices) {
        elements.add(bytes(out -> {
            out.write(1);
            out.write(0);
            out.unsigned(indices.length);
            for (var index : indices) {
                out.unsigned(index);
            }
        }));
        return this;
    }

    /** A segment of bytes that stays until it is used. */
    public ModuleBuilder passiveData(byte[] bytes) {
        data.add(bytes(out -> {
            out.write(1);
            out.sized(bytes);
        }));
        countsData = true;
        return this;
    }

    public ModuleBuilder start(int function) {
        this.start = function;
        return this;
    }

    public ModuleBuilder custom(String section, byte[] contents) {
        customSections.add(bytes(out -> {
            out.name(section);
            out.write(contents);
        }));
        return this;
    }

    /** Ends with the constant's expression, without a local in front. */
    private static byte[] expression(Consumer<Code> value) {
        var code = new Code(0);
        value.accept(code);
        var body = code.body();
        return java.util.Arrays.copyOfRange(body, 1, body.length);
    }

    /** The module. */
    public byte[] toBytes() {
        var out = new Bytes();
        out.write(PREAMBLE);
        section(out, 1, types.stream().map(type -> bytes(each -> each.type(type))).toList());
        section(out, 2, imports);
        section(out, 3, functions.stream().map(type -> bytes(each -> each.unsigned(type))).toList());
        section(out, 4, tables);
        section(out, 5, memories);
        section(out, 6, globals);
        section(out, 7, exports);
        if (start >= 0) {
            out.section(8, bytes(each -> each.unsigned(start)));
        }
        section(out, 9, elements);
        if (countsData) {
            out.section(12, bytes(each -> each.unsigned(data.size())));
        }
        section(out, 10, bodies.stream().map(body -> bytes(each -> each.sized(body))).toList());
        section(out, 11, data);
        customSections.forEach(contents -> out.section(0, contents));
        out.section(0, nameSection());
        return out.toByteArray();
    }

    /** The module, loaded. */
    public Module toModule() {
        return Module.parse("test.wasm", toBytes());
    }

    private byte[] nameSection() {
        return bytes(out -> {
            out.name("name");
            if (!name.isEmpty()) {
                out.section(0, bytes(each -> each.name(name)));
            }
            out.section(1, bytes(each -> {
                each.unsigned(functionNames.size());
                for (var i = 0; i < functionNames.size(); i++) {
                    each.unsigned(i);
                    each.name(functionNames.get(i));
                }
            }));
        });
    }

    private static void section(Bytes out, int id, List<byte[]> items) {
        if (items.isEmpty()) {
            return;
        }
        out.section(id, bytes(each -> {
            each.unsigned(items.size());
            items.forEach(each::write);
        }));
    }

    private static byte[] bytes(Consumer<Bytes> content) {
        var out = new Bytes();
        content.accept(out);
        return out.toByteArray();
    }
}
