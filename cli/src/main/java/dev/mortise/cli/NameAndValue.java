package dev.mortise.cli;

/**
 * An option's argument of the form NAME=VALUE.
 *
 * @param name not empty
 * @param value perhaps empty
 */
record NameAndValue(String name, String value) {

    /**
     * Splits it at the first {@code =}.
     *
     * @param option for the message
     * @param form for the message
     */
    static NameAndValue of(String option, String form, String text) {
        var equals = text.indexOf('=');
        if (equals < 1) {
            throw new CommandFailure(ExitCode.USAGE, "%s needs %s, not '%s'".formatted(option, form, text));
        }
        return new NameAndValue(text.substring(0, equals), text.substring(equals + 1));
    }
}
