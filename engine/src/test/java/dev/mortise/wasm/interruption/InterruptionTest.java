package dev.mortise.wasm.interruption;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.Guests;
import dev.mortise.wasm.HostFunction;
import dev.mortise.wasm.Imports;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.Module;
import dev.mortise.wasm.Trap;
import dev.mortise.wasm.ValueType;
import dev.mortise.wasm.build.Code;
import dev.mortise.wasm.build.ModuleBuilder;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InterruptionTest {

    @ParameterizedTest
    @ValueSource(strings = {"empty", "counted", "counted_long", "nested", "short_inner", "switch"})
    void stopsALoopAndTheInstanceLivesOn(String name) throws Exception {
        var instance = Guests.wat("loops").instantiate();
        var call = start(instance, name);
        Thread.sleep(50);
        instance.interrupt();
        assertInterrupted(call);
        assertThat(instance.function("fine").call()).containsExactly(0);
    }

    @Test
    void stopsRecursionWithoutLoops() throws Exception {
        var instance = LongRunning.module().instantiate();
        var call = start(instance, "recursion", -1);
        Thread.sleep(50);
        instance.interrupt();
        assertInterrupted(call);
    }

    @Test
    void theTrapShowsWhereTheGuestWas() throws Exception {
        var instance = LongRunning.module().instantiate();
        var call = start(instance, "nested", Integer.MAX_VALUE);
        Thread.sleep(50);
        instance.interrupt();
        assertThat(assertInterrupted(call).getStackTrace()).extracting(StackTraceElement::getMethodName)
                .anyMatch(method -> method.startsWith("nested"));
    }

    @Test
    void stopsTheNextCallIfNoneRuns() throws Exception {
        var instance = LongRunning.module().instantiate();
        instance.interrupt();
        assertInterrupted(start(instance, "nested", Integer.MAX_VALUE));
    }

    @Test
    void anInterruptTakenBackHitsNoCall() throws Exception {
        var instance = LongRunning.module().instantiate();
        instance.interrupt();
        instance.clearInterrupt();
        // The code may look at its flag by now, and must find it down.
        Thread.sleep(20);
        assertThat(instance.function("counted").as(IntUnaryOperator.class).applyAsInt(10_000))
                .isEqualTo(LongRunning.module().instantiate().function("counted").call(10_000)[0]);
    }

    @Test
    void aNeighbourOfTheSameModuleRunsOnAndEndsRight() throws Exception {
        var module = LongRunning.module();
        var rounds = 20_000;
        var expected = module.instantiate().function("nested").call(rounds)[0];
        var victim = module.instantiate();
        var neighbour = start(module.instantiate(), "nested", rounds);
        var stopped = start(victim, "nested", Integer.MAX_VALUE);
        Thread.sleep(20);
        victim.interrupt();
        assertInterrupted(stopped);
        assertThat(neighbour.get()).containsExactly(expected);
    }

    @Test
    void canBeStoppedAgainAndAgainAlsoAfterItsCodeStoppedLooking() throws Exception {
        var instance = LongRunning.module().instantiate();
        for (var pause : new int[]{0, 0, 150, 0, 500, 0}) {
            Thread.sleep(pause);
            var call = start(instance, "nested", Integer.MAX_VALUE);
            Thread.sleep(10);
            instance.interrupt();
            assertInterrupted(call);
            assertThat(instance.function("nested").call(2)[0]).isInstanceOf(Integer.class);
        }
    }

    @Test
    void doesNotDisturbAHostFunctionInProgress() throws Exception {
        var builder = new ModuleBuilder();
        builder.importFunction("host", "wait", FunctionType.of());
        builder.function("run", FunctionType.of(), code -> code.call(0).loop().br(0).end());
        var entered = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var left = new CountDownLatch(1);
        var function = HostFunction.of(FunctionType.of(), (caller, arguments) -> {
            entered.countDown();
            go.await();
            left.countDown();
            return new Object[0];
        });
        var instance = builder.toModule()
                .instantiate(Imports.builder().function("host", "wait", function).build());
        var call = start(instance, "run");
        entered.await();
        instance.interrupt();
        Thread.sleep(50);
        assertThat(call).isNotDone();
        go.countDown();
        assertInterrupted(call);
        assertThat(left.getCount()).isZero();
    }

    @Test
    void stopsALoopThatIsCutIntoSeveralMethods() throws Exception {
        var type = FunctionType.of(ValueType.I32).returning(ValueType.I32);
        var builder = new ModuleBuilder();
        builder.function("big", type, code -> {
            code.loop();
            for (var i = 0; i < 20_000; i++) {
                code.get(0).i32(i).op(Code.I32_ADD).set(0);
            }
            code.br(0).end().op(Code.UNREACHABLE);
        });
        var instance = builder.toModule().instantiate();
        var call = start(instance, "big", 1);
        Thread.sleep(50);
        instance.interrupt();
        assertInterrupted(call);
    }

    @Test
    void interruptReturnsWhileTheGuestStillRuns() throws Exception {
        Module module = LongRunning.module();
        var instances = new Instance[]{module.instantiate(), module.instantiate(), module.instantiate()};
        var calls = Arrays.stream(instances).map(each -> start(each, "counted", Integer.MAX_VALUE)).toList();
        Thread.sleep(50);
        for (var instance : instances) {
            instance.interrupt();
        }
        for (var call : calls) {
            assertInterrupted(call);
        }
    }

    private static CompletableFuture<Object[]> start(Instance instance, String name, Object... arguments) {
        var result = new CompletableFuture<Object[]>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                result.complete(instance.function(name).call(arguments));
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private static Trap assertInterrupted(CompletableFuture<Object[]> call) {
        try {
            var result = call.get(50, TimeUnit.SECONDS);
            throw new AssertionError("ended by itself with " + Arrays.toString(result));
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(Trap.class);
            var trap = (Trap) Objects.requireNonNull(e.getCause());
            assertThat(trap.kind()).isEqualTo(Trap.Kind.INTERRUPTED);
            assertThat(trap).hasMessage("interrupted");
            return trap;
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("did not stop", e);
        }
    }
}
