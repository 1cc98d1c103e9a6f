package dev.mortise.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The goal in a build of the Maven that runs this one, with this build's plug-in and engine. */
final class BuildOfAnApplicationTest {

    private static final String VERSION = System.getProperty("test.version", "");

    private final Path root = Path.of(System.getProperty("mortise.root", "..")).toAbsolutePath().normalize();
    /** Kept from run to run, for what Maven copies there. */
    private final Path repository = root.resolve("maven-plugin/target/test-repository");

    /** Of two modules, so that a path in the application's is not one in Maven's working directory. */
    @TempDir
    private Path build;

    private Path application;

    @BeforeEach
    void write() throws IOException {
        install("mortise-parent", Path.of("pom.xml"));
        install("mortise-engine", Path.of("engine/pom.xml"), Samples.engine());
        install("mortise-maven-plugin", Path.of("maven-plugin/pom.xml"), Samples.plugin());
        Files.writeString(build.resolve("pom.xml"), """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>com.example</groupId>
                  <artifactId>build</artifactId>
                  <version>1</version>
                  <packaging>pom</packaging>
                  <modules>
                    <module>app</module>
                  </modules>
                </project>
                """);
        application = build.resolve("app");
        write("pom.xml");
        write("src/main/java/com/example/Main.java");
        var module = application.resolve("src/main/wasm/answer.wasm");
        Files.createDirectories(module.resolveSibling("."));
        Files.write(module, Samples.module(42));
    }

    private void install(String artifact, Path pom) throws IOException {
        var name = artifact + "-" + VERSION + ".pom";
        var target = repository.resolve("dev/mortise").resolve(artifact).resolve(VERSION).resolve(name);
        Files.createDirectories(target.resolveSibling("."));
        Files.writeString(target, Files.readString(root.resolve(pom)));
    }

    private void install(String artifact, Path pom, Path classes) throws IOException {
        install(artifact, pom);
        Samples.jar(classes, repository.resolve("dev/mortise").resolve(artifact).resolve(VERSION)
                .resolve(artifact + "-" + VERSION + ".jar"));
    }

    private void write(String name) throws IOException {
        var text = Files.readString(root.resolve("maven-plugin/src/test/app").resolve(name));
        write(name, text.replace("@version@", VERSION).replace("@repository@",
                Path.of(System.getProperty("test.maven.repository", "")).toUri().toString()));
    }

    private void write(String name, String text) throws IOException {
        var target = application.resolve(name);
        Files.createDirectories(target.resolveSibling("."));
        Files.writeString(target, text);
    }

    private void change(String name, String from, String to) throws IOException {
        var text = Files.readString(application.resolve(name));
        assertThat(text).contains(from);
        write(name, text.replace(from, to));
    }

    private String maven() throws IOException, InterruptedException {
        var windows = System.getProperty("os.name", "").startsWith("Windows");
        var maven = Path.of(System.getProperty("test.maven", ""), "bin", windows ? "mvn.cmd" : "mvn").toString();
        var program = new ProcessBuilder(maven, "--batch-mode", "--no-transfer-progress",
                "-Dmaven.repo.local=" + repository, "compile").directory(build.toFile());
        program.environment().put("JAVA_HOME", Samples.mavensJava().toString());
        // What the outer build was told is not for this one.
        program.environment().remove("MAVEN_ARGS");
        program.environment().remove("MAVEN_OPTS");
        return Samples.run(program);
    }

    @Test
    void aModuleIsCompiledBeforeTheJavaThatUsesIt() throws Exception {
        assertThat(maven()).contains("Compiling answer.wasm to com.example.Answer").endsWith("exit status 0");
        assertThat(Samples.java(List.of(application.resolve("target/classes"), Samples.engine()), "com.example.Main"))
                .isEqualTo("42" + System.lineSeparator() + "exit status 0");

        // Where Java has changed, the compiler plug-in deletes the classes that it has made before.
        change("src/main/java/com/example/Main.java", "println(", "println(\"answer \" + ");
        assertThat(maven()).contains("answer.wasm is up to date as com.example.Answer").endsWith("exit status 0");
        assertThat(Samples.java(List.of(application.resolve("target/classes"), Samples.engine()), "com.example.Main"))
                .isEqualTo("answer 42" + System.lineSeparator() + "exit status 0");
    }

    /** Also where the application gets it from what it runs in. */
    @Test
    void anEngineOfAnotherVersionIsRefused() throws Exception {
        var other = repository.resolve("dev/mortise/mortise-engine/0");
        Samples.jar(Samples.engine(), other.resolve("mortise-engine-0.jar"));
        Files.writeString(other.resolve("mortise-engine-0.pom"), """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>dev.mortise</groupId>
                  <artifactId>mortise-engine</artifactId>
                  <version>0</version>
                </project>
                """);
        change("pom.xml", "<artifactId>mortise-engine</artifactId>\n      <version>" + VERSION + "</version>",
                "<artifactId>mortise-engine</artifactId>\n      <version>0</version>\n      <scope>provided</scope>");
        assertThat(maven()).contains("the project uses mortise-engine 0, which does not run what version " + VERSION)
                .doesNotContain("Compiling answer.wasm").endsWith("exit status 1");
    }

    @Test
    void theJvmThatCompilesGetsTheArgumentsOfTheConfiguration() throws Exception {
        change("pom.xml", "-Xmx256m", "-Xmx1k");
        assertThat(maven()).contains("answer.wasm: the JVM that compiles it ended with exit status 1")
                .endsWith("exit status 1");
    }
}
