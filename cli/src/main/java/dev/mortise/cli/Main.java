package dev.mortise.cli;

/** Entry point of the {@code mortise} command. */
public final class Main {

    private Main() {}

    /** Runs the command that the arguments name, and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(Mortise.run(Streams.ofProcess(), args));
    }
}
