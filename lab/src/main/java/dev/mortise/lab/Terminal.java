package dev.mortise.lab;

/** The terminal that standard error is, if it is one. */
final class Terminal {

    /** What {@code mortise lab} tells of the process that started it: the columns, or nothing. */
    private static final String COLUMNS = "mortise.lab.columns";
    private static final int LEAST = 20;

    private Terminal() {}

    static boolean isThere() {
        return columns() >= LEAST;
    }

    static int columns() {
        return Integer.getInteger(COLUMNS, 0);
    }
}
