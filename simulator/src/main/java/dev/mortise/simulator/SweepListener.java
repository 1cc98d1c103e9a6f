package dev.mortise.simulator;

/** Is told how a sweep goes on. */
@FunctionalInterface
public interface SweepListener {

    /**
     * So many requests have been sent. Called every 65,536 requests or so, by the threads of the sweep, perhaps several
     * at once; must be quick and must not throw.
     *
     * @param sent so far, by all runs
     * @param all that will be sent if no run fails
     */
    void progress(long sent, long all);
}
