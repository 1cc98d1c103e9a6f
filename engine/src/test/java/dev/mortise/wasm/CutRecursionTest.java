package dev.mortise.wasm;

import static dev.mortise.wasm.ValueType.I32;
import static dev.mortise.wasm.ValueType.I64;
import static dev.mortise.wasm.build.Code.I32_SUB;
import static dev.mortise.wasm.build.Code.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mortise.wasm.build.ModuleBuilder;
import org.junit.jupiter.api.Test;

/** Recursion of a function that keeps its locals on the heap has a limit there, whatever the stack would allow. */
class CutRecursionTest {

    private static final FunctionType TYPE = FunctionType.of(I32).returning(I32);
    private static final int LOCALS = 49_990;
    /** 4 Mi places in all. */
    private static final int LEVELS = (1 << 22) / 50_000 - 1;

    /** {@code down} calls itself until its argument is 0, {@code trap} then traps. */
    private static Instance instance() {
        var builder = new ModuleBuilder();
        for (var name : new String[]{"down", "trap"}) {
            var self = name.equals("down") ? 0 : 1;
            builder.function(name, TYPE, code -> {
                for (var i = 0; i < LOCALS; i++) {
                    code.local(I64);
                }
                code.get(0).ifThen(I32).get(0).i32(1).op(I32_SUB).call(self).otherwise();
                if (self == 0) {
                    code.get(0);
                } else {
                    code.op(UNREACHABLE);
                }
                code.end();
            });
        }
        return builder.toModule().instantiate();
    }

    private static Trap.Kind trap(Instance instance, String function, int levels) {
        var kind = new Trap.Kind[1];
        assertThatExceptionOfType(Trap.class).isThrownBy(() -> instance.function(function).call(levels))
                .satisfies(trap -> kind[0] = trap.kind());
        return kind[0];
    }

    @Test
    void goesSoDeepAndNoDeeper() {
        var instance = instance();
        for (var i = 0; i < 3; i++) {
            assertThat(instance.function("down").call(LEVELS - 1)).containsExactly(0);
            assertThat(trap(instance, "down", LEVELS + 1)).isEqualTo(Trap.Kind.STACK_EXHAUSTED);
        }
    }

    @Test
    void aTrapGivesItsFramesBack() {
        var instance = instance();
        for (var i = 0; i < 3; i++) {
            assertThat(trap(instance, "trap", LEVELS - 1)).isEqualTo(Trap.Kind.UNREACHABLE);
        }
        assertThat(instance.function("down").call(LEVELS - 1)).containsExactly(0);
    }
}
