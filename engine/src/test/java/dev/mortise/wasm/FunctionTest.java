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
import dev.mortise.wasm.internal.runtime.ModuleInstance;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
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

    /** An interface whose method takes a function reference as an object. */
    interface TakesAnything {
        @Nullable
        Object call(@Nullable Object function);
    }

    @Test
    void onlyFunctionsPassForFunctionReferences() {
        var builder = new ModuleBuilder().table(FUNCREF, 1, 1);
        builder.function("same", FunctionType.of(FUNCREF).returning(FUNCREF), code -> code.get(0));
        var nothing = builder.type(FunctionType.of());
        builder.function("run", FunctionType.of(FUNCREF),
                code -> code.i32(0).get(0).with(0x26, 0).i32(0).callIndirect(nothing));
        var instance = builder.toModule().instantiate();
        var same = instance.function("same");
        var object = new Object();
        assertThatIllegalArgumentException().isThrownBy(() -> instance.function("run").handle().invoke("no function"))
                .withMessage("argument 0 of a function of type (funcref) -> () must be funcref (Function), not "
                        + "java.lang.String");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> same.as(MethodHandles.lookup(), TakesAnything.class).call(object))
                .withMessageContaining("argument 0").withMessageContaining("java.lang.Object");
        assertThat(same.as(MethodHandles.lookup(), TakesAnything.class).call(null)).isNull();
        assertThat(same.as(MethodHandles.lookup(), TakesAnything.class).call(same)).isEqualTo(same);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> instance().function("all").handle().invoke(1, 2L, 3f, 4d, (Object) "no", object))
                .withMessageContaining("argument 4");
    }

    @Test
    void moreParametersThanJavaAllowsCanOnlyBeCalledWithBoxes() {
        var types = new ArrayList<ValueType>(Collections.nCopies(251, I32));
        var builder = new ModuleBuilder();
        builder.function("last", new FunctionType(types, List.of(I32)), code -> code.get(250));
        var last = builder.toModule().instantiate().function("last");
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(last::handle)
                .withMessageContaining("251 parameters").withMessageContaining("call(Object...)");
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> last.as(IntUnaryOperator.class)).withMessageContaining("251 parameters");
        assertThat(last.call(Collections.nCopies(251, 7).toArray())).containsExactly(7);
    }

    /** Comparing is done by maps and sets on any thread: it must not make classes. */
    @Test
    void functionsAreEqualIfTheyCallTheSameAndComparingMakesNoClass() {
        var instance = (ModuleInstance) instance();
        var all = instance.function(0);
        assertThat(all).isEqualTo(instance.function("all")).isNotEqualTo(instance.function("subtract"))
                .isNotEqualTo(instance().function("all")).hasSameHashCodeAs(instance.function("all"));
        assertThat(instance.function(0)).as("still only stands for the function").isSameAs(all);
        assertThat(instance.function("subtract").call(3, 2)).containsExactly(1);
        var subtract = instance.function(1);
        assertThat(subtract).as("has a class by now").isNotSameAs(instance.function("subtract"))
                .isEqualTo(instance.function("subtract")).hasSameHashCodeAs(instance.function("subtract"));
        assertThat(instance.function("subtract")).isEqualTo(subtract);
        assertThat(subtract).hasToString(instance.function("subtract").toString());
    }

    @Test
    void importsOfOneHostFunctionAreEqual() {
        var builder = new ModuleBuilder();
        builder.importFunction("host", "f", FunctionType.of());
        builder.importFunction("host", "g", FunctionType.of());
        builder.importFunction("host", "h", FunctionType.of());
        builder.export("f", 0, 0).export("g", 0, 1).export("h", 0, 2);
        var one = HostFunction.of(Runnable.class, () -> {
        });
        var other = HostFunction.of(Runnable.class, () -> {
        });
        var instance = builder.toModule().instantiate(Imports.builder().function("host", "f", one)
                .function("host", "g", one).function("host", "h", other).build());
        assertThat(instance.function("f")).isEqualTo(instance.function("g")).isNotEqualTo(instance.function("h"))
                .hasSameHashCodeAs(instance.function("g"));
    }
}
