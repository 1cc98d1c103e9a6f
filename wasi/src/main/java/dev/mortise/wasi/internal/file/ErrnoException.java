package dev.mortise.wasi.internal.file;

import java.io.IOException;

/** Carries an error number from where it is found to the function that answers with it. */
public final class ErrnoException extends IOException {

    private static final long serialVersionUID = 1L;

    private final Errno errno;

    ErrnoException(Errno errno) {
        super(errno.name());
        this.errno = errno;
    }

    /** Which error. */
    public Errno errno() {
        return errno;
    }

    /** Shared objects have no stack of their own. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
