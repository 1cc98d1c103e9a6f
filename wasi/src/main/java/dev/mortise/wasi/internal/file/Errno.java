package dev.mortise.wasi.internal.file;

/** The errors of preview 1 that a guest can meet here, with their numbers. */
public enum Errno {
    SUCCESS(0), ACCES(2), AGAIN(6), BADF(8), BUSY(10), CONNABORTED(13), CONNRESET(15), DQUOT(19), EXIST(20), FBIG(
            22),
    ILSEQ(25), INVAL(28), IO(29), ISDIR(31), LOOP(32), MFILE(33), MLINK(34), NAMETOOLONG(37), NFILE(
            41),
    NOENT(44), NOMEM(48), NOSPC(51), NOSYS(52), NOTCONN(53), NOTDIR(54), NOTEMPTY(55), NOTSOCK(
            57),
    NOTSUP(58), OVERFLOW(61), PERM(63), PIPE(
            64),
    ROFS(69), SPIPE(70), STALE(72), TXTBSY(74), XDEV(75), NOTCAPABLE(76);

    private final int number;
    private final ErrnoException exception = new ErrnoException(this);

    Errno(int number) {
        this.number = number;
    }

    /** What the guest's function returns. */
    public int number() {
        return number;
    }

    /** To be thrown; one object each, as nobody looks at the stack of an error that is an answer. */
    public ErrnoException exception() {
        return exception;
    }
}
