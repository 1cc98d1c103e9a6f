package dev.mortise.benchmarks;

import dev.mortise.simulator.BuiltInPolicy;
import dev.mortise.simulator.PolicyAbi;
import dev.mortise.simulator.Trace;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What the contenders make of the same work, once, so that nobody is compared for doing something else. */
final class Agreement {

    private Agreement() {}

    static Map<Contender, Integer> multiply(int x, int y) {
        var results = new EnumMap<Contender, Integer>(Contender.class);
        results.put(Contender.JAVA, x * y);
        results.put(Contender.MORTISE, MortiseGuests.multiply().applyAsInt(x, y));
        results.put(Contender.ENDIVE, (int) EndiveGuests.multiply().apply(x, y)[0]);
        results.put(Contender.CHICORY, (int) ChicoryGuests.multiply().apply(x, y)[0]);
        return results;
    }

    static Map<Contender, Long> imports(int rounds) {
        var results = new EnumMap<Contender, Long>(Contender.class);
        results.put(Contender.JAVA, HostMath.run(rounds));
        results.put(Contender.MORTISE, MortiseGuests.imports().applyAsLong(rounds));
        results.put(Contender.ENDIVE, EndiveGuests.imports().apply(rounds)[0]);
        results.put(Contender.CHICORY, ChicoryGuests.imports().apply(rounds)[0]);
        return results;
    }

    static Map<Contender, Long> kernel(Kernel kernel, Optional<NativeKernels> nativeKernels)
            throws IOException, InterruptedException {
        int size = kernel.smallSize();
        var results = new EnumMap<Contender, Long>(Contender.class);
        results.put(Contender.MORTISE, MortiseGuests.kernel(kernel).applyAsLong(size));
        results.put(Contender.ENDIVE, EndiveGuests.kernel(kernel).apply(size)[0]);
        results.put(Contender.CHICORY, ChicoryGuests.kernel(kernel).apply(size)[0]);
        if (nativeKernels.isPresent()) {
            results.put(Contender.NATIVE, nativeKernels.get().checksum(kernel, size));
        }
        return results;
    }

    /** A hash of the output, for that is long; twice, for a plug-in is called again and again. */
    static Map<Contender, Integer> plugin(String function, byte[] input) {
        var results = new EnumMap<Contender, Integer>(Contender.class);
        results.put(Contender.MORTISE, secondOutput(MortiseGuests.plugin(function), input));
        results.put(Contender.SDK, secondOutput(SdkGuests.plugin(function), input));
        return results;
    }

    static Map<Contender, Integer> load() {
        var results = new EnumMap<Contender, Integer>(Contender.class);
        for (var contender : new Contender[]{Contender.MORTISE, Contender.ENDIVE, Contender.CHICORY}) {
            results.put(contender, ModuleLoad.run(contender).result());
        }
        return results;
    }

    /** The hits of a cache policy under each ABI, the one in Java among them. */
    static Map<PolicyAbi, Long> policy(BuiltInPolicy policy, Trace trace) throws InterruptedException {
        var hits = new EnumMap<PolicyAbi, Long>(PolicyAbi.class);
        for (var abi : PolicyAbi.values()) {
            hits.put(abi, PolicyRun.run(PolicyRun.way(policy, abi), trace, 0, 1).hits());
        }
        return hits;
    }

    private static int secondOutput(PluginFunction plugin, byte[] input) {
        plugin.call(input);
        return Arrays.hashCode(plugin.call(input));
    }
}
