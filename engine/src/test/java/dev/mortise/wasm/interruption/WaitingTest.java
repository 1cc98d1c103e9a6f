package dev.mortise.wasm.interruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.HostFunction;
import dev.mortise.wasm.Imports;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.Trap;
import dev.mortise.wasm.build.ModuleBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Host functions that wait or take long. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WaitingTest {

    private static final FunctionType NOTHING = FunctionType.of();

    /** An instance whose only function calls the host. */
    private static Instance calling(Consumer<Instance> host) {
        var builder = new ModuleBuilder();
        var imported = builder.importFunction("host", "work", NOTHING);
        var work = builder.function("work", NOTHING, code -> code.call(imported));
        assertThat(work).isNotEqualTo(imported);
        var function = HostFunction.of(NOTHING, (caller, arguments) -> {
            host.accept(caller);
            return new Object[0];
        });
        return builder.toModule().instantiate(Imports.builder().function("host", "work", function).build());
    }

    private static void assertInterrupted(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(Trap.class,
                trap -> assertThat(trap.kind()).isEqualTo(Trap.Kind.INTERRUPTED));
    }

    @Test
    void anInterruptEndsAWait() throws Exception {
        var waiting = new CountDownLatch(1);
        var permits = new Semaphore(0);
        var instance = calling(caller -> caller.await(() -> {
            waiting.countDown();
            permits.acquireUninterruptibly();
        }, permits::release));
        var call = CompletableFuture.runAsync(() -> assertInterrupted(() -> instance.function("work").call()));
        waiting.await();

        instance.interrupt();

        call.get();
        // The interruption is used up, and whoever was woken is forgotten.
        instance.interrupt();
        instance.clearInterrupt();
        assertThat(permits.availablePermits()).isZero();
    }

    @Test
    void anInterruptBeforeKeepsAWaitFromStarting() {
        var waited = new ArrayList<String>();
        var instance = calling(caller -> {
            caller.interrupt();
            caller.await(() -> waited.add("waited"), () -> waited.add("woken"));
        });
        assertInterrupted(() -> instance.function("work").call());
        assertThat(waited).isEmpty();
    }

    @Test
    void aWaitThatIsOverLetsTheGuestGoOn() {
        var waited = new ArrayList<String>();
        var instance = calling(caller -> caller.await(() -> waited.add("waited"), () -> waited.add("woken")));
        instance.function("work").call();
        assertThat(waited).containsExactly("waited");
    }

    @Test
    void whatAWaitThrowsPassesAndLeavesNothingBehind() {
        var woken = new ArrayList<String>();
        var instance = calling(caller -> caller.await(() -> {
            throw new IllegalStateException("broken");
        }, () -> woken.add("woken")));
        assertThatThrownBy(() -> instance.function("work").call()).isInstanceOf(IllegalStateException.class);
        instance.interrupt();
        assertThat(woken).isEmpty();
    }

    @Test
    void aWaitWithinAWaitGivesTheOuterOneBack() {
        var woken = new ArrayList<String>();
        var instance = calling(caller -> caller.await(() -> {
            caller.await(() -> {
            }, () -> woken.add("inner"));
            caller.interrupt();
        }, () -> woken.add("outer")));
        assertInterrupted(() -> instance.function("work").call());
        assertThat(woken).isEqualTo(List.of("outer"));
    }

    @Test
    void aLongFunctionCanLookWhetherItShouldStop() {
        var reached = new AtomicReference<>("nothing");
        var instance = calling(caller -> {
            caller.checkInterrupt();
            reached.set("first");
            caller.interrupt();
            caller.checkInterrupt();
            reached.set("second");
        });
        assertInterrupted(() -> instance.function("work").call());
        assertThat(reached).hasValue("first");
    }
}
