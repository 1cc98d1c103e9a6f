package dev.mortise.wasm.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.HostFunction;
import dev.mortise.wasm.Imports;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.Module;
import dev.mortise.wasm.NumberType;
import dev.mortise.wasm.ReferenceType;
import dev.mortise.wasm.Trap;
import dev.mortise.wasm.ValueType;
import dev.mortise.wasm.build.ModuleBuilder;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An instance that was asked to stop while none of its code ran: its neighbours' loops do not look at flags for ever,
 * and it stops all the same when its turn comes.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InterruptionOfTheIdleTest {

    private static final FunctionType NOTHING = FunctionType.of();

    /** {@code direct} and {@code indirect} call the host, then loop for ever; {@code loop} does that at once. */
    private static Instance instance(HostFunction.Untyped wait) {
        var builder = new ModuleBuilder().table(ValueType.FUNCREF, 1, 1);
        builder.importFunction("host", "wait", NOTHING);
        builder.function("direct", NOTHING, code -> code.call(0).loop().br(0).end());
        builder.function("indirect", NOTHING, code -> code.i32(0).callIndirect(0).loop().br(0).end());
        builder.function("loop", NOTHING, code -> code.loop().br(0).end());
        builder.function("fine", NOTHING, code -> {
        });
        builder.elements(0, 0);
        return builder.toModule().instantiate(
                Imports.builder().function("host", "wait", HostFunction.of(NOTHING, wait)).build());
    }

    /** As after some minutes. */
    private static void interruptLongAgo(Instance instance) throws InterruptedException {
        var interruption = ((ModuleInstance) instance).code().interruption();
        instance.interrupt();
        while (!interruption.isChecking()) {
            Thread.sleep(1);
        }
        interruption.freeLoops();
        assertThat(interruption.isChecking()).isFalse();
    }

    private static void assertInterrupted(FutureTask<Object> call) {
        assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
                .isThrownBy(() -> call.get(20, TimeUnit.SECONDS)).havingCause().isInstanceOfSatisfying(Trap.class,
                        trap -> assertThat(trap.kind()).isEqualTo(Trap.Kind.INTERRUPTED));
    }

    private static FutureTask<Object> start(Instance instance, String function) {
        var call = new FutureTask<Object>(() -> instance.function(function).call());
        Thread.ofPlatform().daemon().start(call);
        return call;
    }

    @Test
    void theNextCallStops() throws InterruptedException {
        var instance = instance((caller, arguments) -> arguments);
        interruptLongAgo(instance);
        assertInterrupted(start(instance, "loop"));
        assertThat(instance.function("fine").call()).isEmpty();
    }

    @Test
    void aCallOfANeighbourDoesNotStop() throws InterruptedException {
        var instance = instance((caller, arguments) -> arguments);
        var neighbour = instance.module().instantiate(
                Imports.builder().function("host", "wait", HostFunction.of(Runnable.class, () -> {
                })).build());
        interruptLongAgo(instance);
        assertThat(neighbour.function("fine").call()).isEmpty();
        assertInterrupted(start(instance, "fine"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct", "indirect"})
    void theReturnFromALongHostFunctionStops(String function) throws InterruptedException {
        var entered = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var instance = instance((caller, arguments) -> {
            entered.countDown();
            go.await();
            return arguments;
        });
        var call = start(instance, function);
        entered.await();
        interruptLongAgo(instance);
        go.countDown();
        assertInterrupted(call);
    }

    static List<Arguments> results() {
        var results = List.of(List.<ValueType>of(), List.of(ValueType.I32), List.of(ValueType.I64),
                List.of(ValueType.F32), List.of(ValueType.F64), List.of(ValueType.EXTERNREF),
                List.of(ValueType.I64, ValueType.F32));
        return results.stream()
                .flatMap(each -> Stream.of(Arguments.of(each, false), Arguments.of(each, true))).toList();
    }

    /** Without a loop or another function that could look in its place. */
    @ParameterizedTest
    @MethodSource("results")
    void theReturnFromTheHostStopsWhateverItReturns(List<ValueType> results, boolean isGeneric) throws Exception {
        var type = new FunctionType(List.of(ValueType.I64, ValueType.I32), results);
        var builder = new ModuleBuilder();
        builder.importFunction("host", "wait", type);
        builder.function("run", type, code -> code.get(0).get(1).call(0));
        var module = builder.toModule();
        if (isGeneric) {
            // A first target that is another one.
            importing(module, HostFunction.of(type, (caller, arguments) -> arguments));
        }
        var given = results.stream().map(InterruptionOfTheIdleTest::example).toArray();
        var stops = new AtomicBoolean();
        var instance = importing(module, HostFunction.of(type, (caller, arguments) -> {
            assertThat(arguments).containsExactly(5L, 7);
            if (stops.get()) {
                interruptLongAgo(caller);
            }
            return given;
        }));
        assertThat(instance.function("run").call(5L, 7)).isEqualTo(given);
        stops.set(true);
        assertThatExceptionOfType(Trap.class).isThrownBy(() -> instance.function("run").call(5L, 7))
                .satisfies(trap -> assertThat(trap.kind()).isEqualTo(Trap.Kind.INTERRUPTED));
    }

    /** As many as a Java method can have, and one more, which makes it another kind of call. */
    @ParameterizedTest
    @ValueSource(ints = {250, 251})
    void theReturnFromAFunctionOfManyParametersStops(int count) {
        var type = new FunctionType(Collections.nCopies(count, ValueType.I32), List.of(ValueType.I64));
        var builder = new ModuleBuilder();
        builder.importFunction("host", "wait", type);
        builder.function("run", new FunctionType(List.of(), List.of(ValueType.I64)), code -> {
            for (var i = 0; i < count; i++) {
                code.i32(i);
            }
            code.call(0);
        });
        var instance = importing(builder.toModule(), HostFunction.of(type, (caller, arguments) -> {
            assertThat(arguments).hasSize(count).endsWith(count - 1);
            interruptLongAgo(caller);
            return new Object[]{1L};
        }));
        assertThatExceptionOfType(Trap.class).isThrownBy(() -> instance.function("run").call())
                .satisfies(trap -> assertThat(trap.kind()).isEqualTo(Trap.Kind.INTERRUPTED));
    }

    private static Instance importing(Module module, HostFunction function) {
        return module.instantiate(Imports.builder().function("host", "wait", function).build());
    }

    private static Object example(ValueType type) {
        return switch (type) {
            case NumberType number -> switch (number) {
                case I32 -> (Object) 11;
                case I64 -> 12L;
                case F32 -> 1.5f;
                case F64 -> 2.5;
            };
            case ReferenceType ignored -> "anything";
        };
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theCallOfANeighbouringModuleStops(boolean isGeneric) throws InterruptedException {
        var idle = instance((caller, arguments) -> arguments);
        var builder = new ModuleBuilder();
        builder.importFunction("idle", "loop", NOTHING);
        builder.function("run", NOTHING, code -> code.call(0));
        var module = builder.toModule();
        if (isGeneric) {
            // A first target that is another one.
            module.instantiate(Imports.builder().function("idle", "loop", HostFunction.of(Runnable.class, () -> {
            })).build());
        }
        var caller = module.instantiate(Imports.builder().instance("idle", idle).build());
        interruptLongAgo(idle);
        assertInterrupted(start(caller, "run"));
    }
}
