package dev.mortise.fuzz;

import dev.mortise.wasm.NumberType;
import dev.mortise.wasm.ReferenceType;
import dev.mortise.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import run.endive.runtime.ByteArrayMemory;
import run.endive.runtime.GlobalInstance;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportGlobal;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.TableInstance;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.MutabilityType;
import run.endive.wasm.types.ValType;
import run.endive.wasm.types.Value;

/** Endive's interpreter. */
record EndiveContender() implements Contender {

    /** What its messages say, and the specification's words for it. */
    private static final List<String> KINDS = List.of("unreachable", "out of bounds memory access",
            "out of bounds table access", "integer divide by zero", "integer overflow",
            "invalid conversion to integer", "undefined element", "uninitialized element",
            "indirect call type mismatch", "call stack exhausted");

    @Override
    public List<String> run(byte[] bytes, List<Call> calls) {
        var module = Parser.parse(bytes);
        var transcript = new Transcript();
        for (var call : calls) {
            call(module, call, transcript);
        }
        return transcript.lines();
    }

    private static void call(WasmModule module, Call call, Transcript transcript) {
        var host = new HostLog();
        Instance instance;
        try {
            instance = Instance.builder(module).withMemoryFactory(ByteArrayMemory::new)
                    .withImportValues(imports(host)).build();
        } catch (WasmEngineException e) {
            transcript.noInstance(kind(e));
            return;
        }
        var function = instance.export(call.function());
        for (var arguments : call.arguments()) {
            try {
                var results = function.applyWithRefs(encoded(call.type().parameters(), arguments),
                        new Object[arguments.length]);
                transcript.results(call, arguments,
                        describe(call.type().results(), results.longs(), results.refs()));
            } catch (WasmEngineException e) {
                transcript.trap(call, arguments, kind(e));
            }
        }
        transcript.host(host.calls());
        var exports = module.exportSection();
        for (var i = 0; i < exports.exportCount(); i++) {
            var name = exports.getExport(i).name();
            switch (exports.getExport(i).exportType()) {
                case GLOBAL -> transcript.global(name, describe(instance.exports().global(name)));
                case MEMORY -> {
                    var memory = instance.exports().memory(name);
                    transcript.memory(name, memory.readBytes(0, memory.pages() * 65_536));
                }
                case TABLE -> transcript.table(name, nulls(instance.exports().table(name)));
                case FUNCTION, TAG -> {
                }
            }
        }
    }

    private static String kind(WasmEngineException e) {
        var message = String.valueOf(e.getMessage());
        return KINDS.stream().filter(message::contains).findFirst().orElse(message);
    }

    private static String nulls(TableInstance table) {
        var nulls = new StringBuilder();
        for (var i = 0; i < table.size(); i++) {
            var isNull = table.elementType().isObjectRef() ? table.objRef(i) == null
                    : table.ref(i) == Value.REF_NULL_VALUE;
            nulls.append(isNull ? '0' : '1');
        }
        return nulls.toString();
    }

    private static ImportValues imports(HostLog host) {
        return ImportValues.builder().addFunction(
                new HostFunction("host", "i", type(List.of(ValType.I32), List.of(ValType.I32)),
                        (instance, a) -> new long[]{host.i((int) a[0])}),
                new HostFunction("host", "l", type(List.of(ValType.I64), List.of(ValType.I64)),
                        (instance, a) -> new long[]{host.l(a[0])}),
                new HostFunction("host", "mixed",
                        type(List.of(ValType.I32, ValType.I64, ValType.F32, ValType.F64), List.of(ValType.F64)),
                        (instance, a) -> new long[]{Value.doubleToLong(host.mixed((int) a[0], a[1],
                                Value.longToFloat(a[2]), Value.longToDouble(a[3])))}),
                new HostFunction("host", "two", type(List.of(ValType.F64), List.of(ValType.I32, ValType.I64)),
                        (instance, a) -> new long[]{host.twoFirst(Value.longToDouble(a[0])),
                            host.twoSecond(Value.longToDouble(a[0]))}),
                new HostFunction("host", "sink", type(List.of(ValType.F32), List.of()), (instance, a) -> {
                    host.sink(Value.longToFloat(a[0]));
                    return new long[0];
                }))
                .addGlobal(new ImportGlobal("host", "global", new GlobalInstance(Value.i32(HostLog.GLOBAL))),
                        new ImportGlobal("host", "variable",
                                new GlobalInstance(Value.i64(HostLog.VARIABLE), MutabilityType.Var)))
                .build();
    }

    private static FunctionType type(List<ValType> parameters, List<ValType> results) {
        return FunctionType.of(parameters, results);
    }

    private static long[] encoded(List<ValueType> types, long[] bits) {
        var encoded = bits.clone();
        for (var i = 0; i < encoded.length; i++) {
            if (types.get(i) instanceof ReferenceType) {
                encoded[i] = Value.REF_NULL_VALUE;
            }
        }
        return encoded;
    }

    private static List<String> describe(List<ValueType> types, long[] values, Object[] references) {
        var texts = new ArrayList<String>();
        for (var i = 0; i < types.size(); i++) {
            texts.add(switch (types.get(i)) {
                case NumberType number -> Transcript.value(number, values[i]);
                case ReferenceType reference -> Transcript.reference(reference.equals(ValueType.EXTERNREF)
                        && references != null ? references[i] == null : values[i] == Value.REF_NULL_VALUE);
            });
        }
        return texts;
    }

    private static String describe(GlobalInstance global) {
        var type = global.getType();
        if (type.isReference()) {
            return Transcript.reference(type.isObjectRef() ? global.getRefValue() == null
                    : global.getValue() == Value.REF_NULL_VALUE);
        }
        return Transcript.value(switch (type.name()) {
            case "I32" -> ValueType.I32;
            case "I64" -> ValueType.I64;
            case "F32" -> ValueType.F32;
            case "F64" -> ValueType.F64;
            default -> throw new IllegalArgumentException(type.name());
        }, global.getValue());
    }
}
