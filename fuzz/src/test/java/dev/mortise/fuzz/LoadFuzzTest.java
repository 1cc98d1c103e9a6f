package dev.mortise.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.mortise.wasm.InvalidModuleException;
import dev.mortise.wasm.internal.LoadedModule;
import dev.mortise.wasm.internal.compile.CompileOptions;

/**
 * Any bytes are either refused with an {@link InvalidModuleException} or become classes that the JVM accepts. As an
 * ordinary test it tries the inputs in {@code LoadFuzzTestInputs}; with {@code JAZZER_FUZZ=1} in the environment it
 * looks for new ones.
 */
class LoadFuzzTest {

    /** So few bytes that even small functions are cut. */
    private static final CompileOptions FINE = new CompileOptions(100, true);

    @FuzzTest(maxDuration = "10m")
    void loading(byte[] bytes) {
        try {
            LoadedModule.load("fuzz.wasm", bytes).compileAll();
            LoadedModule.load("fuzz.wasm", bytes, FINE).compileAll();
        } catch (InvalidModuleException expected) {
            // One clear error is as good as a module.
        }
    }
}
