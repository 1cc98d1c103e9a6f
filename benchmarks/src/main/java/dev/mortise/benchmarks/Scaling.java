package dev.mortise.benchmarks;

/**
 * How much more two threads do than one.
 *
 * @param one calls a second on one thread
 * @param two calls a second on two threads together
 * @param ratio the second by the first, of slices of time right after each other
 */
record Scaling(double one, double two, double ratio) {

    static Scaling parse(String text) {
        var parts = text.split(" ", -1);
        return new Scaling(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
    }

    @Override
    public String toString() {
        return one + " " + two + " " + ratio;
    }
}
