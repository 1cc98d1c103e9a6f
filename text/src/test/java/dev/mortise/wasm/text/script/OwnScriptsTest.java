package dev.mortise.wasm.text.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mortise.wasm.CodeCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The project's own scripts: they cover each instruction where the official suite is not at hand. Nothing is skipped. */
class OwnScriptsTest {

    static final Path SCRIPTS = Path.of("src/test/resources/scripts");
    private static final long STACK_BYTES = 2 << 20;

    static List<Path> scripts() throws IOException {
        try (Stream<Path> all = Files.list(SCRIPTS)) {
            return all.filter(file -> file.toString().endsWith(".wast")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void everyFormPasses(Path script) throws Exception {
        run(script, false, ModuleOrigin.COMPILER);
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void everyFormPassesWithFuel(Path script) throws Exception {
        run(script, true, ModuleOrigin.COMPILER);
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void everyFormPassesFromAJar(Path script) throws Exception {
        run(script, false, ModuleOrigin.JAR);
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void everyFormPassesFromAJarWithFuel(Path script) throws Exception {
        run(script, true, ModuleOrigin.JAR);
    }

    /** First from an empty one, which it fills. */
    @ParameterizedTest
    @MethodSource("scripts")
    void everyFormPassesFromAWarmCache(Path script, @TempDir Path folder) throws Exception {
        for (var round = 0; round < 2; round++) {
            try (var cache = CodeCache.open(folder.resolve("code"))) {
                run(script, false, ModuleOrigin.cache(cache));
            }
        }
    }

    private static void run(Path script, boolean isMetered, ModuleOrigin origin) throws Exception {
        var name = String.valueOf(script.getFileName());
        var bytes = Files.readAllBytes(script);
        var passed = new ArrayList<Integer>();
        var others = new ArrayList<String>();
        var thread = new Thread(null, () -> Script.run(name, bytes, isMetered, origin, (line, outcome) -> {
            if (outcome instanceof Outcome.Passed) {
                passed.add(line);
            } else {
                others.add(name + ":" + line + ": " + outcome);
            }
        }), name, STACK_BYTES);
        thread.start();
        thread.join();
        assertThat(others).isEmpty();
        assertThat(passed).isNotEmpty();
    }
}
