package dev.mortise.fuzz;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.mortise.wasm.internal.LoadedModule;
import dev.mortise.wasm.internal.compile.CompileOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The JVM verifies every function of our guests, which compilers made, also those that no test calls, whole and cut. */
class GuestsTest {

    static List<Path> guests() throws IOException {
        try (var files = Files.walk(Path.of(System.getProperty("mortise.root", ".."), "guests"))) {
            return files.filter(file -> file.toString().endsWith(".wasm")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("guests")
    void verifies(Path file) throws IOException {
        var bytes = Files.readAllBytes(file);
        for (var options : List.of(CompileOptions.forThisJvm(), new CompileOptions(400, true))) {
            assertThatCode(() -> LoadedModule.load("guest.wasm", bytes, options).compileAll()).as("%s", options)
                    .doesNotThrowAnyException();
        }
    }
}
