package dev.mortise.lab.result;

/**
 * A contender of a run.
 *
 * @param id names it in measurements and for {@code --peers}
 * @param title for people
 * @param kind {@link #JVM} or {@link #OUTSIDE}
 * @param version what it says it is; "" if it was left out
 * @param leftOut why it was not measured at all; "" if it was
 * @param command that starts it, for whoever wants to repeat a row
 * @param isNative whether it does the work without a guest; no older file says so
 */
public record Participant(String id, String title, String kind, String version, String leftOut, String command,
        boolean isNative) {

    /** Runs in a JVM. */
    public static final String JVM = "jvm";
    /** A program of its own. */
    public static final String OUTSIDE = "outside";

    /** Whether it took part. */
    public boolean tookPart() {
        return leftOut.isEmpty();
    }
}
