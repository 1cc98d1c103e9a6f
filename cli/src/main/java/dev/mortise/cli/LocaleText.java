package dev.mortise.cli;

/**
 * Text that came from outside as bytes and was decoded by the JVM in the encoding of the user's locale. What that
 * encoding cannot express is lost by then, and nobody should get the rest instead.
 */
final class LocaleText {

    private static final char LOST = '\uFFFD';

    private LocaleText() {}

    /**
     * Refuses text of which something is lost.
     *
     * @param what for the message
     */
    static void check(String what, String text) {
        var encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
        // In UTF-8 that character may have been meant.
        if (text.indexOf(LOST) >= 0 && !encoding.equalsIgnoreCase("UTF-8")) {
            throw new CommandFailure(ExitCode.USAGE, "%s has characters that this locale (%s) cannot pass: set "
                    .formatted(what, encoding) + "LC_ALL=C.UTF-8");
        }
    }
}
