package dev.mortise.simulator;

import dev.mortise.simulator.internal.policy.Fifo;
import dev.mortise.simulator.internal.policy.GreedyDualSize;
import dev.mortise.simulator.internal.policy.Lfu;
import dev.mortise.simulator.internal.policy.Lru;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/** The policies that come with the simulator. */
public enum BuiltInPolicy {
    /** First in, first out: inserts, then evicts the oldest objects until the rest fits. */
    FIFO("fifo", Fifo::new),
    /** Evicts what was not asked for the longest, before it inserts. */
    LRU("lru", Lru::new),
    /**
     * Evicts what was asked for the fewest times since it came into the cache, before it inserts; among equals, what was
     * not asked for the longest.
     */
    LFU("lfu", Lfu::new),
    /**
     * Greedy-Dual-Size with cost 1 (Cao and Irani): an object's priority is {@code L + 1/size}, set when it is inserted
     * and at each hit; the least is evicted before an insertion, and its priority becomes {@code L}. Among equals it
     * evicts what was neither inserted nor hit the longest.
     */
    GDS("gds", GreedyDualSize::new),
    /**
     * Greedy-Dual-Size as published code had it: {@code L} stays 0 and a hit changes no priority, so that it evicts
     * the largest object.
     */
    GDS_PUBLISHED("gds-published", GreedyDualSize::asPublished);

    private final String label;
    private final Supplier<CachePolicy> inJava;

    BuiltInPolicy(String label, Supplier<CachePolicy> inJava) {
        this.label = label;
        this.inJava = inJava;
    }

    /** Its name on the command line and in results. */
    public String label() {
        return label;
    }

    /** The policy in Java, to be given a size with {@link CachePolicy#init}. */
    public CachePolicy inJava() {
        return inJava.get();
    }

    /** The policy of this name, if there is one. */
    public static Optional<BuiltInPolicy> named(String label) {
        return Arrays.stream(values()).filter(policy -> policy.label.equals(label)).findFirst();
    }
}
