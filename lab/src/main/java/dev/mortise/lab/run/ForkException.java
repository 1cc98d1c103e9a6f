package dev.mortise.lab.run;

/** A process gave no figures; the message is for the report. */
final class ForkException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean isHang;

    ForkException(String message, boolean isHang) {
        super(message);
        this.isHang = isHang;
    }

    /** Whether it had to be stopped. */
    boolean isHang() {
        return isHang;
    }
}
