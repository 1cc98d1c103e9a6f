package dev.mortise.lab.result;

import org.jspecify.annotations.Nullable;

/** A result file that cannot be used; the message tells file, line and what is wrong. */
public final class LabFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LabFileException(String message) {
        this(message, null);
    }

    LabFileException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
