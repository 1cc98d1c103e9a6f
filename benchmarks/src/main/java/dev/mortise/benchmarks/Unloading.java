package dev.mortise.benchmarks;

import dev.mortise.wasm.Module;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;

/**
 * What stays behind when a module, or an instance, is loaded, called and dropped a thousand times. Prints one line a
 * measurement; the report reads them. A process of its own, so that nothing else moves the figures.
 */
final class Unloading {

    private static final int SETTLED = 100;
    private static final List<Integer> MEASURED_AT = List.of(SETTLED, 500, 1_000);

    /** What may come and go besides: the JIT compiler's doings and the JDK's own caches. */
    private static final long SLACK_BYTES = 1 << 20;
    private static final long SLACK_CLASSES = 50;

    private Unloading() {}

    /** What is dropped each time. */
    enum What {
        MODULE("a module"),
        INSTANCE("an instance");

        private final String title;

        What(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /** What is left after a number of rounds and a full garbage collection. */
    record Residue(int rounds, long heapBytes, long metaspaceBytes, long classes) {

        static Residue parse(String line) {
            var parts = line.split(" ", -1);
            return new Residue(Integer.parseInt(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]),
                    Long.parseLong(parts[3]));
        }

        @Override
        public String toString() {
            return rounds + " " + heapBytes + " " + metaspaceBytes + " " + classes;
        }
    }

    public static void main(String[] arguments) {
        measure(What.valueOf(arguments[0])).forEach(System.out::println);
    }

    static List<Residue> measure(What what) {
        var wasm = Guests.read("kernels/kernels.wasm");
        var shared = Module.parse(wasm);
        var residues = new ArrayList<Residue>();
        for (int round = 1; round <= MEASURED_AT.getLast(); round++) {
            use(what == What.MODULE ? Module.parse(wasm) : shared);
            if (MEASURED_AT.contains(round)) {
                residues.add(residue(round));
            }
        }
        return residues;
    }

    /** Whether the last is about the first. */
    static boolean isFlat(List<Residue> residues) {
        return isFlat(residues, SLACK_BYTES);
    }

    /** Like {@link #isFlat(List)} where so many bytes of the heap may come and go. */
    static boolean isFlat(List<Residue> residues, long heapSlack) {
        var first = residues.getFirst();
        var last = residues.getLast();
        return last.heapBytes - first.heapBytes <= heapSlack
                && last.metaspaceBytes - first.metaspaceBytes <= SLACK_BYTES
                && last.classes - first.classes <= SLACK_CLASSES;
    }

    private static void use(Module module) {
        var run = module.instantiate().function(Kernel.FIB.exportName()).as(IntToLongFunction.class);
        if (run.applyAsLong(10) == 0) {
            throw new IllegalStateException("fib(10) is not 0");
        }
    }

    /** What is left at this moment. */
    static Residue residue(int round) {
        var memory = ManagementFactory.getMemoryMXBean();
        long heap = Long.MAX_VALUE;
        // References are cleared by one collection, what they held by the next; stop when nothing more goes.
        for (long before = Long.MAX_VALUE; heap == Long.MAX_VALUE || heap < before;) {
            before = heap;
            System.gc();
            heap = memory.getHeapMemoryUsage().getUsed();
        }
        long metaspace = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals("Metaspace")).map(MemoryPoolMXBean::getUsage)
                .mapToLong(usage -> usage.getUsed()).sum();
        return new Residue(round, heap, metaspace,
                ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
    }
}
