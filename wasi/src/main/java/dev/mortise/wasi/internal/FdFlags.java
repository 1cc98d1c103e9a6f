package dev.mortise.wasi.internal;

/** The flags of a descriptor, as preview 1 numbers them. */
final class FdFlags {

    static final int APPEND = 1;
    static final int DSYNC = 1 << 1;
    static final int NONBLOCK = 1 << 2;
    static final int RSYNC = 1 << 3;
    static final int SYNC = 1 << 4;
    static final int ALL = 31;
    /** Those that can be changed while something is open. */
    static final int CHANGEABLE = APPEND | NONBLOCK;

    private FdFlags() {}
}
