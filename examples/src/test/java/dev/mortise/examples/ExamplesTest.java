package dev.mortise.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each example prints what its comments promise. */
class ExamplesTest {

    private static final String REPORT = "{\"count\":%d,\"total\":%d,\"vowels\":\"%s\"}\n";

    @Test
    void callPlugin() throws Exception {
        assertThat(Output.of(CallPlugin::main)).isEqualTo(REPORT.formatted(3, 3, "aeiouAEIOU")
                + REPORT.formatted(4, 7, "aeiouAEIOU") + "43 bytes\n"
                + "count_vowels is there: true\ncount_stars is there: false\n");
    }

    @Test
    void configAndVars() throws Exception {
        assertThat(Output.of(ConfigAndVars::main)).isEqualTo(REPORT.formatted(4, 4, "aeiouy")
                + REPORT.formatted(2, 6, "aeiouAEIOU") + "green\nno variable 'colour'\n");
    }

    @Test
    void hostFunctions() throws Exception {
        assertThat(Output.of(HostFunctions::main))
                .isEqualTo("A TEXT\ncba\n3 bytes\nHello, tenant 7\nHello, stranger\n");
    }

    @Test
    void linkedModules() throws Exception {
        assertThat(Output.of(LinkedModules::main)).isEqualTo("there and back\n");
    }

    @Test
    void manifestFile() throws Exception {
        assertThat(Output.of(ManifestFile::main)).isEqualTo(REPORT.formatted(3, 3, "aeiou")
                + "manifest field alowed_hosts: is unknown; there are wasm, config, memory, timeout_ms, allowed_hosts, "
                + "allowed_paths\nmanifest field wasm[0].name: a string is wanted\n");
    }

    @Test
    void verifiedModule() throws Exception {
        var file = Path.of("guests/rust/count_vowels.wasm");
        var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        assertThat(Output.of(VerifiedModule::main)).isEqualTo(REPORT.formatted(3, 3, "aeiouAEIOU")
                + "manifest field wasm[0].hash: Hash mismatch, found " + HexFormat.of().formatHex(digest)
                + " but expected " + "0".repeat(64) + ": the module is not the one that the manifest means\n");
    }

    @Test
    void limits() throws Exception {
        assertThat(Output.of(Limits::main).lines()).satisfiesExactly(
                line -> assertThat(line).startsWith("TIMEOUT: ").contains("2000 ms"),
                line -> assertThat(line).isEqualTo("fine"), line -> assertThat(line).isEqualTo("18 28"),
                line -> assertThat(line).startsWith("PLUGIN_ERROR: "),
                line -> assertThat(line).startsWith("OUT_OF_FUEL: "),
                line -> assertThat(line).matches("fine with [1-9][0-9]* units"));
    }

    @Test
    void cancel() throws Exception {
        assertThat(Output.of(Cancel::main)).isEqualTo("CANCELLED\nfine\n");
    }

    @Test
    void poolOfPlugins() throws Exception {
        assertThat(Output.of(PoolOfPlugins::main)).isEqualTo(
                "1000 answers\nfrom 4 plug-ins at most: true\n0 in use, 0 waiting\nfirst, second\n");
    }

    @Test
    void wasiPlugin() throws Exception {
        assertThat(Output.of(WasiPlugin::main)).isEqualTo(
                "refused without WASI\nHello, you!\nprinting needs WASI\nHello, again!\n");
    }

    @Test
    void httpAccess() throws Exception {
        assertThat(Output.of(HttpAccess::main).lines()).satisfiesExactly(
                line -> assertThat(line).isEqualTo("200 you asked for /news"),
                line -> assertThat(line).startsWith("REFUSED: ").contains("/news is not allowed"),
                line -> assertThat(line).contains("configured maximum number of bytes: 10"));
    }

    @Test
    void logging() throws Exception {
        assertThat(Output.of(Logging::main)).isEqualTo(
                "WARNING: warn: the disk is nearly full\nERROR: error: the disk is nearly full\n");
    }

    @Test
    void errors() throws Exception {
        assertThat(Output.of(Errors::main).lines()).satisfiesExactly(
                line -> assertThat(line).startsWith("invalid: this is no WebAssembly module"),
                line -> assertThat(line).startsWith("not linked: ").contains("host_reflect"),
                line -> assertThat(line).isEqualTo("PLUGIN_ERROR: the plug-in's own words"),
                line -> assertThat(line).startsWith("EXIT_CODE: ").contains("3"),
                line -> assertThat(line).startsWith("FUNCTION_NOT_FOUND: ").contains("no_such_function"),
                line -> assertThat(line).startsWith("TRAP: ").endsWith("trap OUT_OF_BOUNDS_MEMORY_ACCESS"),
                line -> assertThat(line).startsWith("HOST_FUNCTION: ")
                        .endsWith("the database is away, caused by IllegalStateException"));
    }

    @Test
    void engineOnly() throws Exception {
        assertThat(Output.of(EngineOnly::main)).isEqualTo(
                "42\nImportType[module=shop, name=discount, type=(i32) -> (i32)]\n180\nprice\n");
    }

    @Test
    void runProgram() throws Exception {
        assertThat(Output.of(RunProgram::main).lines()).satisfiesExactly(line -> assertThat(line).isEqualTo(" -> 0"),
                line -> assertThat(line).isEqualTo("Hello from a file -> 0"),
                line -> assertThat(line).contains("Read-only").endsWith(" -> 1"),
                line -> assertThat(line).contains("not permitted").endsWith(" -> 1"),
                line -> assertThat(line).isEqualTo("COLOUR=green -> 0"));
    }

    @Test
    void theReadmeNamesEachExample() throws Exception {
        var readme = Files.readString(Path.of("examples/README.md"));
        assertThat(examples()).isNotEmpty().allSatisfy(name -> assertThat(readme).contains("`" + name + "`"));
        assertThat(readme).contains("`filter/FilterService`");
    }

    @Test
    void eachExampleHasATestThatIsCalledLikeIt() throws Exception {
        var tests = Stream.of(ExamplesTest.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class)).map(Method::getName).toList();

        assertThat(examples()).map(name -> name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1))
                .isNotEmpty().isSubsetOf(tests);
    }

    private static List<String> examples() throws IOException {
        try (var files = Files.list(Path.of("examples/src/main/java/dev/mortise/examples"))) {
            return files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .filter(name -> !name.endsWith("-info") && !name.equals("filter")).toList();
        }
    }
}
