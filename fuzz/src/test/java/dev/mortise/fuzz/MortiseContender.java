package dev.mortise.fuzz;

import dev.mortise.wasm.Function;
import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.Global;
import dev.mortise.wasm.GlobalType;
import dev.mortise.wasm.HostFunction;
import dev.mortise.wasm.Imports;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.Memory;
import dev.mortise.wasm.Module;
import dev.mortise.wasm.NumberType;
import dev.mortise.wasm.ReferenceType;
import dev.mortise.wasm.Table;
import dev.mortise.wasm.Trap;
import dev.mortise.wasm.ValueType;
import dev.mortise.wasm.internal.LoadedModule;
import dev.mortise.wasm.internal.compile.CompileOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mortise.
 *
 * @param options how it is compiled
 */
record MortiseContender(CompileOptions options) implements Contender {

    @Override
    public List<String> run(byte[] bytes, List<Call> calls) {
        var module = LoadedModule.load("generated.wasm", bytes, options);
        var transcript = new Transcript();
        for (var call : calls) {
            call(module, call, transcript);
        }
        return transcript.lines();
    }

    private static void call(Module module, Call call, Transcript transcript) {
        var host = new HostLog();
        Instance instance;
        try {
            instance = module.instantiate(imports(host));
        } catch (Trap trap) {
            transcript.noInstance(trap.kind().text());
            return;
        }
        var function = instance.function(call.function());
        for (var arguments : call.arguments()) {
            try {
                var results = function.call(boxed(call.type(), arguments));
                transcript.results(call, arguments, describe(call.type().results(), results));
            } catch (Trap trap) {
                transcript.trap(call, arguments, trap.kind().text());
            }
        }
        transcript.host(host.calls());
        instance.exports().forEach((name, extern) -> {
            switch (extern) {
                case Global global -> transcript.global(name, describe(global.type().valueType(), global.get()));
                case Memory memory -> transcript.memory(name, memory.read(0, memory.size()));
                case Table table -> transcript.table(name, nulls(table));
                case Function ignored -> {
                }
            }
        });
    }

    private static String nulls(Table table) {
        var nulls = new StringBuilder();
        for (var i = 0; i < table.size(); i++) {
            nulls.append(table.get(i) == null ? '0' : '1');
        }
        return nulls.toString();
    }

    private static Imports imports(HostLog host) {
        return Imports.builder().function("host", "i", HostFunction
                .of(FunctionType.of(ValueType.I32).returning(ValueType.I32), (caller, a) -> one(host.i(i32(a[0])))))
                .function("host", "l",
                        HostFunction.of(FunctionType.of(ValueType.I64).returning(ValueType.I64),
                                (caller, a) -> one(host.l(i64(a[0])))))
                .function("host", "mixed",
                        HostFunction.of(
                                FunctionType.of(ValueType.I32, ValueType.I64, ValueType.F32, ValueType.F64)
                                        .returning(ValueType.F64),
                                (caller, a) -> one(host.mixed(i32(a[0]), i64(a[1]), f32(a[2]), f64(a[3])))))
                .function("host", "two",
                        HostFunction.of(FunctionType.of(ValueType.F64).returning(ValueType.I32, ValueType.I64),
                                (caller, a) -> new Object[]{host.twoFirst(f64(a[0])), host.twoSecond(f64(a[0]))}))
                .function("host", "sink", HostFunction.of(FunctionType.of(ValueType.F32), (caller, a) -> {
                    host.sink(f32(a[0]));
                    return new Object[0];
                })).extern("host", "global", Global.create(new GlobalType(ValueType.I32, false), HostLog.GLOBAL))
                .extern("host", "variable", Global.create(new GlobalType(ValueType.I64, true), HostLog.VARIABLE))
                .build();
    }

    private static @Nullable Object[] one(Object result) {
        return new Object[]{result};
    }

    private static int i32(@Nullable Object value) {
        return value instanceof Integer i ? i : 0;
    }

    private static long i64(@Nullable Object value) {
        return value instanceof Long l ? l : 0;
    }

    private static float f32(@Nullable Object value) {
        return value instanceof Float f ? f : 0;
    }

    private static double f64(@Nullable Object value) {
        return value instanceof Double d ? d : 0;
    }

    private static @Nullable Object[] boxed(FunctionType type, long[] bits) {
        var arguments = new @Nullable Object[bits.length];
        for (var i = 0; i < bits.length; i++) {
            arguments[i] = switch (type.parameters().get(i)) {
                case NumberType number -> switch (number) {
                    case I32 -> (Object) (int) bits[i];
                    case I64 -> bits[i];
                    case F32 -> Float.intBitsToFloat((int) bits[i]);
                    case F64 -> Double.longBitsToDouble(bits[i]);
                };
                case ReferenceType ignored -> null;
            };
        }
        return arguments;
    }

    private static List<String> describe(List<ValueType> types, @Nullable Object[] values) {
        var texts = new ArrayList<String>();
        for (var i = 0; i < values.length; i++) {
            texts.add(describe(types.get(i), values[i]));
        }
        return texts;
    }

    private static String describe(ValueType type, @Nullable Object value) {
        return switch (value) {
            case Integer i -> Transcript.value(type, i);
            case Long l -> Transcript.value(type, l);
            case Float f -> Transcript.value(type, Float.floatToRawIntBits(f));
            case Double d -> Transcript.value(type, Double.doubleToRawLongBits(d));
            case null -> Transcript.reference(true);
            default -> Transcript.reference(false);
        };
    }
}
