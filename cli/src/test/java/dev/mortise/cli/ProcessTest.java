package dev.mortise.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command as a process of its own: what stands between it and its shell. */
class ProcessTest {

    @TempDir
    private Path folder;

    @Test
    void callsAPlugin() throws Exception {
        var process = start("call", Run.plugin("count_vowels"), "count_vowels", "--input", "Hello, World!");

        assertThat(process.getInputStream().readAllBytes())
                .isEqualTo("{\"count\":3,\"total\":3,\"vowels\":\"aeiouAEIOU\"}".getBytes(UTF_8));
        assertThat(process.getErrorStream().readAllBytes()).isEmpty();
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void reportsAnErrorByItsExitCode() throws Exception {
        var process = start("call", "missing.wasm", "f");

        assertThat(process.getInputStream().readAllBytes()).isEmpty();
        assertThat(new String(process.getErrorStream().readAllBytes(), UTF_8)).isEqualTo(
                "mortise: missing.wasm: cannot be read: there is no such file or folder" + System.lineSeparator());
        assertThat(process.waitFor()).isEqualTo(ExitCode.FILE);
    }

    @Test
    void endsQuietlyWhenTheReaderOfItsOutputIsGone() throws Exception {
        var process = start("call", Run.plugin("echo"), "echo", "--stdin");
        process.getInputStream().close();
        // Only now can it have something to write.
        try (var stdin = process.getOutputStream()) {
            stdin.write(1);
        }

        assertThat(process.getErrorStream().readAllBytes()).isEmpty();
        assertThat(process.waitFor()).isEqualTo(ExitCode.BROKEN_PIPE);
    }

    /** Elsewhere a file that the JVM opens early may take the number of standard input. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void takesClosedInputForEmpty() throws Exception {
        assertThat(shell(Map.of(), "exec \"$@\" <&-", "run", Run.program("tour"), "lines"))
                .satisfies(run -> assertThat(run.out()).isEqualTo("0\n"))
                .satisfies(run -> assertThat(run.exitCode()).isZero());
        assertThat(shell(Map.of(), "exec \"$@\" <&-", "call", Run.plugin("echo"), "echo", "--stdin").out()).isEmpty();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void readsItsInput() throws Exception {
        assertThat(shell(Map.of(), "exec \"$@\" </dev/null", "run", Run.program("tour"), "lines").out())
                .isEqualTo("0\n");
        assertThat(shell(Map.of(), "exec \"$@\" <\"$0\"", "run", Run.program("tour"), "lines").out())
                .isEqualTo("2\n");
        assertThat(shell(Map.of(), "printf 'a\\nb\\n' | \"$@\"", "run", Run.program("tour"), "lines").out())
                .isEqualTo("2\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"call CONFIG config_get -i a --config", "run TOUR arguments", "call ECHO echo --input",
        "call CONFIG config_get --set-config"})
    @DisabledOnOs(OS.WINDOWS)
    void refusesArgumentsThatTheLocaleHasSpoilt(String words) throws Exception {
        var files = Map.of("CONFIG", Run.plugin("config"), "ECHO", Run.plugin("echo"), "TOUR", Run.program("tour"));
        var args = Stream.of(words.split(" ")).map(word -> files.getOrDefault(word, word)).toArray(String[]::new);
        var passing = "exec \"$@\" \"$(printf 'a=gr\\303\\274n')\"";

        var run = shell(Map.of("LC_ALL", "C"), passing, args);

        assertThat(run.err()).startsWith("mortise: the argument 'a=gr").contains("LC_ALL=C.UTF-8").hasLineCount(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(shell(Map.of("LC_ALL", "C.UTF-8"), passing, args).err()).doesNotContain("the argument");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void refusesVariablesThatTheLocaleHasSpoilt() throws Exception {
        var passing = "V=$(printf 'gr\\303\\274n') exec \"$@\"";

        var run = shell(Map.of("LC_ALL", "C"), passing, "run", "--env", "V", Run.program("tour"), "environment");
        assertThat(run.err()).startsWith("mortise: the variable V").contains("LC_ALL=C.UTF-8").hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(shell(Map.of("LC_ALL", "C"), passing, "run", Run.program("tour"), "environment").exitCode())
                .isZero();
        assertThat(shell(Map.of("LC_ALL", "C.UTF-8"), passing, "run", "--env", "V", Run.program("tour"),
                "environment").out()).isEqualTo("V=gr\u00fcn\n");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void keepsWhatItHasCompiled() throws Exception {
        var cache = folder.resolve("cache").resolve("mortise").resolve("code");
        var usual = Map.of(KeptCode.VARIABLE, "", "XDG_CACHE_HOME", folder.resolve("cache").toString());

        assertThat(shell(usual, "exec \"$@\"", "run", Run.program("tour"), "lines").err()).isEmpty();
        var run = filesIn(cache);
        assertThat(run).hasSize(1);
        var kept = Files.readAttributes(run.getFirst(), BasicFileAttributes.class).fileKey();
        assertThat(shell(usual, "exec \"$@\"", "run", Run.program("tour"), "lines").out()).isEqualTo("0\n");
        assertThat(filesIn(cache)).isEqualTo(run);
        assertThat(Files.readAttributes(run.getFirst(), BasicFileAttributes.class).fileKey())
                .as("the second time nothing was compiled").isEqualTo(kept);

        var named = Map.of(KeptCode.VARIABLE, folder.resolve("named").toString());
        assertThat(shell(named, "exec \"$@\"", "call", Run.plugin("echo"), "echo", "-i", "x").out()).isEqualTo("x");
        assertThat(filesIn(folder.resolve("named"))).hasSize(1);
    }

    /** After an upgrade it would else be compiled at each start, where the module itself would not. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void keepsWhatItHasCompiledOfAJarThatIsOutdated() throws Exception {
        for (var words : List.of(List.of("run", "--trust-jar", outdated(Run.program("tour")), "arguments", "a"),
                List.of("call", "--trust-jar", outdated(Run.plugin("echo")), "echo", "-i", "x"))) {
            var cache = Files.createTempDirectory(folder, "cache");
            var run = shell(Map.of(KeptCode.VARIABLE, cache.toString()), "exec \"$@\"", words.toArray(String[]::new));
            assertThat(run.err()).hasLineCount(1)
                    .startsWith("mortise: " + words.get(2) + " is compiled anew, because ");
            assertThat(run.out()).isNotEmpty();
            assertThat(filesIn(cache)).hasSize(1);
        }
    }

    private String outdated(String guest) throws IOException {
        var whole = folder.resolve("whole.jar");
        assertThat(Run.mortise("compile", guest, "-o", whole.toString()).exitCode()).isZero();
        var jar = Files.createTempFile(folder, "outdated", ".jar");
        try (var source = new ZipFile(whole.toFile()); var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (var entry : (Iterable<ZipEntry>) source.stream().map(ZipEntry.class::cast)::iterator) {
                var bytes = source.getInputStream(entry).readAllBytes();
                zip.putNextEntry(new ZipEntry(entry.getName()));
                // As good as of another format.
                zip.write(bytes, 0, entry.getName().endsWith("/facts") ? 3 : bytes.length);
            }
        }
        return jar.toString();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void doesWithoutACacheThatOthersCanWriteTo() throws Exception {
        var cache = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));

        var run = shell(Map.of(KeptCode.VARIABLE, cache.toString()), "exec \"$@\"", "call", Run.plugin("echo"),
                "echo", "-i", "x");

        assertThat(run.out()).isEqualTo("x");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).hasLineCount(1).startsWith("mortise: compiled code is not kept in " + cache)
                .contains("can be written to by others", "chmod 700", "MORTISE_CODE_CACHE=off");
        assertThat(filesIn(cache)).isEmpty();
    }

    /** Nobody can make a folder there, as on a system whose files can only be read; that is no mistake to tell. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void doesWithoutACacheWhereThereCanBeNone() throws Exception {
        var nowhere = "/proc/cache";

        var usual = shell(Map.of(KeptCode.VARIABLE, "", "XDG_CACHE_HOME", nowhere), "exec \"$@\"", "call",
                Run.plugin("echo"), "echo", "-i", "x");
        assertThat(usual.out()).isEqualTo("x");
        assertThat(usual.err()).isEmpty();

        var named = shell(Map.of(KeptCode.VARIABLE, nowhere), "exec \"$@\"", "call", Run.plugin("echo"), "echo", "-i",
                "x");
        assertThat(named.out()).isEqualTo("x");
        assertThat(named.err()).startsWith("mortise: compiled code is not kept in " + nowhere);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void keepsWhatItHasCompiledWithoutAFolderForTemporaryFiles() throws Exception {
        var cache = folder.resolve("cache");
        var environment = Map.of(KeptCode.VARIABLE, cache.toString(), "JAVA_TOOL_OPTIONS",
                "-Djava.io.tmpdir=/proc/none");

        var run = shell(environment, "exec \"$@\"", "call", Run.plugin("echo"), "echo", "-i", "x");

        assertThat(run.out()).isEqualTo("x");
        assertThat(filesIn(cache)).hasSize(1);
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** Starts it from a shell, of which $0 is a file of two lines. */
    private Run shell(Map<String, String> environment, String script, String... args) throws Exception {
        var file = Files.writeString(folder.resolve("lines.txt"), "one\ntwo\n");
        var command = new ArrayList<>(List.of("sh", "-c", script, file.toString()));
        command.addAll(command(args));
        var errors = folder.resolve("errors.txt");
        var builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().putAll(environment);
        var process = builder.start();
        process.getOutputStream().close();
        var output = process.getInputStream().readAllBytes();
        return new Run(process.waitFor(), output, Files.readString(errors, ISO_8859_1));
    }

    private static Process start(String... args) throws IOException {
        return new ProcessBuilder(command(args)).start();
    }

    private static List<String> command(String... args) {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-p",
                System.getProperty("jdk.module.path"), "-m", "dev.mortise.cli/dev.mortise.cli.Main"));
        command.addAll(List.of(args));
        return command;
    }
}
