package dev.mortise.benchmarks;

import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.ByteArrayMemory;
import com.dylibso.chicory.runtime.ExportFunction;
import com.dylibso.chicory.runtime.HostFunction;
import com.dylibso.chicory.runtime.ImportValues;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.WasmFunctionHandle;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import com.dylibso.chicory.wasm.types.Value;
import java.util.List;

/**
 * The guests in Chicory, in the way its documentation calls fastest: compiled at run time, memory in a byte array. Line by
 * line what {@link EndiveGuests} does: Endive is a fork of Chicory, with the same classes in packages of its own and no type in
 * common.
 */
final class ChicoryGuests {

    private ChicoryGuests() {}

    static ExportFunction multiply() {
        return instantiate(Guests.read("wat/multiply.wasm")).export("multiply");
    }

    static ExportFunction imports() {
        var imports = ImportValues.builder().addFunction(
                host("increment", List.of(ValType.I32), ValType.I32,
                        (caller, values) -> new long[]{HostMath.increment((int) values[0])}),
                host("mix", List.of(ValType.I64, ValType.I64), ValType.I64,
                        (caller, values) -> new long[]{HostMath.mix(values[0], values[1])}),
                host("scale", List.of(ValType.F64), ValType.F64,
                        (caller, values) -> new long[]{
                            Value.doubleToLong(HostMath.scale(Value.longToDouble(values[0])))}),
                host("blend", List.of(ValType.I32, ValType.I64, ValType.F32), ValType.I32,
                        (caller, values) -> new long[]{
                            HostMath.blend((int) values[0], values[1], Value.longToFloat(values[2]))}))
                .build();
        return instantiate(Guests.read("wat/imports.wasm"), imports).export("run");
    }

    static ExportFunction kernel(Kernel kernel) {
        return instantiate(Guests.read("kernels/kernels.wasm")).export(kernel.exportName());
    }

    private static HostFunction host(String name, List<ValType> parameters, ValType result, WasmFunctionHandle code) {
        return new HostFunction("host", name, FunctionType.of(parameters, List.of(result)), code);
    }

    /** A module without imports. */
    static Instance instantiate(byte[] wasm) {
        return instantiate(wasm, ImportValues.empty());
    }

    private static Instance instantiate(byte[] wasm, ImportValues imports) {
        var module = Parser.parse(wasm);
        return Instance.builder(module).withImportValues(imports).withMemoryFactory(ByteArrayMemory::new)
                .withMachineFactory(MachineFactoryCompiler.compile(module)).build();
    }
}
