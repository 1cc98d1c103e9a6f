package dev.mortise.maven;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.inject.Inject;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.toolchain.ToolchainManager;
import org.jspecify.annotations.Nullable;

/**
 * Compiles WebAssembly modules into the folder of the project's classes, each with a class whose method
 * <code>module()</code> gives it, before Java is compiled, which may use that class.
 */
// The engine compiles in a process of its own, under the JDK of the toolchain if there is one, else Maven's own. Of the
// project's dependencies only the versions are looked at: other modules of a build may not be compiled in this phase.
@Mojo(name = "compile", defaultPhase = LifecyclePhase.PROCESS_RESOURCES, threadSafe = true,
        requiresDependencyCollection = ResolutionScope.RUNTIME)
@SuppressWarnings("NullAway.Init")
public final class CompileMojo extends AbstractMojo {

    private static final String MAIN = "dev.mortise.wasm.internal.AheadOfTimeMain";
    private static final int OLDEST_JAVA = 25;

    private final ToolchainManager toolchains;

    /** The modules: of each its file, the name of its class, and whether its instances may have fuel. */
    @Parameter(required = true)
    List<Module> modules;

    /** Where the classes go. */
    @Parameter(defaultValue = "${project.build.outputDirectory}", required = true)
    File outputDirectory;

    /** Where it is noted what was compiled, so that it is not compiled again. */
    @Parameter(defaultValue = "${project.build.directory}/mortise", required = true)
    File stampDirectory;

    /** The home of a JDK 25 or newer, for projects without such a toolchain. */
    @Parameter(property = "mortise.jdk")
    @Nullable
    File jdk;

    /** Whether to do nothing. */
    @Parameter(property = "mortise.skip", defaultValue = "false")
    boolean skip;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    MavenSession session;

    @Parameter(defaultValue = "${project.artifacts}", readonly = true, required = true)
    Set<Artifact> dependencies;

    @Parameter(defaultValue = "${plugin.artifacts}", readonly = true, required = true)
    List<Artifact> artifacts;

    @Inject
    CompileMojo(ToolchainManager toolchains) {
        this.toolchains = toolchains;
    }

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("mortise.skip: nothing is compiled");
            return;
        }
        var engine = engine();
        var names = new HashSet<String>();
        for (var module : modules) {
            if (module.file == null || module.className == null) {
                throw new MojoFailureException("a <module> needs <file> and <className>, such as com.example.Prism");
            }
            if (!names.add(module.className)) {
                throw new MojoFailureException("two modules have the <className> " + module.className);
            }
            compile(engine, module.file.toPath(), module.className, module.fuel);
        }
    }

    /** The jar of the engine that compiles, which must be the one that will run it. */
    private Path engine() throws MojoExecutionException, MojoFailureException {
        var own = artifacts.stream().filter(CompileMojo::isEngine).findFirst().orElseThrow(
                () -> new MojoExecutionException("mortise-engine is missing from the plug-in's own dependencies"));
        for (var used : dependencies) {
            if (isEngine(used) && !used.getBaseVersion().equals(own.getBaseVersion())) {
                throw new MojoFailureException("the project uses mortise-engine " + used.getBaseVersion()
                        + ", which does not run what version " + own.getBaseVersion()
                        + " compiles: let the versions of mortise-maven-plugin and mortise-engine be the same");
            }
        }
        return own.getFile().toPath();
    }

    private static boolean isEngine(Artifact artifact) {
        return artifact.getGroupId().equals("dev.mortise") && artifact.getArtifactId().equals("mortise-engine");
    }

    private void compile(Path engine, Path module, String className, boolean fuel)
            throws MojoExecutionException, MojoFailureException {
        try {
            if (!Files.isRegularFile(module)) {
                throw new MojoFailureException(module + ": there is no such module");
            }
            var stamp = stampDirectory.toPath().resolve(className.replace(File.separatorChar, '_') + ".txt");
            var state = String.join("\n", "engine " + hash(engine), "module " + module.getFileName() + " "
                    + hash(module), "folder " + outputDirectory, "fuel " + fuel);
            if (isUpToDate(stamp, state, className)) {
                getLog().info(module.getFileName() + " is up to date as " + className);
                return;
            }
            getLog().info("Compiling " + module.getFileName() + " to " + className);
            Files.createDirectories(outputDirectory.toPath());
            // Else it would vouch for the half of another module that a failure leaves.
            Files.deleteIfExists(stamp);
            run(List.of(java(), "-Dstderr.encoding=UTF-8", "-cp", engine.toString(), MAIN, module.toString(),
                    className, outputDirectory.toString(), String.valueOf(fuel)));
            Files.createDirectories(stampDirectory.toPath());
            Files.writeString(stamp, state);
        } catch (IOException e) {
            throw new MojoExecutionException("compiling " + module + ": " + e, e);
        }
    }

    /**
     * What is in a file, or in a folder of classes, rather than its time: a checkout or a copy may bring other contents
     * with an old time.
     */
    private static String hash(Path place) throws IOException {
        try (var files = Files.walk(place)) {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                digest.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isUpToDate(Path stamp, String state, String className) throws IOException {
        return Files.exists(stamp) && Files.readString(stamp).equals(state)
                && Files.exists(outputDirectory.toPath().resolve(className.replace('.', '/') + ".class"));
    }

    private String java() throws MojoFailureException {
        if (jdk != null) {
            return jdk.toPath().resolve("bin").resolve("java").toString();
        }
        var toolchain = toolchains.getToolchainFromBuildContext("jdk", session);
        var found = toolchain == null ? null : toolchain.findTool("java");
        if (found != null) {
            return found;
        }
        if (Runtime.version().feature() < OLDEST_JAVA) {
            throw new MojoFailureException("modules are compiled by Java " + OLDEST_JAVA
                    + " or newer, and this is Maven on Java " + Runtime.version().feature()
                    + ": have maven-toolchains-plugin select a JDK, or say -Dmortise.jdk=DIR");
        }
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private void run(List<String> command) throws IOException, MojoExecutionException, MojoFailureException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new MojoFailureException(output.contains("UnsupportedClassVersionError")
                        ? command.get(0) + " is older than Java " + OLDEST_JAVA + ", which compiles modules"
                        : output);
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new MojoExecutionException("interrupted", e);
        }
        output.lines().forEach(getLog()::warn);
    }
}
