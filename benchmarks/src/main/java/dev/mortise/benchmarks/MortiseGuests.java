package dev.mortise.benchmarks;

import dev.mortise.bind.Bindings;
import dev.mortise.plugin.CompiledPlugin;
import dev.mortise.plugin.Plugin;
import dev.mortise.wasm.HostFunction;
import dev.mortise.wasm.Imports;
import dev.mortise.wasm.Module;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntBinaryOperator;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.LongBinaryOperator;

/** The guests in Mortise. */
final class MortiseGuests {

    /** The signature of {@link HostMath#blend}, which the JDK has no interface for. */
    interface Blend {
        int blend(int x, long y, float z);
    }

    private MortiseGuests() {}

    static IntBinaryOperator multiply() {
        return Module.parse(Guests.read("wat/multiply.wasm")).instantiate().function("multiply")
                .as(IntBinaryOperator.class);
    }

    static IntToLongFunction imports() {
        var imports = Imports.builder()
                .function("host", "increment", HostFunction.of(IntUnaryOperator.class, HostMath::increment))
                .function("host", "mix", HostFunction.of(LongBinaryOperator.class, HostMath::mix))
                .function("host", "scale", HostFunction.of(DoubleUnaryOperator.class, HostMath::scale))
                .function("host", "blend", HostFunction.of(MethodHandles.lookup(), Blend.class, HostMath::blend))
                .build();
        return run(imports);
    }

    /** The same functions, given as the methods of one interface. */
    static IntToLongFunction boundImports() {
        var imports = Imports.builder();
        Bindings.hostFunctions(imports, "host", HostMath.Methods.class, new HostMath.Implementation());
        return run(imports.build());
    }

    private static IntToLongFunction run(Imports imports) {
        return Module.parse(Guests.read("wat/imports.wasm")).instantiate(imports).function("run")
                .as(IntToLongFunction.class);
    }

    static IntToLongFunction kernel(Kernel kernel) {
        return Module.parse(Guests.read("kernels/kernels.wasm")).instantiate().function(kernel.exportName())
                .as(IntToLongFunction.class);
    }

    /** @param limitMillis how long a call may take; 0 for ever */
    static CompiledPlugin compile(PluginTask task, long limitMillis) {
        var builder = Plugin.builder();
        return (limitMillis == 0 ? builder : builder.timeout(Duration.ofMillis(limitMillis))).compile(task.wasm());
    }

    static PluginFunction plugin(PluginTask task, long limitMillis) {
        var plugin = compile(task, limitMillis).instantiate();
        var function = task.function();
        return input -> plugin.call(function, input);
    }

    static PluginFunction plugin(String function) {
        var plugin = Plugin.builder()
                .hostFunction(dev.mortise.plugin.HostFunction.ofBytes("host_reflect", (caller, input) -> input))
                .open(Guests.read("rust/" + function + ".wasm"));
        return input -> plugin.call(function, input);
    }
}
