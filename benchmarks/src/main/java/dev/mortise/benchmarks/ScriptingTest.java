package dev.mortise.benchmarks;

import dev.mortise.benchmarks.Multiplication.Way;
import dev.mortise.wasm.Function;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.Memory;
import dev.mortise.wasm.Module;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The micro tests of the scripting experiment, by their published numbers: what a call of {@code multiply} costs by ABI,
 * by whether the function is looked up anew each time, and by where the arguments are made. Hot: in the loop; preloaded:
 * before it. The published tests use their runtime's way of calling with a list of values, which is
 * {@link Function#call} here; what a user of Mortise would write, a bound interface, is beside them.
 */
public enum ScriptingTest {
    JAVA("plain Java", instance -> bound((x, y) -> x * y)),
    PAIR_HOT("1: Pair, not cached, hot", instance -> hot(() -> instance.function("multiply"))),
    PAIR_PRELOADED("2: Pair, not cached, preloaded", instance -> preloaded(() -> instance.function("multiply"))),
    PAIR_CACHED_HOT("3: Pair, cached, hot", instance -> hot(cached(instance))),
    PAIR_CACHED_PRELOADED("4: Pair, cached, preloaded", instance -> preloaded(cached(instance))),
    PAIR_OWNED_HOT("5: Pair, cached, owned by an object, hot", instance -> hot(new Owner(instance)::multiply)),
    PAIR_OWNED_PRELOADED("6: Pair, cached, owned by an object, preloaded",
            instance -> preloaded(new Owner(instance)::multiply)),
    BINCODE("7: bincode, not cached, dynamic", instance -> dynamic(instance, "multiply_bincode", false)),
    BINCODE_CACHED("8: bincode, cached, dynamic", instance -> dynamic(instance, "multiply_bincode", true)),
    STRUCT("9: C struct, not cached, dynamic", instance -> dynamic(instance, "multiply_struct", false)),
    STRUCT_CACHED("10: C struct, cached, dynamic", instance -> dynamic(instance, "multiply_struct", true)),
    STRUCT_STATIC("11: C struct, not cached, static", instance -> withStaticBuffer(instance, false)),
    STRUCT_STATIC_CACHED("12: C struct, cached, static", instance -> withStaticBuffer(instance, true)),
    BOUND_DIRECT("bound, direct", instance -> bound(Way.DIRECT.bind(instance))),
    BOUND_STRUCT("bound, C struct, dynamic", instance -> bound(Way.STRUCT_DYNAMIC.bind(instance))),
    BOUND_STRUCT_STATIC("bound, C struct, static", instance -> bound(Way.STRUCT_STATIC.bind(instance))),
    BOUND_BINCODE("bound, bincode, dynamic", instance -> bound(Way.BINCODE_DYNAMIC.bind(instance))),
    BOUND_BINCODE_STATIC("bound, bincode, static", instance -> bound(Way.BINCODE_STATIC.bind(instance)));

    /** The bytes of two i32, in a C struct and in bincode alike. */
    private static final int SIZE = 8;

    /** Volatile, and so read anew for each call: of constants the JIT compiler would work out all products at once. */
    private static volatile int x = 2;
    private static volatile int y = 3;

    private final String title;
    private final java.util.function.Function<Instance, Loop> preparation;

    ScriptingTest(String title, java.util.function.Function<Instance, Loop> preparation) {
        this.title = title;
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

    /** Compiles the guest, and does what else is done once. */
    Loop prepare(byte[] guest) {
        return preparation.apply(Module.parse(guest).instantiate());
    }

    /** Its published number, if it has one, with the ABI, whether look-ups are cached, and arguments or memory. */
    String title() {
        return title;
    }

    private static Supplier<Function> cached(Instance instance) {
        var multiply = instance.function("multiply");
        return () -> multiply;
    }

    private static Loop hot(Supplier<Function> multiply) {
        return calls -> {
            int sum = 0;
            for (int i = 0; i < calls; i++) {
                sum += (int) call(multiply.get(), x, y);
            }
            return sum;
        };
    }

    private static Loop preloaded(Supplier<Function> multiply) {
        return calls -> {
            var arguments = new Object[]{x, y};
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
        exports.memory.writeInt(address, x);
        exports.memory.writeInt(address + 4, y);
        return (int) call(exports.function, (int) address, SIZE);
    }

    private static Object call(Function function, Object... arguments) {
        return Objects.requireNonNull(function.call(arguments)[0]);
    }

    private static Loop bound(Multiplication multiplication) {
        return calls -> {
            int sum = 0;
            for (int i = 0; i < calls; i++) {
                sum += multiplication.multiply(x, y);
            }
            return sum;
        };
    }
}
