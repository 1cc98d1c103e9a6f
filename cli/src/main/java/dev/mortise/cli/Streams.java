package dev.mortise.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a command reads and writes. Stdout takes the result as raw bytes and nothing else; everything that is said about
 * it goes to stderr.
 *
 * @param in standard input
 * @param out standard output, not buffered and not translated
 * @param err standard error
 * @param outIsTerminal whether a person looks at standard output
 * @param errIsTerminal whether a person looks at standard error
 * @param debug whether failures show their stack traces
 */
record Streams(InputStream in, OutputStream out, PrintStream err, boolean outIsTerminal, boolean errIsTerminal,
        boolean debug) {

    /** Those of this process. */
    static Streams ofProcess() {
        // System.out would swallow what goes wrong, a full disk and a closed pipe among it.
        return new Streams(input(), new FileOutputStream(FileDescriptor.out), System.err, isTerminal(1),
                isTerminal(2), isSet("MORTISE_DEBUG"));
    }

    /** Writes a result. */
    void write(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw outputFailure(e);
        }
    }

    /** Writes a result that is text. */
    void write(String text) {
        write(text.getBytes(textEncoding()));
    }

    /** Reads standard input to its end. */
    byte[] readInput() {
        try {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FILE, "cannot read standard input: " + FileProblem.reason(e), e);
        }
    }

    /** For a library that prints text. */
    PrintWriter outWriter() {
        return new PrintWriter(out, false, textEncoding());
    }

    private Charset textEncoding() {
        return outIsTerminal ? Charset.forName(System.getProperty("stdout.encoding", "UTF-8")) : StandardCharsets.UTF_8;
    }

    private static CommandFailure outputFailure(IOException e) {
        var reason = FileProblem.reason(e);
        return reason.contains("Broken pipe")
                ? new CommandFailure(ExitCode.BROKEN_PIPE, "", e)
                : new CommandFailure(ExitCode.FILE, "cannot write to standard output: " + reason, e);
    }

    static boolean isSet(String variable) {
        var value = System.getenv(variable);
        return value != null && !value.isEmpty() && !value.equals("0");
    }

    /** The JDK knows only whether stdin and stdout both are terminals; Linux tells it of each. */
    private static boolean isTerminal(int descriptor) {
        var target = targetOf(descriptor);
        if (!target.isEmpty()) {
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        }
        var console = System.console();
        return console != null && console.isTerminal();
    }

    /** What a file descriptor of this process stands for; empty where the system does not tell. */
    private static String targetOf(int descriptor) {
        var link = Path.of("/proc/self/fd/" + descriptor);
        try {
            return Files.isSymbolicLink(link) ? Files.readSymbolicLink(link).toString() : "";
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * Standard input. Where the caller has closed it, its number goes to the first file that the JVM opens, one of the
     * JDK's own: that must not be taken for input, so what is closed is empty.
     */
    private static InputStream input() {
        return targetOf(0).startsWith(System.getProperty("java.home") + "/lib/modules") ? InputStream.nullInputStream()
                : new FileInputStream(FileDescriptor.in);
    }
}
