package dev.mortise.wasi.internal.file;

/** What lies under a name, with preview 1's numbers. */
public enum FileType {
    UNKNOWN(0), CHARACTER_DEVICE(2), DIRECTORY(3), REGULAR_FILE(4), SOCKET_STREAM(6), SYMBOLIC_LINK(7);

    private final int number;

    FileType(int number) {
        this.number = number;
    }

    /** What the guest sees. */
    public int number() {
        return number;
    }
}
