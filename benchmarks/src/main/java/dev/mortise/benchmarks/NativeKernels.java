package dev.mortise.benchmarks;

import java.io.IOException;
import java.nio.file.Path;

/** The kernels as a native program, which the script builds where it finds rustc. */
record NativeKernels(Path program) {

    private static final int WARM_UP_RUNS = 20;
    private static final int MEASURED_RUNS = 60;

    /** Mean of the measured runs of one process, in milliseconds. */
    double measure(Kernel kernel) throws IOException, InterruptedException {
        return run(kernel, kernel.size(), WARM_UP_RUNS, MEASURED_RUNS).lines()
                .mapToLong(line -> Long.parseLong(line.split(" ", -1)[0])).average().orElseThrow() / 1e6;
    }

    /** The checksum of one run. */
    long checksum(Kernel kernel, int size) throws IOException, InterruptedException {
        return Long.parseLong(run(kernel, size, 0, 1).strip().split(" ", -1)[1]);
    }

    private String run(Kernel kernel, int size, int warmUp, int measured) throws IOException, InterruptedException {
        return Processes.output(program.toString(), kernel.exportName(), Integer.toString(size),
                Integer.toString(warmUp), Integer.toString(measured));
    }
}
