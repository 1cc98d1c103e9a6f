package dev.mortise.wasm.ahead;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mortise.wasm.AheadOfTime;
import dev.mortise.wasm.Module;
import dev.mortise.wasm.Mortise;
import dev.mortise.wasm.internal.cache.EngineBuild;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The artifact without the compiler, as the pom makes it, in a process of its own. */
class RuntimeArtifactTest {

    private static final Pattern EXCLUDE = Pattern.compile("<exclude>([^<]+)</exclude>");
    private static final String ACCESSOR = "com.example.Guest";

    @TempDir
    Path folder;
    private Path engine;
    private List<PathMatcher> leftOut;

    @BeforeEach
    void make() throws IOException, URISyntaxException {
        var pom = Path.of(System.getProperty("mortise.root", ".."), "engine", "pom.xml");
        leftOut = EXCLUDE.matcher(Files.readString(pom)).results()
                .map(found -> FileSystems.getDefault().getPathMatcher("glob:" + found.group(1))).toList();
        assertThat(leftOut).isNotEmpty();
        engine = jar("runtime.jar", leftOut, true);
    }

    private Path jar(String fileName, List<PathMatcher> without, boolean knowsItsBuild)
            throws IOException, URISyntaxException {
        var jar = folder.resolve(fileName);
        var classes = place(Mortise.class);
        try (var zip = new ZipOutputStream(Files.newOutputStream(jar)); var files = Files.walk(classes)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var name = classes.relativize(file);
                if (without.stream().noneMatch(each -> each.matches(name)) && !name.endsWith(EngineBuild.FILE)) {
                    zip.putNextEntry(new ZipEntry(name.toString().replace(File.separatorChar, '/')));
                    zip.write(Files.readAllBytes(file));
                }
            }
            if (knowsItsBuild) {
                // As the engine's build does; an IDE does not.
                EngineBuild.main(new String[]{folder.toString()});
                zip.putNextEntry(new ZipEntry(EngineBuild.FILE));
                zip.write(Files.readAllBytes(folder.resolve(EngineBuild.FILE)));
            }
        }
        return jar;
    }

    private static Path place(Class<?> type) throws IOException, URISyntaxException {
        return Path.of(AheadOfTimeTest.place(type).toURI());
    }

    private String run(Class<?> main, Path guest, String... arguments) throws Exception {
        var path = String.join(File.pathSeparator, engine.toString(), guest.toString(), place(main).toString());
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", path, main.getName()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return output.strip();
    }

    /** It refuses what another build has compiled, and has to take itself for the build that it is. */
    @Test
    void itRunsWhatTheWholeEngineHasCompiled() throws Exception {
        var guest = AheadOfTimeProcess.guest();
        var jar = folder.resolve("guest.jar");
        AheadOfTime.compile("guest.wasm", guest).accessor(ACCESSOR).withFuel().toJar(jar);
        var module = Module.parse("guest.wasm", guest);
        assertThat(run(AheadOfTimeProcess.class, jar, ACCESSOR))
                .isEqualTo(AheadOfTimeProcess.answers(module, false).toString());
        assertThat(run(AheadOfTimeProcess.class, jar, ACCESSOR, "fuel"))
                .isEqualTo(AheadOfTimeProcess.answers(module, true).toString());
    }

    @Test
    void whatNeedsTheCompilerIsRefusedInWords() throws Exception {
        var guest = Files.write(folder.resolve("guest.wasm"), AheadOfTimeProcess.guest());
        assertThat(run(NeedsTheCompiler.class, guest, guest.toString()).lines()).hasSize(3)
                .allMatch(line -> line.startsWith("this engine came without its compiler"));
    }

    private Path guest() throws IOException {
        var jar = folder.resolve("guest.jar");
        AheadOfTime.compile("guest.wasm", AheadOfTimeProcess.guest()).accessor(ACCESSOR).toJar(jar);
        return jar;
    }

    /** What another one has compiled could be anything. */
    @Test
    void anEngineThatCannotTellItsBuildTakesNothingForItsOwn() throws Exception {
        var answers = AheadOfTimeProcess.answers(Module.parse("guest.wasm", AheadOfTimeProcess.guest()), false);
        engine = jar("whole.jar", List.of(), true);
        assertThat(run(AheadOfTimeProcess.class, guest(), ACCESSOR)).isEqualTo(answers.toString());
        engine = jar("unknown.jar", List.of(), false);
        assertThat(run(AheadOfTimeProcess.class, guest(), ACCESSOR)).endsWith(answers.toString())
                .contains("is compiled anew", "this engine could not tell which build of it that is");
        engine = jar("unknown-runtime.jar", leftOut, false);
        assertThat(run(AheadOfTimeProcess.class, guest(), ACCESSOR)).contains("IllegalStateException: " + ACCESSOR
                + " cannot be used: this engine could not tell which build of it that is");
    }

    /** There an IDE compiles, and leaves the file as it was. */
    @Test
    void aFolderOfClassesIsWhatItsClassesAre() throws Exception {
        engine = Files.createDirectory(folder.resolve("classes"));
        var classes = place(Mortise.class);
        try (var files = Files.walk(classes)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var copy = engine.resolve(classes.relativize(file).toString());
                Files.createDirectories(copy.resolveSibling("."));
                Files.copy(file, copy);
            }
        }
        var file = engine.resolve(EngineBuild.FILE);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, "another\nbuild\n");
        assertThat(run(AheadOfTimeProcess.class, guest(), ACCESSOR)).isEqualTo(AheadOfTimeProcess
                .answers(Module.parse("guest.wasm", AheadOfTimeProcess.guest()), false).toString());
    }
}
