package dev.mortise.lab.experiment;

import dev.mortise.lab.experiment.Row.Natives;
import dev.mortise.lab.experiment.Row.Reach;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * The macro benchmark of the scripting experiment: four policies, natively and as plug-ins under three ABIs, with and
 * without look-ups at each request, at the published sizes of the cache.
 */
final class SimulatorRows {

    private static final int FIRST_MIB = 4;
    private static final int LAST_MIB = 8192;
    /** GD-Size as it was published, so that the bars are the same; the textbook's is beside it in a thorough run. */
    private static final List<String> POLICIES = List.of("fifo", "lru", "lfu", "gds-published");
    private static final String FIFO = "fifo";
    private static final String LRU = "lru";
    private static final String DIRECT = "direct";

    private final List<Row> rows = new ArrayList<>();
    private final Budget budget;

    private SimulatorRows(Budget budget) {
        this.budget = budget;
    }

    static List<Row> all(Budget budget) {
        var made = new SimulatorRows(budget);
        for (var policy : POLICIES) {
            made.bars(policy);
        }
        if (budget.isThorough()) {
            made.guestFree("gds", FIRST_MIB);
            made.add("gds", DIRECT, true, "release", FIRST_MIB, Reach.MAIN);
            for (int mib = 2 * FIRST_MIB; mib <= LAST_MIB; mib *= 2) {
                for (var policy : POLICIES) {
                    made.guestFree(policy, mib);
                    made.add(policy, DIRECT, true, "release", mib, Reach.MAIN);
                }
            }
        }
        return made.rows;
    }

    /** Seven bars at the first size. */
    private void bars(String policy) {
        var isLru = policy.equals(LRU);
        guestFree(policy, FIRST_MIB);
        for (var abi : List.of(DIRECT, "bincode", "struct")) {
            for (boolean isCached : new boolean[]{true, false}) {
                var isDirectAndCached = abi.equals(DIRECT) && isCached;
                if (budget.isThorough() || isDirectAndCached || isLru && (isCached || abi.equals(DIRECT))) {
                    add(policy, abi, isCached, "release", FIRST_MIB, reach(policy, isDirectAndCached, isCached));
                }
            }
        }
        if (budget.isThorough()) {
            add(policy, DIRECT, true, "debug", FIRST_MIB, Reach.BACK_ENDS);
        }
    }

    private Reach reach(String policy, boolean isDirectAndCached, boolean isCached) {
        if (policy.equals(LRU) && isDirectAndCached) {
            return Reach.ALL;
        }
        if (budget.isThorough()) {
            return isCached ? Reach.FULL : Reach.BACK_ENDS;
        }
        return policy.equals(FIFO) ? Reach.FULL : Reach.MAIN;
    }

    private void guestFree(String policy, int mib) {
        var keys = keys(policy, mib);
        keys.put("abi", "native");
        rows.add(new Row("simulator", "simulate", keys, "", Natives.ALONE, Reach.ALL));
    }

    /** As published: bincode through a buffer a call, the struct through one that stays. */
    private void add(String policy, String abi, boolean isCached, String build, int mib, Reach reach) {
        var keys = keys(policy, mib);
        keys.put("abi", abi);
        if (!abi.equals(DIRECT)) {
            keys.put("memory", abi.equals("struct") ? "static" : "dynamic");
        }
        keys.put("cached", Boolean.toString(isCached));
        keys.put("build", build);
        var folder = build.equals("debug") ? "guests/lab/debug" : "guests/policies/rust";
        rows.add(new Row("simulator", "simulate", keys, "%s/%s.wasm".formatted(folder, policy), Natives.NOT, reach));
    }

    private LinkedHashMap<String, String> keys(String policy, int mib) {
        var keys = new LinkedHashMap<String, String>();
        keys.put("policy", policy);
        keys.put("bytes", Long.toString((long) mib << 20));
        keys.put("requests", Integer.toString(budget.requests()));
        return keys;
    }
}
