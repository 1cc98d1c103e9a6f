package dev.mortise.simulator;

/**
 * A policy for one run.
 *
 * @param policy to be called
 * @param tellsOutcomes whether its {@code send} answers
 * @param release what to do when the run is over
 */
record OpenPolicy(CachePolicy policy, boolean tellsOutcomes, Runnable release) implements AutoCloseable {

    /** Makes a policy; the deadline is told how to end what it does. */
    static OpenPolicy open(Way way, Deadline deadline) {
        return switch (way) {
            case Way.InJava java -> new OpenPolicy(java.maker().get(), true, () -> {
            });
        };
    }

    @Override
    public void close() {
        release.run();
    }
}
