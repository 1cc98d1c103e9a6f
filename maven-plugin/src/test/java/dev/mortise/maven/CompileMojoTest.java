package dev.mortise.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompileMojoTest {

    @TempDir
    private Path folder;

    private final List<String> log = new ArrayList<>();
    private @Nullable String toolchainsJava;
    private final CompileMojo mojo = new CompileMojo(new Toolchains());
    private final Module module = new Module();

    /** The toolchain that a build has selected, if any. */
    private final class Toolchains implements ToolchainManager {

        @Override
        @SuppressWarnings("NullAway")
        public @Nullable Toolchain getToolchainFromBuildContext(String type, MavenSession session) {
            var java = toolchainsJava;
            return java == null ? null : new Toolchain() {

                @Override
                public String getType() {
                    return type;
                }

                @Override
                public String findTool(String name) {
                    return java;
                }
            };
        }

        @Override
        public List<Toolchain> getToolchains(MavenSession session, String type, Map<String, String> requirements) {
            return List.of();
        }
    }

    @BeforeEach
    void configure() throws IOException {
        mojo.setLog(new SystemStreamLog() {

            @Override
            public void info(CharSequence content) {
                log.add(content.toString());
            }

            @Override
            public void warn(CharSequence content) {
                log.add("warning: " + content);
            }
        });
        mojo.outputDirectory = folder.resolve("classes").toFile();
        mojo.stampDirectory = folder.resolve("stamps").toFile();
        mojo.jdk = Samples.jdk().toFile();
        mojo.artifacts = List.of(engine("1"));
        mojo.dependencies = Set.of(engine("1"));
        mojo.modules = List.of(module);
        module.file = folder.resolve("answer.wasm").toFile();
        module.className = "com.example.Answer";
        write(42);
    }

    private static Artifact engine(String version) {
        var artifact = new DefaultArtifact("dev.mortise", "mortise-engine", version, "runtime", "jar", "",
                new DefaultArtifactHandler("jar"));
        artifact.setFile(Samples.engine().toFile());
        return artifact;
    }

    private void write(int answer) throws IOException {
        Files.write(folder.resolve("answer.wasm"), Samples.module(answer));
    }

    private Path accessor() {
        return folder.resolve("classes/com/example/Answer.class");
    }

    @Test
    void theClassesAreMadeOnceForTheSameModuleAndOptions() throws Exception {
        mojo.execute();
        assertThat(accessor()).exists();
        mojo.execute();
        module.fuel = true;
        mojo.execute();
        assertThat(log).containsExactly("Compiling answer.wasm to com.example.Answer",
                "answer.wasm is up to date as com.example.Answer", "Compiling answer.wasm to com.example.Answer");
    }

    /** A checkout or a copy may leave a file's time as it was. */
    @Test
    void anotherModuleOfTheSameSizeAndTimeIsCompiled() throws Exception {
        mojo.execute();
        var time = Files.getLastModifiedTime(folder.resolve("answer.wasm"));
        write(43);
        Files.setLastModifiedTime(folder.resolve("answer.wasm"), time);
        mojo.execute();
        assertThat(log).containsOnly("Compiling answer.wasm to com.example.Answer").hasSize(2);
    }

    @Test
    void anotherEngineCompilesAgain() throws Exception {
        mojo.execute();
        var jar = folder.resolve("engine.jar");
        Samples.jar(Samples.engine(), jar);
        try (var contents = FileSystems.newFileSystem(jar)) {
            Files.writeString(contents.getPath("another"), "build");
        }
        mojo.artifacts.get(0).setFile(jar.toFile());
        mojo.execute();
        assertThat(log).containsOnly("Compiling answer.wasm to com.example.Answer").hasSize(2);
    }

    @Test
    void classesThatSomebodyHasDeletedAreMadeAgain() throws Exception {
        mojo.execute();
        Files.delete(accessor());
        mojo.execute();
        assertThat(accessor()).exists();
    }

    /** Nor does what was noted of the first compilation vouch for what the failure has left. */
    @Test
    void anInvalidModuleFailsTheBuildInOneLine() throws Exception {
        mojo.execute();
        var bytes = Samples.module(42);
        bytes[bytes.length - 1] = 0;
        Files.write(folder.resolve("answer.wasm"), bytes);
        assertThatThrownBy(mojo::execute).isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith(folder.resolve("answer.wasm") + ": ").message().hasLineCount(1);
        write(42);
        mojo.execute();
        assertThat(log).containsOnly("Compiling answer.wasm to com.example.Answer").hasSize(3);
    }

    @Test
    void functionsThatCannotBeCompiledAreWarningsOfTheBuild() throws Exception {
        Files.write(folder.resolve("answer.wasm"), Samples.tooBig());
        mojo.execute();
        assertThat(accessor()).exists();
        assertThat(log).hasSize(2).last().asString().startsWith("warning: " + folder.resolve("answer.wasm")
                + ": function 30000 cannot be compiled, and fails when it is called: too big");
    }

    @Test
    void whatIsWrongInTheConfigurationIsNamed() {
        module.className = "com.example.Ans-wer";
        assertThatThrownBy(mojo::execute).isInstanceOf(MojoFailureException.class)
                .hasMessageContaining("'com.example.Ans-wer' is no name of a Java class");
        mojo.modules = List.of(module, module);
        module.className = "com.example.Answer";
        assertThatThrownBy(mojo::execute).hasMessage("two modules have the <className> com.example.Answer");
        module.className = null;
        assertThatThrownBy(mojo::execute).hasMessageContaining("<className>");
        module.className = "com.example.Answer";
        module.file = folder.resolve("none.wasm").toFile();
        mojo.modules = List.of(module);
        assertThatThrownBy(mojo::execute).hasMessage(folder.resolve("none.wasm") + ": there is no such module");
    }

    @Test
    void anEngineOfAnotherVersionIsNotCompiledFor() {
        mojo.dependencies = Set.of(engine("2"));
        assertThatThrownBy(mojo::execute).isInstanceOf(MojoFailureException.class)
                .hasMessage("the project uses mortise-engine 2, which does not run what version 1 compiles: let the "
                        + "versions of mortise-maven-plugin and mortise-engine be the same");
    }

    @Test
    void theToolchainsJavaIsTakenUnlessAJdkIsNamed() throws Exception {
        toolchainsJava = folder.resolve("no-java").toString();
        mojo.execute();
        mojo.jdk = null;
        module.fuel = true;
        assertThatThrownBy(mojo::execute).hasMessageContaining("no-java");
    }

    @Test
    void aJavaThatIsTooOldIsToldAsSuch() {
        var java = Samples.mavensJava();
        assumeThat(Samples.version(java)).as("the Java that Maven runs on").isLessThan(25);
        mojo.jdk = java.toFile();
        assertThatThrownBy(mojo::execute).isInstanceOf(MojoFailureException.class)
                .hasMessage(java.resolve("bin/java") + " is older than Java 25, which compiles modules");
    }

    @Test
    void nothingIsDoneIfItIsSkipped() throws Exception {
        mojo.skip = true;
        mojo.execute();
        assertThat(folder.resolve("classes")).doesNotExist();
    }
}
