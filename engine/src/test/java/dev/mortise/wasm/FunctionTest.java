package dev.mortise.wasm;

import static dev.mortise.wasm.ValueType.EXTERNREF;
import static dev.mortise.wasm.ValueType.F32;
import static dev.mortise.wasm.ValueType.F64;
import static dev.mortise.wasm.ValueType.FUNCREF;
import static dev.mortise.wasm.ValueType.I32;
import static dev.mortise.wasm.ValueType.I64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mortise.wasm.build.Code;
import dev.mortise.wasm.build.ModuleBuilder;
import java.lang.invoke.MethodHandles;
import java.util.NoSuchElementException;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class FunctionTest {

    private static final FunctionType ALL = FunctionType.of(I32, I64, F32, F64, FUNCREF, EXTERNREF)
            .returning(EXTERNREF, FUNCREF, F64, F32, I64, I32);

    /** An interface that is not public. */
    interface All {
        Object[] call(int a, long b, float c, double d, Function e, Object f);
    }

    /** {@code all} returns its parameters in reverse, {@code subtract} the difference. */
    private static Instance instance() {
        var builder = new ModuleBuilder().named("functions");
        builder.function("all", ALL, code -> {
            for (var i = 5; i >= 0; i--) {
                code.get(i);
            }
        });
        builder.function("subtract", FunctionType.of(I32, I32).returning(I32),
                code -> code.get(0).get(1).op(Code.I32_SUB));
        builder.function("trap", FunctionType.of(), code -> code.op(Code.UNREACHABLE));
        return builder.toModule().instantiate();
    }

    @Test
    void everyTypeInAndOut() throws Throwable {
        var instance = instance();
        var all = instance.function("all");
        var reference = instance.function("trap");
        var object = new Object();
        assertThat(all.call(1, 2L, 3f, 4d, reference, object)).containsExactly(object, reference, 4d, 3f, 2L, 1);
        assertThat(all.call(-1, -2L, Float.NaN, -0.0, null, null)).containsExactly(null, null, -0.0, Float.NaN, -2L,
                -1);
        assertThat((Object[]) all.handle().invoke(1, 2L, 3f, 4d, (Object) reference, object)).containsExactly(object,
                reference, 4d, 3f, 2L, 1);
        assertThat(all.as(MethodHandles.lookup(), All.class).call(1, 2L, 3f, 4d, reference, object))
                .containsExactly(object, reference, 4d, 3f, 2L, 1);
    }

    @Test
    void asAFunctionalInterface() {
        assertThat(instance().function("subtract").as(IntBinaryOperator.class).applyAsInt(5, 7)).isEqualTo(-2);
    }

    @Test
    void anInterfaceThatDoesNotFitIsRefusedWithBothTypes() {
        var subtract = instance().function("subtract");
        assertThatIllegalArgumentException().isThrownBy(() -> subtract.as(DoubleUnaryOperator.class))
                .withMessageContaining("(i32, i32) -> (i32)").withMessageContaining("applyAsDouble");
        assertThatIllegalArgumentException().isThrownBy(() -> subtract.as(IntUnaryOperator.class));
        assertThatIllegalArgumentException().isThrownBy(() -> subtract.as(java.util.List.class))
                .withMessageContaining("one abstract method");
        assertThatIllegalArgumentException().isThrownBy(() -> instance().function("all").as(All.class))
                .withMessageContaining("MethodHandles.lookup()");
    }

    @Test
    void wrongArgumentsAreNamed() {
        var subtract = instance().function("subtract");
        assertThatIllegalArgumentException().isThrownBy(() -> subtract.call(1)).withMessageContaining("takes 2")
                .withMessageContaining("not 1");
        assertThatIllegalArgumentException().isThrownBy(() -> subtract.call(1, 2L)).withMessageContaining("argument 1")
                .withMessageContaining("i32").withMessageContaining("java.lang.Long");
        assertThatIllegalArgumentException().isThrownBy(() -> subtract.call(1, null)).withMessageContaining("null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> instance().function("all").call(1, 2L, 3f, 4d, "no function", null))
                .withMessageContaining("argument 4");
    }

    @Test
    void aMissingExportNamesThoseThatThereAre() {
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> instance().function("multiply"))
                .withMessageContaining("multiply").withMessageContaining("subtract");
        assertThat(instance().findFunction("multiply")).isEmpty();
    }

    @Test
    void stackTracesShowTheGuestsNames() {
        assertThatExceptionOfType(Trap.class).isThrownBy(() -> instance().function("trap").call())
                .satisfies(trap -> assertThat(trap.getStackTrace()).anySatisfy(frame -> {
                    assertThat(frame.getMethodName()).startsWith("trap");
                    assertThat(frame.getFileName()).isEqualTo("functions");
                }));
    }
}
