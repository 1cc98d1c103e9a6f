package dev.mortise.wasm.ahead;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mortise.wasm.AheadOfTime;
import dev.mortise.wasm.Module;
import dev.mortise.wasm.Mortise;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
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

    @BeforeEach
    void make() throws IOException, URISyntaxException {
        engine = folder.resolve("runtime.jar");
        var classes = place(Mortise.class);
        var pom = Path.of(System.getProperty("mortise.root", ".."), "engine", "pom.xml");
        var leftOut = EXCLUDE.matcher(Files.readString(pom)).results()
                .map(found -> FileSystems.getDefault().getPathMatcher("glob:" + found.group(1))).toList();
        assertThat(leftOut).isNotEmpty();
        try (var zip = new ZipOutputStream(Files.newOutputStream(engine)); var files = Files.walk(classes)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var name = classes.relativize(file);
                if (leftOut.stream().noneMatch(each -> each.matches(name))) {
                    zip.putNextEntry(new ZipEntry(name.toString().replace(File.separatorChar, '/')));
                    zip.write(Files.readAllBytes(file));
                }
            }
        }
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
}
