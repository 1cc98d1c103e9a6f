package dev.mortise.wasm;

import static dev.mortise.wasm.ValueType.F64;
import static dev.mortise.wasm.ValueType.FUNCREF;
import static dev.mortise.wasm.ValueType.I32;
import static dev.mortise.wasm.ValueType.I64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mortise.wasm.build.ModuleBuilder;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.NoSuchElementException;
import java.util.function.IntBinaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HostFunctionTest {

    private static final FunctionType BINARY = FunctionType.of(I32, I32).returning(I32);
    private static final Attachment<StringBuilder> LOG = Attachment.create(StringBuilder.class);

    /** An interface that is not public. */
    interface Mixed {
        double of(int a, long b, double c);
    }

    /** {@code run} passes its parameters on to the import and returns what it returns. */
    private static Module passingOn(FunctionType type) {
        var builder = new ModuleBuilder();
        var imported = builder.importFunction("host", "f", type);
        builder.function("run", type, code -> {
            for (var i = 0; i < type.parameters().size(); i++) {
                code.get(i);
            }
            code.call(imported);
        });
        return builder.toModule();
    }

    private static @Nullable Object[] call(HostFunction function, Object... arguments) {
        return passingOn(function.type()).instantiate(Imports.builder().function("host", "f", function).build())
                .function("run").call(arguments);
    }

    @Test
    void fromALambda() {
        assertThat(call(HostFunction.of(IntBinaryOperator.class, (x, y) -> x - y), 9, 2)).containsExactly(7);
    }

    @Test
    void fromAnInterfaceThatOnlyTheCallerSees() {
        Mixed mixed = (a, b, c) -> a + b + c;
        assertThat(call(HostFunction.of(MethodHandles.lookup(), Mixed.class, mixed), 1, 2L, 0.5)).containsExactly(3.5);
        assertThatIllegalArgumentException().isThrownBy(() -> HostFunction.of(Mixed.class, mixed))
                .withMessageContaining(Mixed.class.getName()).withMessageContaining("MethodHandles.lookup()");
    }

    @Test
    void fromAHandleThatTakesTheCaller() throws ReflectiveOperationException {
        var handle = MethodHandles.lookup().findStatic(HostFunctionTest.class, "log",
                MethodType.methodType(long.class, long.class, Instance.class));
        var function = HostFunction.of(handle);
        assertThat(function.type()).isEqualTo(FunctionType.of(I64).returning(I64));
        var module = passingOn(function.type());
        var logs = Stream.of(new StringBuilder(), new StringBuilder()).toList();
        for (var i = 0; i < 2; i++) {
            var instance = module.instantiate(
                    Imports.builder().function("host", "f", function).attach(LOG, logs.get(i)).build());
            assertThat(instance.function("run").call(40L + i)).containsExactly(41L + i);
        }
        assertThat(logs).map(StringBuilder::toString).containsExactly("40", "41");
    }

    @Test
    void aLeafIsCalledAsItStands() throws ReflectiveOperationException {
        var handle = MethodHandles.lookup().findStatic(HostFunctionTest.class, "log",
                MethodType.methodType(long.class, long.class, Instance.class));
        var leaf = HostFunction.leaf(handle);
        assertThat(leaf.type()).isEqualTo(FunctionType.of(I64).returning(I64));
        var log = new StringBuilder();
        var imports = Imports.builder().function("host", "f", leaf);
        var instance = passingOn(leaf.type()).instantiate(imports.attach(LOG, log).build());
        assertThat(instance.function("run").call(40L)).containsExactly(41L);
        assertThat(log).hasToString("40");
        // Nothing stands between it and the guest, so what it must not throw is not marked as the host's.
        var stranger = passingOn(leaf.type()).instantiate(Imports.builder().function("host", "f", leaf).build());
        assertThatThrownBy(() -> stranger.function("run").call(40L)).isInstanceOf(NoSuchElementException.class);
    }

    static long log(long value, Instance caller) {
        LOG.get(caller).append(value);
        return value + 1;
    }

    @Test
    void untypedWithSeveralResults() {
        var type = FunctionType.of(I32, F64).returning(F64, I32, I64);
        assertThat(call(HostFunction.of(type, (caller, arguments) -> new Object[]{arguments[1], arguments[0], 7L}), 1,
                2.5)).containsExactly(2.5, 1, 7L);
    }

    @Test
    void anotherParameterTypeIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> HostFunction.of(MethodHandles.lookup()
                .findVirtual(String.class, "length", MethodType.methodType(int.class))))
                .withMessageContaining("java.lang.String");
    }

    static Stream<Throwable> whatHostsThrow() {
        return Stream.of(new IndexOutOfBoundsException("host"), new ArithmeticException("host"),
                new ArrayIndexOutOfBoundsException(3), new IllegalStateException("host"), new IOException("host"),
                new NullPointerException("host"), new Trap(Trap.Kind.UNREACHABLE), new AssertionError("host"));
    }

    @ParameterizedTest
    @MethodSource("whatHostsThrow")
    void whatItThrowsReachesTheCallerAsItIs(Throwable thrown) {
        var function = HostFunction.of(BINARY, (caller, arguments) -> {
            throw thrown;
        });
        var instance = passingOn(BINARY).instantiate(Imports.builder().function("host", "f", function).build());
        for (var i = 0; i < 3; i++) {
            assertThat(catchThrowable(() -> instance.function("run").call(1, 2))).isSameAs(thrown);
        }
        var typed = instance.function("run").as(IntBinaryOperator.class);
        assertThat(catchThrowable(() -> assertThat(typed.applyAsInt(1, 2)).isZero())).isSameAs(thrown);
    }

    static Stream<Arguments> wrongResults() {
        var text = "the host function \"host\" \"f\" of type (i32, i32) -> (i32)";
        return Stream.of(
                Arguments.of(null,
                        text + " returned null: it must return an array with 1 elements, one for each result"),
                Arguments.of(new Object[]{1, 2},
                        text + " returned 2 results: it must return an array with 1 elements, one for each result"),
                Arguments.of(new Object[]{null}, "result 0 of " + text + " must be i32 (Integer), not null"),
                Arguments.of(new Object[]{1L}, "result 0 of " + text + " must be i32 (Integer), not java.lang.Long"));
    }

    @ParameterizedTest
    @MethodSource("wrongResults")
    @SuppressWarnings("NullAway") // As hosts that are compiled without it may return.
    void wrongResultsAreNamed(Object @Nullable [] results, String message) {
        assertThatIllegalStateException()
                .isThrownBy(() -> call(HostFunction.of(BINARY, (caller, arguments) -> results), 1, 2))
                .withMessage(message);
    }

    @Test
    void aResultThatIsNoFunctionIsRefused() {
        var type = FunctionType.of().returning(FUNCREF);
        assertThatIllegalStateException()
                .isThrownBy(() -> call(HostFunction.of(type, (caller, arguments) -> new Object[]{"text"})))
                .withMessageContaining("must be funcref (Function), not java.lang.String");
        assertThat(call(HostFunction.of(type, (caller, arguments) -> new Object[]{null})))
                .containsExactly((Object) null);
    }

    @Test
    void twoTargetsForOneImport() {
        var module = passingOn(BINARY);
        var plus = module.instantiate(Imports.builder()
                .function("host", "f", HostFunction.of(IntBinaryOperator.class, Integer::sum)).build());
        assertThat(plus.function("run").call(6, 2)).containsExactly(8);
        var minus = module.instantiate(Imports.builder()
                .function("host", "f", HostFunction.of(IntBinaryOperator.class, (x, y) -> x - y)).build());
        var again = module.instantiate(Imports.builder().extern("host", "f", plus.function("run")).build());
        for (var i = 0; i < 3; i++) {
            assertThat(plus.function("run").call(6, 2)).containsExactly(8);
            assertThat(minus.function("run").call(6, 2)).containsExactly(4);
            assertThat(again.function("run").call(6, 2)).containsExactly(8);
        }
    }
}
