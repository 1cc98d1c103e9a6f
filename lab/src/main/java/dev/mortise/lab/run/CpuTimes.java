package dev.mortise.lab.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Processor time as Linux counts it, in hundredths of a second.
 *
 * @param busy of all processors together, all processes, that taken away by a hypervisor included
 * @param own of this process and its children that have ended
 */
record CpuTimes(long busy, long own) {

    private static final Path ALL = Path.of("/proc/stat");
    private static final Path OWN = Path.of("/proc/self/stat");
    private static final int IDLE = 4;
    private static final int IO_WAIT = 5;
    private static final int STEAL = 8;
    /** After the name, which is in brackets: user and system time, and the children's. */
    private static final int USER_TIME = 11;
    private static final int CHILDREN_SYSTEM_TIME = 14;

    /** As of now; empty where the system does not tell. */
    static Optional<CpuTimes> now() {
        try {
            var all = Files.readAllLines(ALL).getFirst().trim().split("\\s+", -1);
            long busy = 0;
            for (int i = 1; i <= Math.min(STEAL, all.length - 1); i++) {
                busy += i == IDLE || i == IO_WAIT ? 0 : Long.parseLong(all[i]);
            }
            var stat = Files.readString(OWN);
            var own = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            long sum = 0;
            for (int i = USER_TIME; i <= CHILDREN_SYSTEM_TIME; i++) {
                sum += Long.parseLong(own[i]);
            }
            return Optional.of(new CpuTimes(busy, sum));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
