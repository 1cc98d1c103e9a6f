package dev.mortise.bind;

/** An interface that everybody can see. */
public interface PublicCalculator {

    int multiply(int x, int y);

    @Export("divide_i64")
    Division divide(long x, long y);

    /** Two results. */
    record Division(long quotient, long remainder) {
    }
}
