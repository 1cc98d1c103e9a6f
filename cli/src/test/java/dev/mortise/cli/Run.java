package dev.mortise.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What one command line did, run in this process. */
record Run(int exitCode, byte[] bytes, String err) {

    private static final Path ROOT = Path.of(System.getProperty("mortise.root", ".."));

    /** Output as text. */
    String out() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Runs it with nothing on standard input. */
    static Run mortise(String... args) {
        return withInput(InputStream.nullInputStream(), args);
    }

    /** Runs it with these bytes on standard input. */
    static Run withInput(byte[] input, String... args) {
        return withInput(new ByteArrayInputStream(input), args);
    }

    static Run withInput(InputStream input, String... args) {
        return run(input, new ByteArrayOutputStream(), false, false, false, args);
    }

    /** Runs it with a person looking at what it tells of its work, while its output goes elsewhere. */
    static Run withErrorsOnTerminal(String... args) {
        return run(InputStream.nullInputStream(), new ByteArrayOutputStream(), false, true, false, args);
    }

    /** Runs it with a person looking at its output. */
    static Run onTerminal(String... args) {
        return run(InputStream.nullInputStream(), new ByteArrayOutputStream(), true, true, false, args);
    }

    /** Runs it with stack traces asked for. */
    static Run debugging(String... args) {
        return run(InputStream.nullInputStream(), new ByteArrayOutputStream(), false, false, true, args);
    }

    /** Runs it with an output that takes nothing. */
    static Run withFailingOutput(String reason, String... args) {
        return run(InputStream.nullInputStream(), new FailingOutput(reason), false, false, false, args);
    }

    private static Run run(InputStream in, OutputStream out, boolean outIsTerminal, boolean errIsTerminal,
            boolean debug, String... args) {
        var err = new ByteArrayOutputStream();
        var code = Mortise.run(new Streams(in, out, new PrintStream(err, true, StandardCharsets.UTF_8), outIsTerminal,
                errIsTerminal, debug), args);
        var bytes = out instanceof ByteArrayOutputStream taken ? taken.toByteArray() : new byte[0];
        return new Run(code, bytes, err.toString(StandardCharsets.UTF_8));
    }

    /** A plug-in of guests/rust. */
    static String plugin(String name) {
        return ROOT.resolve("guests/rust/" + name + ".wasm").toString();
    }

    /** A program of guests/wasi. */
    static String program(String name) {
        return ROOT.resolve("guests/wasi/" + name + ".wasm").toString();
    }

    /** A file of guests/wat. */
    static String wat(String file) {
        return ROOT.resolve("guests/wat/" + file).toString();
    }

    private static final class FailingOutput extends OutputStream {

        private final String reason;

        FailingOutput(String reason) {
            this.reason = reason;
        }

        @Override
        public void write(int b) throws IOException {
            throw new IOException(reason);
        }
    }
}
