package dev.mortise.examples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What an example prints. */
final class Output {

    private Output() {}

    /** An example's main method. */
    @FunctionalInterface
    interface Example {
        void run() throws Exception;
    }

    /** Runs it; answers the lines. */
    static String of(Example example) throws Exception {
        var terminal = System.out;
        var printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            example.run();
        } finally {
            System.setOut(terminal);
        }
        return printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
