package dev.mortise.lab.run;

import com.sun.management.OperatingSystemMXBean;
import dev.mortise.lab.result.Machine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks at the machine. */
final class Machines {

    private Machines() {}

    /** This one. */
    static Machine here() {
        return new Machine(System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("os.arch"), cpu(), Runtime.getRuntime().availableProcessors(), memory(),
                Runtime.version() + " " + System.getProperty("java.vendor"));
    }

    private static long memory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 0;
    }

    /** As Linux tells; elsewhere nobody asks. */
    private static String cpu() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name") && line.contains(":"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst().orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
