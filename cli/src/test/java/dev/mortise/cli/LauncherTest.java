package dev.mortise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code mortise} in a checkout that it takes for built, so that it hands over to Java at once. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

    private static final Path ROOT = Path.of(System.getProperty("mortise.root", "..")).toAbsolutePath();

    @TempDir
    private Path checkout;

    @BeforeEach
    void makeCheckout() throws IOException {
        for (var file : new String[]{"mortise", "config/find-jdk.sh"}) {
            Files.createDirectories(checkout.resolve(file).getParent());
            Files.copy(ROOT.resolve(file), checkout.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        Files.createFile(checkout.resolve("pom.xml"));
        Files.createDirectory(checkout.resolve(".mvn"));
        for (var floor : new String[]{"engine", "text", "wasi", "plugin", "bind", "simulator", "cli"}) {
            Files.createDirectories(checkout.resolve(floor + "/src/main"));
            Files.createFile(checkout.resolve(floor + "/pom.xml"));
        }
        // The simulator carries these.
        Files.createFile(Files.createDirectories(checkout.resolve("guests/policies/rust")).resolve("lru.wasm"));
        var libraries = Files.createDirectories(checkout.resolve("target/launcher/1-1"));
        var number = 0;
        for (var entry : System.getProperty("jdk.module.path").split(File.pathSeparator)) {
            // A folder of classes is a module of its own, like a jar. All such folders have the same name; a jar needs
            // its own, from which Java takes the module's where the jar names none.
            var from = Path.of(entry);
            copy(from, libraries.resolve((Files.isDirectory(from) ? number++ + "-" : "") + from.getFileName()));
        }
        var stamp = Files.writeString(checkout.resolve("target/launcher/built"), "1-1\n");
        Files.setLastModifiedTime(stamp, FileTime.from(Instant.now().plusSeconds(60)));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                var target = file.equals(from) ? to : to.resolve(from.relativize(file).toString());
                Files.copy(file, target);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private Run launch(Map<String, String> environment, String... args) throws Exception {
        var command = new ArrayList<>(List.of(checkout.resolve("mortise").toString()));
        command.addAll(List.of(args));
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.endsWith("_OPTS") || name.endsWith("_OPTIONS"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        var errors = checkout.resolve("errors.txt");
        var process = builder.redirectError(errors.toFile()).start();
        var output = process.getInputStream().readAllBytes();
        return new Run(process.waitFor(), output, Files.readString(errors, StandardCharsets.UTF_8));
    }

    @Test
    void handsOverToJava() throws Exception {
        var run = launch(Map.of("MORTISE_JAVA_OPTS", "-Xmx300m -Da=b"), "call", Run.plugin("echo"), "echo", "-i", "x");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("x");
        assertThat(run.exitCode()).isZero();
        assertThat(launch(Map.of(), "call", Run.plugin("error"), "fail").exitCode())
                .isEqualTo(ExitCode.PLUGIN_FAILED);
    }

    @Test
    void tellsOptionsThatJavaRefusesFromAPluginThatFailed() throws Exception {
        for (var variable : new String[]{"MORTISE_JAVA_OPTS", "JAVA_OPTS", "JAVA_TOOL_OPTIONS"}) {
            var run = launch(Map.of(variable, "-Xmx4x"), "call", Run.plugin("echo"), "echo");

            assertThat(run.err()).contains("-Xmx4x", "mortise: Java refuses these options", "MORTISE_JAVA_OPTS");
            assertThat(run.out()).isEmpty();
            assertThat(run.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
        }
    }
}
