package dev.mortise.maven;

import static java.util.Objects.requireNonNull;

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
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.lang.model.SourceVersion;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
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
// Provided ones are among them, for an application that gets the engine from what it runs in.
@Mojo(name = "compile", defaultPhase = LifecyclePhase.PROCESS_RESOURCES, threadSafe = true,
        requiresDependencyCollection = ResolutionScope.COMPILE_PLUS_RUNTIME)
@SuppressWarnings("NullAway.Init")
public final class CompileMojo extends AbstractMojo {

    private static final String STAMP = ".txt";

    private final ToolchainManager toolchains;

    /** The modules: of each its file, the name of its class, and whether its instances may have fuel. */
    @Parameter(required = true)
    List<Module> modules;

    /** Where the classes go. */
    @Parameter(defaultValue = "${project.build.outputDirectory}", required = true)
    File outputDirectory;

    /** Where it is noted what was compiled, so that it is not compiled again, and deleted if it is not wanted any more. */
    @Parameter(defaultValue = "${project.build.directory}/mortise", required = true)
    File stampDirectory;

    /** The home of a JDK 25 or newer, for projects without such a toolchain. */
    @Parameter(property = "mortise.jdk")
    @Nullable
    File jdk;

    /** What the JVM that compiles is given beside, such as {@code -Xmx4g} for a big module. */
    @Parameter(property = "mortise.jvmArguments")
    List<String> jvmArguments = List.of();

    /** Whether to do nothing. */
    @Parameter(property = "mortise.skip", defaultValue = "false")
    boolean skip;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    MojoExecution execution;

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
        check();
        var engine = engine();
        try {
            Files.createDirectories(stampDirectory.toPath());
            Files.createDirectories(outputDirectory.toPath());
            // First: where file names' case does not count, it may be a file of one that was renamed.
            deleteFormer();
        } catch (IOException e) {
            throw new MojoExecutionException("what was compiled before cannot be deleted: " + e, e);
        }
        for (var module : modules) {
            compile(engine, requireNonNull(module.file).toPath(), requireNonNull(module.className), module.fuel);
        }
    }

    /** Before anything is deleted or made, by a name that may be none. */
    private void check() throws MojoFailureException {
        var names = new HashSet<String>();
        for (var module : modules) {
            if (module.file == null || module.className == null) {
                throw new MojoFailureException("a <module> needs <file> and <className>, such as com.example.Prism");
            }
            if (!SourceVersion.isName(module.className) || !module.className.contains(".")) {
                throw new MojoFailureException("'" + module.className
                        + "' is no name of a Java class in a package, such as com.example.Prism");
            }
            if (!names.add(module.className)) {
                throw new MojoFailureException("two modules have the <className> " + module.className);
            }
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

    /** Deletes what was compiled of modules that this execution has no longer. */
    private void deleteFormer() throws IOException {
        var known = modules.stream().map(module -> stamp(module.className)).collect(Collectors.toSet());
        try (var stamps = Files.newDirectoryStream(stampDirectory.toPath(), "*" + STAMP)) {
            for (var file : stamps) {
                var stamp = Stamp.read(file);
                if (!known.contains(file) && stamp.owner().equals(owner())) {
                    getLog().info("Deleting " + stamp.className() + ", which no <module> has any more");
                    stamp.deleteOutputs(outputDirectory.toPath());
                    Files.delete(file);
                }
            }
        }
    }

    /** Executions may write a class of one name to several folders. */
    private Path stamp(@Nullable String className) {
        return stampDirectory.toPath().resolve(hash(outputDirectory + "\n" + className) + STAMP);
    }

    /** Of two executions that write to one folder neither deletes what is the other's. */
    private String owner() {
        return hash(outputDirectory + "\n" + execution.getExecutionId());
    }

    private void compile(Path engine, Path module, String className, boolean fuel)
            throws MojoExecutionException, MojoFailureException {
        if (!Files.isRegularFile(module)) {
            throw new MojoFailureException(module + ": there is no such module");
        }
        try {
            var file = stamp(className);
            var before = Stamp.read(file);
            // The JDK is left out: classes for 25 run on later ones, whichever has made them.
            var state = hash(String.join("\n", hash(engine), hash(module), String.valueOf(module.getFileName()),
                    String.valueOf(fuel), String.valueOf(jvmArguments)));
            if (before.state().equals(state) && before.isWhole(outputDirectory.toPath())) {
                getLog().info(module.getFileName() + " is up to date as " + className);
                // It may have been another execution's.
                new Stamp(className, owner(), state, before.outputs()).write(file);
                return;
            }
            getLog().info("Compiling " + module.getFileName() + " to " + className);
            // Else it would vouch for the half of another module that a failure leaves.
            new Stamp(className, owner(), "", before.outputs()).write(file);
            var command = CompilerProcess.command(java(), jvmArguments, engine);
            command.addAll(List.of(module.toString(), className, outputDirectory.toString(),
                    String.valueOf(fuel)));
            var outputs = new CompilerProcess(getLog()).run(command, module,
                    file.resolveSibling(file.getFileName() + ".log"));
            new Stamp(className, owner(), state, outputs).write(file);
        } catch (IOException e) {
            throw new MojoExecutionException("compiling " + module + ": " + e, e);
        }
    }

    private static String hash(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What is in a file, or in a folder of classes, rather than its time: a checkout or a copy may bring other contents
     * with an old time.
     */
    private static String hash(Path place) throws IOException {
        try (var files = Files.walk(place)) {
            var digest = sha256();
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                digest.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(digest.digest());
        }
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
        if (Runtime.version().feature() < CompilerProcess.OLDEST_JAVA) {
            throw new MojoFailureException("modules are compiled by Java " + CompilerProcess.OLDEST_JAVA
                    + " or newer, and this is Maven on Java " + Runtime.version().feature()
                    + ": have maven-toolchains-plugin select a JDK, or say -Dmortise.jdk=DIR");
        }
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
