package dev.mortise.spark.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mortise.wasm.Module;
import dev.mortise.wasm.NumberType;
import dev.mortise.wasm.text.Wat;
import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a process keeps for later queries has an end, however many there are. */
class LongLivedExecutorTest {

    private static final DirectType NOTHING_TO_NUMBER = new DirectType(List.of(), NumberType.I32);

    private static byte[] module(String export) {
        return Wat.toBinary("(module (func (export \"" + export + "\") (result i32) (i32.const 7)))");
    }

    private static void load(String export) {
        var bytes = module(export);
        LoadedModules.get(LoadedModules.hash(bytes), export, () -> bytes);
    }

    @Test
    void theModuleUsedLongestAgoGoesFirst() {
        load("first");
        load("second");
        for (var i = 0; i < LoadedModules.MOST - 2; i++) {
            load("more" + i);
        }
        var loads = LoadedModules.loads();
        load("first");
        assertThat(LoadedModules.loads()).isEqualTo(loads);
        load("one too many");
        load("first");
        assertThat(LoadedModules.loads()).isEqualTo(loads + 1);
        load("second");
        assertThat(LoadedModules.loads()).isEqualTo(loads + 2);
    }

    @Test
    void theClassesOfAnExportAreUnloaded() throws InterruptedException {
        var row = classOf("gone");
        for (var i = 0; i < DirectClasses.MOST; i++) {
            DirectClasses.of("other" + i, NOTHING_TO_NUMBER);
        }
        for (var i = 0; i < 50 && row.get() != null; i++) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(row.get()).isNull();
    }

    private static WeakReference<Class<?>> classOf(String export) {
        var function = DirectClasses.of(export, NOTHING_TO_NUMBER)
                .rowFunction(Module.parse(module(export)).instantiate());
        assertThat(function.call()).isEqualTo(7);
        return new WeakReference<>(function.getClass());
    }
}
