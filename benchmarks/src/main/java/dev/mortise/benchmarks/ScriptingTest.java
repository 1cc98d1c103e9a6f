package dev.mortise.benchmarks;

import dev.mortise.benchmarks.Multiplication.Way;
import dev.mortise.wasm.Function;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.Memory;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The micro tests of the scripting experiment, by their published numbers: what a call of {@code multiply} costs by ABI,
 * by whether the function is looked up anew each time, and by where the arguments are made. Hot: in the loop; preloaded:
 * before it. The published tests use their runtime's way of calling with a list of values, which is
 * {@link Function#call} here; what a user of Mortise would write, a bound interface, is beside them.
 */
enum ScriptingTest {
    JAVA("", "plain Java", "", "", "", instance -> bound((x, y) -> x * y)),
    PAIR_HOT("1", "Pair", "no", "hot", "", instance -> hot(() -> instance.function("multiply"))),
    PAIR_PRELOADED("2", "Pair", "no", "preloaded", "", instance -> preloaded(() -> instance.function("multiply"))),
    PAIR_CACHED_HOT("3", "Pair", "yes", "hot", "", instance -> hot(cached(instance))),
    PAIR_CACHED_PRELOADED("4", "Pair", "yes", "preloaded", "", instance -> preloaded(cached(instance))),
    PAIR_OWNED_HOT("5", "Pair, owned by an object", "yes", "hot", "", instance -> hot(new Owner(instance)::multiply)),
    PAIR_OWNED_PRELOADED("6", "Pair, owned by an object", "yes", "preloaded", "",
            instance -> preloaded(new Owner(instance)::multiply)),
    BINCODE("7", "bincode", "no", "", "dynamic", instance -> dynamic(instance, "multiply_bincode", false)),
    BINCODE_CACHED("8", "bincode", "yes", "", "dynamic", instance -> dynamic(instance, "multiply_bincode", true)),
    STRUCT("9", "C struct", "no", "", "dynamic", instance -> dynamic(instance, "multiply_struct", false)),
    STRUCT_CACHED("10", "C struct", "yes", "", "dynamic", instance -> dynamic(instance, "multiply_struct", true)),
    STRUCT_STATIC("11", "C struct", "no", "", "static", instance -> withStaticBuffer(instance, false)),
    STRUCT_STATIC_CACHED("12", "C struct", "yes", "", "static", instance -> withStaticBuffer(instance, true)),
    BOUND_DIRECT("", "bound, direct", "yes", "", "", instance -> bound(Way.DIRECT.bind(instance))),
    BOUND_STRUCT("", "bound, C struct", "yes", "", "dynamic", instance -> bound(Way.STRUCT_DYNAMIC.bind(instance))),
    BOUND_STRUCT_STATIC("", "bound, C struct", "yes", "", "static",
            instance -> bound(Way.STRUCT_STATIC.bind(instance))),
    BOUND_BINCODE("", "bound, bincode", "yes", "", "dynamic", instance -> bound(Way.BINCODE_DYNAMIC.bind(instance))),
    BOUND_BINCODE_STATIC("", "bound, bincode", "yes", "", "static",
            instance -> bound(Way.BINCODE_STATIC.bind(instance)));

    /** The bytes of two i32, in a C struct and in bincode alike. */
    private static final int SIZE = 8;

    private final String columns;
    private final java.util.function.Function<Instance, Loop> preparation;

    ScriptingTest(String number, String abi, String cached, String arguments, String memory,
            java.util.function.Function<Instance, Loop> preparation) {
        this.columns = String.join(" | ", number, abi, cached, arguments, memory);
        this.preparation = preparation;
    }

    /** Makes so many calls; the sum of the products. */
    @FunctionalInterface
    interface Loop {
        int run(int calls);
    }

    /** What the experiment calls the object that owns the instance. */
    private record Owner(Instance instance, Function multiply) {
        Owner(Instance instance) {
            this(instance, instance.function("multiply"));
        }
    }

    private record Exports(Memory memory, Function prepare, Function function) {
        Exports(Instance instance, String export) {
            this(instance.memory("memory"), instance.function("wasm_prepare_buffer"), instance.function(export));
        }
    }

    /** Does all that is done once. */
    Loop prepare(Instance instance) {
        return preparation.apply(instance);
    }

    /** The first columns of a table: number, ABI, whether cached, arguments, memory. */
    String columns() {
        return columns;
    }

    private static Supplier<Function> cached(Instance instance) {
        var multiply = instance.function("multiply");
        return () -> multiply;
    }

    private static Loop hot(Supplier<Function> multiply) {
        return calls -> {
            int sum = 0;
            for (int i = 0; i < calls; i++) {
                sum += (int) call(multiply.get(), 2, 3);
            }
            return sum;
        };
    }

    private static Loop preloaded(Supplier<Function> multiply) {
        return calls -> {
            var arguments = new Object[]{2, 3};
            int sum = 0;
            for (int i = 0; i < calls; i++) {
                sum += (int) call(multiply.get(), arguments);
            }
            return sum;
        };
    }

    private static Loop dynamic(Instance instance, String export, boolean isCached) {
        var cached = new Exports(instance, export);
        return calls -> {
            int sum = 0;
            for (int i = 0; i < calls; i++) {
                var exports = isCached ? cached : new Exports(instance, export);
                sum += multiply(exports, (long) call(exports.prepare, SIZE));
            }
            return sum;
        };
    }

    private static Loop withStaticBuffer(Instance instance, boolean isCached) {
        var cached = new Exports(instance, "multiply_struct");
        var buffer = (long) call(instance.function("wasm_get_buffer"));
        return calls -> {
            int sum = 0;
            for (int i = 0; i < calls; i++) {
                sum += multiply(isCached ? cached : new Exports(instance, "multiply_struct"), buffer);
            }
            return sum;
        };
    }

    private static int multiply(Exports exports, long buffer) {
        var address = buffer >>> 32;
        exports.memory.writeInt(address, 2);
        exports.memory.writeInt(address + 4, 3);
        return (int) call(exports.function, (int) address, SIZE);
    }

    private static Object call(Function function, Object... arguments) {
        return Objects.requireNonNull(function.call(arguments)[0]);
    }

    private static Loop bound(Multiplication multiplication) {
        return calls -> {
            int sum = 0;
            for (int i = 0; i < calls; i++) {
                sum += multiplication.multiply(2, 3);
            }
            return sum;
        };
    }
}
