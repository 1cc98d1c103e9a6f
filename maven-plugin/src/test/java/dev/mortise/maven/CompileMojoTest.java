package dev.mortise.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.artifact.DefaultArtifact;
import org.apache.maven.artifact.handler.DefaultArtifactHandler;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Plugin;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
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
        mojo.execution = execution("default");
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

    private static MojoExecution execution(String id) {
        return new MojoExecution(new Plugin(), "compile", id);
    }

    /** A module of the configuration beside the usual one, of the same file. */
    private Module module(String className) {
        var other = new Module();
        other.file = module.file;
        other.className = className;
        return other;
    }

    /** Makes a jar of the engine in which something is different the one that compiles. */
    private void changeEngine(String file, Change change) throws IOException {
        var jar = folder.resolve("engine.jar");
        Samples.jar(Samples.engine(), jar);
        try (var contents = FileSystems.newFileSystem(jar)) {
            change.apply(contents.getPath(file));
        }
        mojo.artifacts.get(0).setFile(jar.toFile());
    }

    @FunctionalInterface
    private interface Change {
        void apply(Path file) throws IOException;
    }

    /** A JDK whose {@code java} is a script. */
    private File jdk(String script) throws IOException {
        var java = folder.resolve("jdk/bin/java");
        Files.createDirectories(java.resolveSibling("."));
        Files.writeString(java, "#!/bin/sh\n" + script + "\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        return folder.resolve("jdk").toFile();
    }

    private List<Path> files() throws IOException {
        try (var files = Files.walk(folder.resolve("classes"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
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
        changeEngine("another", file -> Files.writeString(file, "build"));
        mojo.execute();
        assertThat(log).containsOnly("Compiling answer.wasm to com.example.Answer").hasSize(2);
    }

    @Test
    void whateverSomebodyHasDeletedIsMadeAgain() throws Exception {
        mojo.execute();
        var files = files();
        for (var file : List.of(accessor(), folder.resolve("classes/META-INF/mortise/com.example.Answer/module.wasm"),
                folder.resolve("classes/wasm/com/example/Answer/Functions0.class"))) {
            Files.delete(file);
            mojo.execute();
            assertThat(files()).isEqualTo(files);
        }
    }

    @Test
    void whatNoModuleHasAnyMoreIsDeleted() throws Exception {
        mojo.modules = List.of(module, module("org.example.Former"));
        mojo.execute();
        var javac = folder.resolve("classes/org/Main.class");
        Files.createFile(javac);
        mojo.modules = List.of(module);
        mojo.execute();
        assertThat(log).endsWith("Deleting org.example.Former, which no <module> has any more",
                "answer.wasm is up to date as com.example.Answer");
        assertThat(files()).isNotEmpty().noneMatch(file -> file.toString().contains("Former")).contains(javac);
        assertThat(folder.resolve("classes/org/example")).doesNotExist();
        assertThat(folder.resolve("classes/META-INF/mortise/org.example.Former")).doesNotExist();
        mojo.execute();
        assertThat(log).hasSize(5);
    }

    /** What a failure has left is no longer what the stamp says, but is to be deleted all the same. */
    @Test
    void aModuleIsDeletedThatCouldNotBeCompiledAnyMore() throws Exception {
        mojo.execute();
        Files.write(folder.resolve("answer.wasm"), new byte[8]);
        assertThatThrownBy(mojo::execute).isInstanceOf(MojoFailureException.class);
        mojo.modules = List.of();
        mojo.execute();
        assertThat(files()).isEmpty();
    }

    @Test
    void executionsLeaveEachOthersModulesAlone() throws Exception {
        mojo.execute();
        mojo.execution = execution("second");
        mojo.modules = List.of(module("com.example.Second"));
        mojo.execute();
        assertThat(accessor()).exists();
        // One that moves from an execution to one that is before it is still wanted.
        mojo.execution = execution("default");
        mojo.modules = List.of(module, module("com.example.Second"));
        mojo.execute();
        mojo.execution = execution("second");
        mojo.modules = List.of();
        mojo.execute();
        assertThat(folder.resolve("classes/com/example/Second.class")).exists();
        assertThat(log).endsWith("answer.wasm is up to date as com.example.Answer",
                "answer.wasm is up to date as com.example.Second");
    }

    @Test
    void aClassMayBeInSeveralFolders() throws Exception {
        for (var i = 0; i < 2; i++) {
            for (var name : List.of("classes", "test-classes")) {
                mojo.outputDirectory = folder.resolve(name).toFile();
                module.fuel = name.startsWith("test");
                mojo.execute();
            }
        }
        assertThat(log).containsExactly("Compiling answer.wasm to com.example.Answer",
                "Compiling answer.wasm to com.example.Answer", "answer.wasm is up to date as com.example.Answer",
                "answer.wasm is up to date as com.example.Answer");
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
        for (var name : List.of("com.example.Ans-wer", "Answer", "../../answer", "com.example.a?b", "")) {
            module.className = name;
            assertThatThrownBy(mojo::execute).isInstanceOf(MojoFailureException.class).hasMessage("'" + name
                    + "' is no name of a Java class in a package, such as com.example.Prism");
        }
        assertThat(folder.resolve("stamps")).doesNotExist();
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
    void aJdkThatIsNotThereIsNamed() {
        mojo.jdk = folder.resolve("no-jdk").toFile();
        assertThatThrownBy(mojo::execute).isInstanceOf(MojoFailureException.class)
                .hasMessageContainingAll("-Dmortise.jdk", "cannot be started", "no-jdk").message().hasLineCount(1);
    }

    @Test
    void aJavaThatIsTooOldIsToldAsSuch() throws Exception {
        // The engine is of a Java to come, which is the same.
        changeEngine("dev/mortise/wasm/internal/AheadOfTimeMain.class", file -> {
            var bytes = Files.readAllBytes(file);
            bytes[7] += 40;
            Files.write(file, bytes);
        });
        assertThatThrownBy(mojo::execute).isInstanceOf(MojoFailureException.class)
                .hasMessage(Samples.jdk().resolve("bin/java") + " is older than Java 25, which compiles modules");
    }

    @Test
    void anEngineWithoutItsCompilerSaysSo() throws Exception {
        changeEngine("dev/mortise/wasm/internal/compile/ModuleCompiler.class", Files::delete);
        assertThatThrownBy(mojo::execute).isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith(module.file + ": this engine came without its compiler").message()
                .hasLineCount(1);
    }

    @Test
    void theJvmThatCompilesGetsItsArguments() throws Exception {
        mojo.execute();
        mojo.jvmArguments = List.of("-Ddev.mortise.wasm.bulkLoops=false");
        mojo.execute();
        assertThat(log).containsOnly("Compiling answer.wasm to com.example.Answer").hasSize(2);
        // Too little for a JVM, which tells it before the engine has begun.
        mojo.jvmArguments = List.of("-Xmx1k");
        assertThatThrownBy(mojo::execute).isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith(module.file + ": the JVM that compiles it ended with exit status 1:\n")
                .hasMessageContaining("heap");
    }

    @Test
    void aWantOfMemoryIsToldInOneLine() throws Exception {
        Files.write(folder.resolve("answer.wasm"), Samples.tooBig());
        mojo.jvmArguments = List.of("-Xmx8m");
        assertThatThrownBy(mojo::execute).isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith(module.file + ": there is not enough memory to compile it")
                .hasMessageContaining("<jvmArguments>").message().hasLineCount(1);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aJvmThatWasKilledIsToldWithItsExitStatus() throws Exception {
        mojo.jdk = jdk("kill -9 $$");
        assertThatThrownBy(mojo::execute).isInstanceOf(MojoFailureException.class)
                .hasMessageStartingWith(module.file + ": the JVM that compiles it ended with exit status 137 ");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void whatTheJvmSaysOfItselfIsNoWarning() throws Exception {
        mojo.jdk = jdk("JAVA_TOOL_OPTIONS=-Dnothing=0 exec '" + Samples.jdk() + "/bin/java' \"$@\"");
        mojo.execute();
        assertThat(log).containsExactly("Compiling answer.wasm to com.example.Answer");
        Files.write(folder.resolve("answer.wasm"), new byte[8]);
        assertThatThrownBy(mojo::execute).message().startsWith(module.file + ": ").hasLineCount(1);
    }

    @Test
    @Timeout(60)
    @DisabledOnOs(OS.WINDOWS)
    void aBuilderWhoIsInterruptedEndsTheJvm() throws Exception {
        var pid = folder.resolve("pid");
        mojo.jdk = jdk("echo $$ >'" + pid + ".new'; mv '" + pid + ".new' '" + pid + "'; exec sleep 600");
        var thrown = new AtomicReference<Exception>();
        var builder = new Thread(() -> {
            try {
                mojo.execute();
            } catch (MojoExecutionException | MojoFailureException e) {
                thrown.set(e);
            }
        });
        builder.start();
        while (!Files.exists(pid)) {
            Thread.sleep(10);
        }
        builder.interrupt();
        builder.join();
        assertThat(thrown.get()).isInstanceOf(MojoExecutionException.class).hasMessageContaining("interrupted");
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).ifPresent(java -> java.onExit().join());
    }

    @Test
    void nothingIsDoneIfItIsSkipped() throws Exception {
        mojo.skip = true;
        mojo.execute();
        assertThat(folder.resolve("classes")).doesNotExist();
    }
}
