package dev.mortise.lab.experiment;

import dev.mortise.lab.peer.Contender;
import dev.mortise.lab.peer.Contender.Pace;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * One thing to be measured, for several contenders.
 *
 * @param experiment extism, ffi, scripting or simulator
 * @param task as the hosts know it
 * @param keys how, as results have them
 * @param module the guest, a path from the root of the checkout
 * @param forOthers for whom beside those who run guests
 * @param reach for whom of these
 */
public record Row(String experiment, String task, Map<String, String> keys, String module, Natives forOthers,
        Reach reach) {

    private static final Set<String> MAIN = Set.of("mortise", "java", "rust-native", "wasmtime-cranelift", "extism",
            "chicory-sdk");
    /** Stand for what the published experiment had: a quick compiler, a usual one and a thorough one. */
    private static final Set<String> BACK_ENDS = Set.of("mortise-c1", "mortise-c2", "wasmer-singlepass",
            "wasmer-cranelift", "wasmer-llvm");
    /** Keys that tell which guest it is, or what lies in a file. Hosts need not know them. */
    private static final Set<String> NOT_FOR_HOSTS = Set.of("build", "language", "requests");

    /** Whether contenders that run no guest have a row. */
    public enum Natives {
        /** They do the same. */
        TOO,
        /** It is for them alone. */
        ALONE,
        /** They have another row for it. */
        NOT
    }

    /** For whom a row is. */
    public enum Reach {
        /** Also for siblings and slow ones. */
        ALL,
        /** Not for slow ones, and for siblings only if there is time. */
        FULL,
        /** For the back ends that the published experiment compares, and those whom all others are compared with. */
        BACK_ENDS,
        /** For slow ones, and those whom all others are compared with. */
        SLOW,
        /** For those whom all others are compared with. */
        MAIN
    }

    public Row {
        keys = new LinkedHashMap<>(keys);
    }

    /** Whether this contender is to be measured. */
    public boolean isFor(Contender contender, boolean isThorough) {
        if (!contender.takesPart() || !contender.tasks().contains(task)
                || !contender.plain().isEmpty() && !contender.plain().containsKey(taskAndCache())) {
            return false;
        }
        if (contender.isNative() ? forOthers == Natives.NOT || isCacheOn() : forOthers == Natives.ALONE) {
            return false;
        }
        var isMemcpy = "memcpy".equals(keys.get("function"));
        if (contender.id().equals("dd") && !isMemcpy) {
            return false;
        }
        return switch (reach) {
            case ALL -> contender.pace() != Pace.FEW || !isCacheOn();
            case FULL -> contender.pace() == Pace.FULL || isThorough && BACK_ENDS.contains(contender.id());
            case BACK_ENDS -> MAIN.contains(contender.id()) || BACK_ENDS.contains(contender.id());
            case SLOW -> contender.pace() == Pace.SLOW || MAIN.contains(contender.id());
            case MAIN -> MAIN.contains(contender.id());
        };
    }

    /** Whether a host is to use what it has to start faster the second time. */
    public boolean isCacheOn() {
        return "on".equals(keys.get("cache"));
    }

    /** What {@link Contender#plain} has commands for. */
    public String taskAndCache() {
        return task + " " + keys.get("cache");
    }

    /** The keys that a host is given, but for paths and times. */
    public Map<String, String> keysForHosts() {
        var passed = new LinkedHashMap<>(keys);
        passed.keySet().removeAll(NOT_FOR_HOSTS);
        if ("native".equals(passed.get("abi"))) {
            passed.remove("abi");
        }
        return passed;
    }

    /** Whether a whole process is timed. */
    public boolean isWholeProcess() {
        return task.equals("ffi");
    }

    /** For people who wait. */
    public String label() {
        var text = new StringBuilder(task);
        keys.forEach((key, value) -> text.append(' ').append(key).append('=').append(value));
        return text.toString();
    }
}
