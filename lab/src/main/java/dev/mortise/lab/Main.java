package dev.mortise.lab;

import dev.mortise.lab.process.Program;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;

/** Entry point of the lab; {@code mortise lab} starts it as a process of its own. */
public final class Main {

    private static final int FAILED = 1;
    private static final int HELP_WIDTH = 100;

    private Main() {}

    /** Runs one command line and ends the process with its exit code: 0, 1 if something failed, 2 for wrong usage. */
    public static void main(String[] arguments) {
        // A process that is to end takes along what it has started: a build, say.
        Runtime.getRuntime().addShutdownHook(new Thread(Program::end));
        System.exit(commandLine(arguments).execute(arguments));
    }

    /** The parser of these arguments, ready to execute them. */
    static CommandLine commandLine(String... arguments) {
        var line = new CommandLine(new LabCommand(arguments)).setUsageHelpWidth(HELP_WIDTH).setExpandAtFiles(false);
        line.addSubcommand(new CompareCommand()).addSubcommand(new ReportCommand()).addSubcommand(new PeersCommand());
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            System.err.println("mortise lab: " + message(e));
            if (System.getenv("MORTISE_DEBUG") != null) {
                e.printStackTrace();
            }
            return e instanceof IllegalArgumentException ? CommandLine.ExitCode.USAGE : FAILED;
        });
        return line;
    }

    private static String message(Exception e) {
        if (e instanceof NoSuchFileException missing) {
            return "there is no file " + missing.getFile();
        }
        if (e instanceof AccessDeniedException denied) {
            return "%s may not be read, or not be written".formatted(denied.getFile());
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
