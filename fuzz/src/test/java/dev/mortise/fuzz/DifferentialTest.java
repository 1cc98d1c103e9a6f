package dev.mortise.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mortise.wasm.Module;
import dev.mortise.wasm.internal.compile.CompileOptions;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Modules that {@code generator} wrote do the same in Mortise as in Endive's interpreter, and the same when their
 * functions are cut into many pieces, and whether loops count their rounds or not. {@code -Dmortise.fuzz.modules=DIRECTORY} takes other modules than the corpus.
 */
class DifferentialTest {

    /** Recursion ends for lack of the generator's fuel, not of stack. */
    private static final long STACK_BYTES = 512L << 20;
    private static final Contender MORTISE = new MortiseContender(CompileOptions.forThisJvm());

    static List<Path> modules() throws IOException, URISyntaxException {
        var given = System.getProperty("mortise.fuzz.modules");
        var corpus = DifferentialTest.class.getResource("corpus");
        var directory = given != null || corpus == null ? Path.of(String.valueOf(given)) : Path.of(corpus.toURI());
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".wasm")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("modules")
    void likeEndive(Path file) {
        assertThat(run(MORTISE, file)).isNotEmpty().isEqualTo(run(new EndiveContender(), file));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void underOtherOptions(Path file) {
        var whole = run(MORTISE, file);
        for (var methodBytes : new int[]{60, 150, 400, 7_500}) {
            for (var countsRounds : new boolean[]{false, true}) {
                var options = new CompileOptions(methodBytes, countsRounds);
                assertThat(run(new MortiseContender(options), file)).as("%s", options).isEqualTo(whole);
            }
        }
    }

    private static List<String> run(Contender contender, Path file) {
        var task = new FutureTask<>(() -> {
            var bytes = Files.readAllBytes(file);
            return contender.run(bytes, Call.of(Module.parse(bytes)));
        });
        new Thread(null, task, "contender", STACK_BYTES).start();
        try {
            return task.get();
        } catch (Exception e) {
            throw new AssertionError(contender + " failed on " + file, e);
        }
    }
}
