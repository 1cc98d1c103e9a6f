package dev.mortise.wasm.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.wasm.Global;
import dev.mortise.wasm.GlobalType;
import dev.mortise.wasm.HeapType;
import dev.mortise.wasm.Imports;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.InvalidModuleException;
import dev.mortise.wasm.Module;
import dev.mortise.wasm.ReferenceType;
import dev.mortise.wasm.Trap;
import java.util.Timer;
import java.util.TimerTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Modules that once got the better of the engine: each found by a reviewer or a fuzzer, each written as text. */
@Timeout(120)
class HostileModulesTest {

    private static final String CALLS_THROUGH_A_TABLE = """
            (table $t 2 funcref) (elem (i32.const 0) $seven) (elem declare func $seven)
            (func $seven (result i32) (i32.const 7))
            (func (export "change") (table.set $t (i32.const 1) (ref.func $seven)))
            (func (export "f") (result i32) (call_indirect $t (result i32) (i32.const 0)))
            """;

    private static Module module(String fileName, String text) {
        return Module.parse(fileName, Wat.toBinary("(module " + text + ")"));
    }

    private static @Nullable Object call(String text) {
        return module("test.wasm", text).instantiate().function("f").call()[0];
    }

    @Test
    void aModuleMayBeCalledLikeAPackageOfTheEngine() {
        for (var name : new String[]{"signature.wasm", "adapter.wasm", "java.lang.wasm", ".wasm", "a/b;c[.wasm"}) {
            assertThat(module(name, CALLS_THROUGH_A_TABLE).instantiate().function("f").call()).containsExactly(7);
        }
    }

    @Test
    void aModuleMayHaveAVeryLongName() {
        var text = "$" + "n".repeat(100_000) + " " + CALLS_THROUGH_A_TABLE;
        assertThat(module("long.wasm", text).instantiate().function("f").call()).containsExactly(7);
    }

    @Test
    void anEndlessStartFunctionCanBeStopped() {
        var module = module("start.wasm", "(func $loop (loop (br 0))) (start $loop)");
        var imports = Imports.builder().onInstance(HostileModulesTest::interruptSoon).build();
        assertThatThrownBy(() -> module.instantiate(imports)).isInstanceOfSatisfying(Trap.class,
                trap -> assertThat(trap.kind()).isEqualTo(Trap.Kind.INTERRUPTED));
    }

    @Test
    void aLoopWhoseRoundsTakeLongCanBeStopped() {
        var instance = module("fill.wasm", """
                (memory 4096)
                (func (export "f") (loop
                    (memory.fill (i32.const 0) (i32.const 1) (i32.const 0x10000000)) (br 0)))
                """).instantiate();
        interruptSoon(instance);
        assertThatThrownBy(() -> instance.function("f").call()).isInstanceOf(Trap.class).hasMessage("interrupted");
    }

    private static void interruptSoon(Instance instance) {
        var timer = new Timer(true);
        timer.schedule(new TimerTask() {
            @Override
            public void run() {
                instance.interrupt();
                timer.cancel();
            }
        }, 50);
    }

    @Test
    void anIndexIsCheckedBeforeItIsUsed() {
        assertThatThrownBy(() -> module("index.wasm", """
                (table 1 funcref) (func (table.set 2147483647 (i32.const 0) (ref.null func)))""")).isInstanceOf(
                InvalidModuleException.class).hasMessageContaining("unknown table 2147483647");
    }

    @Test
    void manyReturnsOfManyResultsRun() {
        var results = "i32 ".repeat(10);
        var values = "(i32.const 5) ".repeat(10);
        var text = "(func (export \"f\") (result " + results + ") "
                + ("(if (i32.eqz (i32.const 1)) (then (return " + values + "))) ").repeat(150) + values + ")";
        assertThat(call(text)).isEqualTo(5);
    }

    @Test
    void segmentsThatOverlapLeaveTheLastFunction() {
        assertThat(call("""
                (type $i (func (result i32))) (type $l (func (result i64)))
                (table 3 funcref)
                (elem (i32.const 0) $one $one) (elem (i32.const 1) $long)
                (func $one (result i32) (i32.const 1)) (func $long (result i64) (i64.const 2))
                (func (export "f") (result i64) (call_indirect (type $l) (i32.const 1)))
                """)).isEqualTo(2L);
        assertThatThrownBy(() -> call("""
                (type $i (func (result i32)))
                (table 3 funcref)
                (elem (i32.const 0) $one $one) (elem (i32.const 1) $long)
                (func $one (result i32) (i32.const 1)) (func $long (result i64) (i64.const 2))
                (func (export "f") (result i32) (call_indirect (type $i) (i32.const 1)))
                """)).isInstanceOf(Trap.class).hasMessageStartingWith("indirect call type mismatch");
    }

    @Test
    void aStringIsNoFunctionHoweverTheTypeIsWritten() {
        var type = new GlobalType(new ReferenceType(true, HeapType.FUNC), false);
        assertThatThrownBy(() -> Global.create(type, "hello")).isInstanceOf(IllegalArgumentException.class);
    }
}
