package dev.mortise.lab.run;

import java.time.Duration;

/** Is told how far a run is. */
public interface Progress extends AutoCloseable {

    /**
     * A step begins.
     *
     * @param what it is
     * @param done milliseconds of work that are behind it
     * @param all milliseconds of work in the whole run
     */
    void begins(String what, long done, long all);

    @Override
    void close();

    /** How much longer a run goes on, for people. */
    static String left(Duration time) {
        var seconds = time.toSeconds();
        if (seconds < 60) {
            return "%d s".formatted(seconds);
        }
        return seconds < 3600
                ? "%d min %02d s".formatted(seconds / 60, seconds % 60)
                : "%d h %02d min".formatted(seconds / 3600, seconds / 60 % 60);
    }
}
