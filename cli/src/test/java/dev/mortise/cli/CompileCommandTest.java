package dev.mortise.cli;

import static dev.mortise.cli.Run.mortise;
import static dev.mortise.cli.Run.wat;
import static dev.mortise.cli.Run.withErrorsOnTerminal;
import static dev.mortise.cli.Run.withInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mortise.wasm.AheadOfTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompileCommandTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private static Path guest(String name) {
        return Path.of(System.getProperty("mortise.root", ".."), "guests").resolve(name);
    }

    private String compiled(String name, String... options) throws IOException {
        var source = Files.copy(guest(name), folder.resolve(guest(name).getFileName()));
        var arguments = new String[options.length + 2];
        arguments[0] = "compile";
        arguments[1] = source.toString();
        System.arraycopy(options, 0, arguments, 2, options.length);
        var run = mortise(arguments);
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isZero();
        return source.toString().replace(".wasm", ".jar");
    }

    @Test
    void aPluginIsCalledFromItsJar() throws IOException {
        var jar = compiled("rust/count_vowels.wasm");
        var run = mortise("call", jar, "count_vowels", "--input", "Hello");
        assertThat(run.out()).startsWith("{\"count\":2");
        assertThat(run.err()).isEmpty();
        assertThat(mortise("call", jar, "count_vowles").err()).contains("did you mean 'count_vowels'?");
    }

    @Test
    void aProgramRunsFromItsJar() throws IOException {
        var source = guest("wasi/tour.wasm").toString();
        var jar = compiled("wasi/tour.wasm");
        assertThat(mortise("run", jar, "args", "a", "b").out())
                .isEqualTo(mortise("run", source, "args", "a", "b").out().replace("tour.wasm", "tour.jar"));
        assertThat(mortise("run", "--invoke", "no", jar).err()).contains("no");
    }

    @Test
    void theModuleInAJarIsInspectedAndLinkedAsTheFileIs() throws IOException {
        var jar = compiled("rust/count_vowels.wasm");
        var source = jar.replace(".jar", ".wasm");
        assertThat(mortise("inspect", jar).out()).isEqualTo(mortise("inspect", source).out().replace(source, jar));
        assertThat(mortise("call", jar, "count_vowels", "--input", "Hello", "--link", "other=" + jar).out())
                .startsWith("{\"count\":2");
    }

    @Test
    void fuelIsCompiledForWhenAskedFor() throws IOException {
        var jar = compiled("rust/count_vowels.wasm", "--fuel");
        var run = mortise("call", jar, "count_vowels", "--input", "Hello", "--fuel", "1000000");
        assertThat(run.out()).startsWith("{\"count\":2");
        assertThat(run.err()).isEmpty();
        Files.delete(Path.of(jar));
        mortise("compile", jar.replace(".jar", ".wasm"));
        run = mortise("call", jar, "count_vowels", "--input", "Hello", "--fuel", "1000000");
        assertThat(run.out()).startsWith("{\"count\":2");
        assertThat(run.err()).startsWith("mortise: " + jar + " is compiled anew, because an instance is given fuel")
                .hasLineCount(1);
    }

    @Test
    void theClassAndTheJarHaveTheNamesThatAreAsked() throws IOException {
        var jar = folder.resolve("x.jar");
        compiled("rust/count_vowels.wasm", "--class", "com.example.Vowels", "-o", jar.toString());
        try (var zip = new ZipFile(jar.toFile())) {
            assertThat(zip.getEntry("com/example/Vowels.class")).isNotNull();
        }
        assertThat(AheadOfTime.read(jar).exports()).isNotEmpty();
    }

    @Test
    void aFolderThatIsThereTakesTheClasses() throws IOException {
        var classes = Files.createDirectory(folder.resolve("classes"));
        compiled("rust/count_vowels.wasm", "-o", classes.toString());
        assertThat(classes.resolve("guests/CountVowels.class")).exists();
    }

    @Test
    void textIsCompiledAndSoIsStandardInput() throws IOException {
        var jar = folder.resolve("multiply.jar").toString();
        assertThat(mortise("compile", wat("multiply.wat"), "-o", jar).err()).isEmpty();
        assertThat(mortise("run", "--invoke", "multiply", jar, "6", "7").out().strip()).isEqualTo("42");
        assertThat(withInput(Files.readAllBytes(Path.of(wat("multiply.wasm"))), "compile", "-", "-o", jar).err())
                .isEmpty();
        assertThat(withInput(new byte[0], "compile", "-").err()).contains("-o").hasLineCount(1);
    }

    @Test
    void aPersonSeesHowFarItIs() throws IOException {
        var source = Files.copy(guest("rust/count_vowels.wasm"), folder.resolve("v.wasm")).toString();
        assertThat(withErrorsOnTerminal("compile", source).err()).contains("compiling");
    }

    @Test
    void whatCannotBeIsToldInOneLine() throws IOException {
        var source = Files.copy(guest("rust/count_vowels.wasm"), folder.resolve("v.wasm")).toString();
        var bad = mortise("compile", source, "--class", "com.new.X");
        assertThat(bad.err()).contains("--class: 'com.new.X' is no name of a Java class").hasLineCount(1);
        assertThat(bad.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(mortise("compile", source, "-o", source).exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(mortise("compile", source, "-o", folder.resolve("no/such.jar").toString()).exitCode())
                .isEqualTo(ExitCode.FILE);
        var broken = Files.write(folder.resolve("broken.wasm"), new byte[]{0, 'a', 's', 'm', 9}).toString();
        assertThat(mortise("compile", broken).exitCode()).isEqualTo(ExitCode.FILE);
        assertThat(folder.resolve("broken.jar")).doesNotExist();
        var other = folder.resolve("other.jar");
        try (var zip = new ZipOutputStream(Files.newOutputStream(other))) {
            zip.putNextEntry(new ZipEntry("a"));
        }
        for (var command : new String[]{"run", "inspect"}) {
            assertThat(mortise(command, other.toString()).err()).hasLineCount(1)
                    .contains("there is no module in there that was compiled ahead of time");
        }
        Files.writeString(other, "text");
        assertThat(mortise("call", other.toString(), "f").err()).hasLineCount(1).contains("this is no jar");
        Files.delete(other);
        assertThat(mortise("call", other.toString(), "f").err()).contains("there is no such file").hasLineCount(1);
    }
}
