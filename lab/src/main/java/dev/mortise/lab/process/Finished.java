package dev.mortise.lab.process;

/**
 * What came of a process.
 *
 * @param exit its code; that of a process that was stopped is the system's
 * @param isLate whether it was stopped for taking too long
 * @param out what it printed
 * @param err what it complained about
 * @param nanos from its start to its end
 */
public record Finished(int exit, boolean isLate, String out, String err, long nanos) {

    /** Whether it did what it was asked. */
    public boolean isGood() {
        return exit == 0 && !isLate;
    }

    /** The last line that is not blank, "" if there is none. */
    public static String lastLine(String text) {
        return text.lines().filter(line -> !line.isBlank()).reduce("", (before, line) -> line).strip();
    }

    /** The first line that is not blank, "" if there is none. */
    public static String firstLine(String text) {
        return text.lines().filter(line -> !line.isBlank()).findFirst().orElse("").strip();
    }
}
