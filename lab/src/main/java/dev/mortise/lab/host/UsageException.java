package dev.mortise.lab.host;

/** The command line is wrong; the message is for whoever wrote it. */
final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
