package dev.mortise.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the process tells its caller when it ends. */
final class ExitCode {

    static final int OK = 0;
    /** The plug-in ran and failed: its own error, a trap, a limit, a code other than 0. */
    static final int PLUGIN_FAILED = 1;
    /** The command line is wrong, the name of the function included. */
    static final int USAGE = 2;
    /** A file or stream cannot be read or written, or is not a module or manifest that can be used. */
    static final int FILE = 3;
    /**
     * The launcher found nothing to run, and could not build it: no JDK, no Maven, a failed build, options that
     * Java refuses; EX_UNAVAILABLE.
     */
    static final int UNAVAILABLE = 69;
    /** The program of {@code run} trapped: what a shell reports for one that abort() ends, and wasmtime does. */
    static final int TRAPPED = 134;
    /** A fault of Mortise; EX_SOFTWARE of BSD's sysexits. */
    static final int BUG = 70;
    /** Nobody reads stdout any more: what a shell reports for a program that SIGPIPE ends. */
    static final int BROKEN_PIPE = 141;
    private static final int MOST = 255;

    private ExitCode() {}

    /** What the process ends with after a program that ended with this code, of which a shell sees the lowest byte. */
    static int ofProgram(int code) {
        return code >= 0 && code < MOST ? code : MOST;
    }

    /** For the help text. */
    static Map<String, String> descriptions() {
        var all = new LinkedHashMap<String, String>();
        all.put("0", "all went well");
        all.put("1", "the plug-in failed: its own error, a trap, a limit, a code other than 0");
        all.putAll(common());
        all.put(Integer.toString(TRAPPED), "the program of 'run' trapped; its own codes are passed on");
        return all;
    }

    /** For the help text of {@code run}. */
    static Map<String, String> descriptionsOfRun() {
        var all = new LinkedHashMap<String, String>();
        all.put("0 to 255", "the program's own; 255 for any code above");
        all.put(Integer.toString(TRAPPED), "the program trapped");
        all.putAll(common());
        return all;
    }

    private static Map<String, String> common() {
        var all = new LinkedHashMap<String, String>();
        all.put("2", "the command line is wrong, or there is no such function");
        all.put("3", "a file cannot be read or written, or is not a module or manifest that can be used");
        all.put(Integer.toString(UNAVAILABLE),
                "no JDK or Maven was found, the build failed, or Java refuses its options (the launcher "
                        + "only)");
        all.put("70", "a fault of Mortise; MORTISE_DEBUG=1 shows where");
        all.put("130", "stopped by Ctrl-C");
        return all;
    }
}
