package dev.mortise.benchmarks.programs;

import java.util.List;
import java.util.function.ToIntFunction;

/** What our hosts on the JVM have in common as processes. */
final class HostProcess {

    /** The option before the folder for compiled code. */
    static final String CACHE = "--cache";

    /** Interpreters recurse: CRuby and CPython want more than the JVM's usual megabyte. */
    private static final long STACK_BYTES = 64L << 20;
    /** What programs exit with after an error of their own. */
    private static final int FAILED = 70;

    private HostProcess() {}

    /** Runs a host with these words on a big stack, and ends the process with its exit code. */
    static void run(ToIntFunction<List<String>> host, String... words) throws InterruptedException {
        var code = new int[]{FAILED};
        var runner = new Thread(null, () -> code[0] = host.applyAsInt(List.of(words)), "program", STACK_BYTES);
        runner.start();
        runner.join();
        System.exit(code[0]);
    }
}
