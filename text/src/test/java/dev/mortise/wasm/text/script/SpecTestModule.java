package dev.mortise.wasm.text.script;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.Global;
import dev.mortise.wasm.GlobalType;
import dev.mortise.wasm.HostFunction;
import dev.mortise.wasm.Imports;
import dev.mortise.wasm.Limits;
import dev.mortise.wasm.Memory;
import dev.mortise.wasm.MemoryType;
import dev.mortise.wasm.Table;
import dev.mortise.wasm.TableType;
import dev.mortise.wasm.ValueType;

/** The host module "spectest" that all scripts may import from. */
final class SpecTestModule {

    private static final String NAME = "spectest";

    private SpecTestModule() {}

    static void addTo(Imports.Builder imports) {
        print(imports, "print");
        print(imports, "print_i32", ValueType.I32);
        print(imports, "print_i64", ValueType.I64);
        print(imports, "print_f32", ValueType.F32);
        print(imports, "print_f64", ValueType.F64);
        print(imports, "print_i32_f32", ValueType.I32, ValueType.F32);
        print(imports, "print_f64_f64", ValueType.F64, ValueType.F64);
        global(imports, "global_i32", ValueType.I32, 666);
        global(imports, "global_i64", ValueType.I64, 666L);
        global(imports, "global_f32", ValueType.F32, 666.6f);
        global(imports, "global_f64", ValueType.F64, 666.6);
        imports.extern(NAME, "memory", Memory.create(new MemoryType(Limits.between(1, 2))));
        imports.extern(NAME, "table", Table.create(new TableType(ValueType.FUNCREF, Limits.between(10, 20))));
    }

    private static void print(Imports.Builder imports, String name, ValueType... parameters) {
        imports.function(
                NAME,
                name,
                HostFunction.of(FunctionType.of(parameters), (caller, arguments) -> new Object[0]));
    }

    private static void global(Imports.Builder imports, String name, ValueType type, Object value) {
        imports.extern(NAME, name, Global.create(new GlobalType(type, false), value));
    }
}
