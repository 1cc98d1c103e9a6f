package dev.mortise.maven;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;

/**
 * The JVM in which the engine compiles a module. The engine's lines begin with a mark; all others are the JVM's own, as
 * those that tell of {@code JAVA_TOOL_OPTIONS}, and count for something only where the engine could not speak.
 */
final class CompilerProcess {

    /** The oldest Java that has what the engine needs. */
    static final int OLDEST_JAVA = 25;

    private static final String MAIN = "dev.mortise.wasm.internal.AheadOfTimeMain";
    private static final String WROTE = "mortise wrote ";
    private static final String WARNS = "mortise warns ";
    private static final String FAILS = "mortise fails ";

    private final Log log;
    private final List<String> wrote = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final List<String> others = new ArrayList<>();

    CompilerProcess(Log log) {
        this.log = log;
    }

    /** The command that compiles a module, without the class's name and what follows. */
    static List<String> command(String java, List<String> jvmArguments, Path engine) {
        var command = new ArrayList<>(List.of(java, "-Dstdout.encoding=UTF-8"));
        command.addAll(jvmArguments);
        command.addAll(List.of("-cp", engine.toString(), MAIN));
        return command;
    }

    /**
     * Runs it.
     *
     * @param module what it compiles
     * @param said where all that it says goes; a file, so that a builder who is interrupted does not hang in reading
     * @return the paths of the files that it wrote
     */
    List<String> run(List<String> command, Path module, Path said)
            throws IOException, MojoExecutionException, MojoFailureException {
        var status = status(start(command, said), module);
        new String(Files.readAllBytes(said), StandardCharsets.UTF_8).lines().forEach(this::take);
        if (status != 0) {
            throw new MojoFailureException(failure(command.get(0), module, status));
        }
        return wrote;
    }

    private static Process start(List<String> command, Path said) throws MojoFailureException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
        } catch (IOException e) {
            throw new MojoFailureException(
                    "the JDK that compiles modules, of the toolchain or of -Dmortise.jdk, cannot "
                            + "be started: " + e.getMessage(),
                    e);
        }
    }

    private static int status(Process process, Path module) throws IOException, MojoExecutionException {
        try {
            process.getOutputStream().close();
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MojoExecutionException(module + ": the compilation was interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private void take(String line) {
        if (line.startsWith(WROTE)) {
            wrote.add(line.substring(WROTE.length()));
        } else if (line.startsWith(WARNS)) {
            log.warn(line.substring(WARNS.length()));
        } else if (line.startsWith(FAILS)) {
            failures.add(line.substring(FAILS.length()));
        } else {
            others.add(line);
            log.debug(line);
        }
    }

    private String failure(String java, Path module, int status) {
        if (!failures.isEmpty()) {
            return String.join("\n", failures);
        }
        if (others.stream().anyMatch(line -> line.contains("UnsupportedClassVersionError"))) {
            return java + " is older than Java " + OLDEST_JAVA + ", which compiles modules";
        }
        return module + ": the JVM that compiles it ended with exit status " + status
                + (others.isEmpty() ? " and without a word: perhaps the system has killed it for want of memory"
                        : ":\n" + String.join("\n", others));
    }
}
