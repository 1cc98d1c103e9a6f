package dev.mortise.cli.readme;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the Java programs of the README, each as a source file with the floors' jars on the class path. */
class ReadmeTest {
    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    private static final Path ROOT = Path.of(System.getProperty("mortise.root", "..")).toAbsolutePath();

    @TempDir
    Path folder;

    @Test
    void theFirstPluginCallPrintsItsAnswer() throws Exception {
        assertThat(run(programs().get(0))).isEqualTo("{\"count\":3,\"total\":3,\"vowels\":\"aeiouAEIOU\"}\n");
    }

    @Test
    void theHostGivesFunctionsAndConfigurationAndLearnsOfErrors() throws Exception {
        assertThat(run(programs().get(1))).isEqualTo("SHOUT\nhello\nPLUGIN_ERROR: no config value for 'farewell'\n");
    }

    @Test
    void threadsShareAPool() throws Exception {
        assertThat(run(programs().get(2))).isEqualTo("{\"count\":3,\"total\":3,\"vowels\":\"aeiouAEIOU\"}\n");
    }

    @Test
    void theEngineAloneMultiplies() throws Exception {
        assertThat(run(programs().get(3))).isEqualTo("42\n");
    }

    @Test
    void aProgramForWasiListsWhatItWasGiven() throws Exception {
        assertThat(run(programs().get(4))).startsWith("/guests/\n  fib.rs ").contains("11 files, ")
                .endsWith("11 files\n");
    }

    @Test
    void anInterfaceIsBoundUnderTwoAbis() throws Exception {
        assertThat(run(programs().get(5))).isEqualTo("42\n42\n");
    }

    @Test
    void aRecordCrossesAsJson() throws Exception {
        assertThat(run(programs().get(6))).isEqualTo("Receipt[number=7, count=2, cents=900]\n");
    }

    private static List<String> programs() throws IOException {
        var programs = JAVA_BLOCK.matcher(Files.readString(ROOT.resolve("README.md"))).results()
                .map(block -> block.group(1)).toList();
        assertThat(programs).as("a program that no test here runs").hasSize(7);
        return programs;
    }

    private String run(String program) throws Exception {
        var source = Files.writeString(folder.resolve("First.java"), program);
        var output = folder.resolve("output.txt");
        var process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                classPath(), source.toString()).directory(ROOT.toFile()).redirectErrorStream(true)
                .redirectOutput(output.toFile()).start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("the program ends").isTrue();
        } finally {
            process.destroyForcibly();
        }
        var printed = Files.readString(output).replace(System.lineSeparator(), "\n");
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }

    /** What lies in {@code cli/target/lib} once the build is through: it is not there yet when tests run. */
    private static String classPath() {
        return ModuleLayer.boot().configuration().modules().stream()
                .flatMap(module -> module.reference().location().stream())
                .filter(location -> location.getScheme().equals("file"))
                .map(location -> Path.of(location).toString())
                .collect(joining(File.pathSeparator));
    }
}
