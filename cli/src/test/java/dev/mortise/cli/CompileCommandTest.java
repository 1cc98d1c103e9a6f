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
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
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
        var run = mortise("call", "--trust-jar", jar, "count_vowels", "--input", "Hello");
        assertThat(run.out()).startsWith("{\"count\":2");
        assertThat(run.err()).isEmpty();
        assertThat(mortise("call", "--trust-jar", jar, "count_vowles").err()).contains("did you mean 'count_vowels'?");
    }

    @Test
    void aProgramRunsFromItsJar() throws IOException {
        var source = guest("wasi/tour.wasm").toString();
        var jar = compiled("wasi/tour.wasm");
        assertThat(mortise("run", "--trust-jar", jar, "arguments", "a", "b").out())
                .isEqualTo(mortise("run", source, "arguments", "a", "b").out()).isEqualTo("a\nb\n");
        assertThat(mortise("run", "--trust-jar", "--invoke", "no", jar).err()).contains("no");
    }

    @Test
    void theModuleInAJarIsInspectedAndLinkedAsTheFileIs() throws IOException {
        var jar = compiled("rust/count_vowels.wasm");
        var source = jar.replace(".jar", ".wasm");
        assertThat(mortise("inspect", jar).out()).isEqualTo(mortise("inspect", source).out().replace(source, jar));
        // Of what was compiled before nothing is used, so nobody has to trust it.
        var run = mortise("call", jar, "count_vowels", "--input", "Hello", "--link", "other=" + jar);
        assertThat(run.out()).startsWith("{\"count\":2");
        assertThat(run.err()).isEqualToNormalizingNewlines(
                "mortise: " + jar + " is compiled anew, because it is linked with others\n");
    }

    /** A guest is confined, and a jar is none. */
    @Test
    void aJarDoesNotRunUnlessItIsTrusted() throws IOException {
        var plugin = compiled("rust/count_vowels.wasm");
        var program = compiled("wasi/tour.wasm");
        var capital = Files.copy(Path.of(program), folder.resolve("TOUR.JAR")).toString();
        for (var run : List.of(mortise("call", plugin, "count_vowels", "--input", "Hello"),
                mortise("run", program, "arguments"), mortise("run", program, "--trust-jar"),
                mortise("run", capital))) {
            assertThat(run.err()).hasLineCount(1).contains("a jar is a program with all of your rights",
                    "--trust-jar");
            assertThat(run.out()).isEmpty();
            assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        }
        assertThat(mortise("run", "--trust-jar", capital, "arguments", "a").out()).isEqualTo("a\n");
    }

    @Test
    void aDamagedJarIsNamed() throws IOException {
        var jar = compiled("rust/count_vowels.wasm");
        var missing = changed(jar, "wasm/guests/CountVowels/Functions0.class", null);
        var program = changed(compiled("wasi/tour.wasm"), "wasm/guests/Tour/Instance.class", null);
        for (var run : List.of(mortise("call", "--trust-jar", missing, "count_vowels", "--input", "Hello"),
                mortise("run", "--trust-jar", program))) {
            assertThat(run.err()).hasLineCount(1).startsWith("mortise: " + folder).contains(
                    "-changed.jar: wasm/guests/",
                    "is missing");
            assertThat(run.exitCode()).isEqualTo(ExitCode.FILE);
        }
        var invalid = changed(jar, "META-INF/mortise/guests.CountVowels/module.wasm", new byte[]{0, 'a', 's', 'm'});
        assertThat(mortise("call", "--trust-jar", invalid, "count_vowels").err()).hasLineCount(1)
                .startsWith("mortise: " + invalid + ": ");
        assertThat(mortise("inspect", invalid).err()).hasLineCount(1).startsWith("mortise: " + invalid + ": ");
    }

    /** Another jar with other contents of one of its entries, or without it. */
    private static String changed(String jar, String name, byte @Nullable [] contents) throws IOException {
        var target = jar.replace(".jar", "-changed.jar");
        try (var source = new ZipFile(jar); var zip = new ZipOutputStream(Files.newOutputStream(Path.of(target)))) {
            for (var entry : (Iterable<ZipEntry>) source.stream().map(ZipEntry.class::cast)::iterator) {
                var isIt = entry.getName().equals(name);
                if (!isIt || contents != null) {
                    zip.putNextEntry(new ZipEntry(entry.getName()));
                    zip.write(isIt && contents != null ? contents : source.getInputStream(entry).readAllBytes());
                }
            }
        }
        return target;
    }

    /** Whoever builds with it learns of them, and not only who calls them. */
    @Test
    void functionsThatCannotBeCompiledAreTold() throws IOException {
        // More methods than a class file can name.
        var count = 30_000;
        var text = new StringBuilder("(module\n");
        text.repeat("(func)\n", count).append("(func $big (export \"big\")\n");
        for (var i = 0; i < count; i++) {
            text.append("call ").append(i).append('\n');
        }
        text.append(") (func (export \"three\") (result i32) i32.const 3))\n");
        var source = Files.writeString(folder.resolve("big.wat"), text).toString();
        var jar = folder.resolve("big.jar").toString();
        var run = mortise("compile", source, "-o", jar);
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).hasLineCount(1)
                .startsWith("mortise: " + source + ": function " + count + " \"big\" cannot "
                        + "be compiled, and fails when it is called: too big");
        assertThat(mortise("run", "--trust-jar", "--invoke", "three", jar).out().strip()).isEqualTo("3");
    }

    @Test
    void fuelIsCompiledForWhenAskedFor() throws IOException {
        var jar = compiled("rust/count_vowels.wasm", "--fuel");
        var run = mortise("call", "--trust-jar", jar, "count_vowels", "--input", "Hello", "--fuel", "1000000");
        assertThat(run.out()).startsWith("{\"count\":2");
        assertThat(run.err()).isEmpty();
        Files.delete(Path.of(jar));
        mortise("compile", jar.replace(".jar", ".wasm"));
        run = mortise("call", "--trust-jar", jar, "count_vowels", "--input", "Hello", "--fuel", "1000000");
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
    void aSlashMeansAFolderThatIsNotThereYet() throws IOException {
        var classes = folder.resolve("target").resolve("classes");
        compiled("rust/count_vowels.wasm", "-o", classes + "/");
        assertThat(classes.resolve("guests/CountVowels.class")).exists();
        var file = Files.writeString(folder.resolve("file"), "text");
        assertThat(mortise("compile", guest("rust/count_vowels.wasm").toString(), "-o", file + "/").err())
                .hasLineCount(1).contains("is no folder");
        assertThat(file).hasContent("text");
    }

    @Test
    void textIsCompiledAndSoIsStandardInput() throws IOException {
        var jar = folder.resolve("multiply.jar").toString();
        assertThat(mortise("compile", wat("multiply.wat"), "-o", jar).err()).isEmpty();
        assertThat(mortise("run", "--trust-jar", "--invoke", "multiply", jar, "6", "7").out().strip()).isEqualTo("42");
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
        for (var run : List.of(mortise("run", "--trust-jar", other.toString()), mortise("inspect", other.toString()))) {
            assertThat(run.err()).hasLineCount(1)
                    .contains("there is no module in there that was compiled ahead of time");
        }
        Files.writeString(other, "text");
        assertThat(mortise("call", "--trust-jar", other.toString(), "f").err()).hasLineCount(1)
                .contains("this is no jar");
        Files.delete(other);
        assertThat(mortise("call", other.toString(), "f").err()).contains("there is no such file").hasLineCount(1);
    }
}
