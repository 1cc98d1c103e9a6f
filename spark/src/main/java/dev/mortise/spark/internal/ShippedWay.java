package dev.mortise.spark.internal;

import dev.mortise.simulator.BuiltInPolicy;
import dev.mortise.simulator.PluginPolicy;
import dev.mortise.simulator.PolicyAbi;
import dev.mortise.simulator.PolicyLanguage;
import dev.mortise.simulator.Way;
import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A way of running a policy on its way to the executors. */
public sealed interface ShippedWay extends Serializable {

    /** The way, with what this process has loaded. */
    Way way();

    /** In Java. */
    record InJava(BuiltInPolicy policy) implements ShippedWay {

        @Override
        public Way way() {
            return Way.InJava.of(policy);
        }
    }

    /** As a plug-in that comes with the simulator, and so is on the executors' class path. */
    record BuiltIn(BuiltInPolicy policy, PolicyLanguage language, PolicyAbi abi) implements ShippedWay {

        private static final Map<BuiltIn, PluginPolicy> LOADED = new ConcurrentHashMap<>();

        @Override
        public Way way() {
            var direct = new BuiltIn(policy, language, PolicyAbi.DIRECT);
            return new Way.InPlugin(policy.label(),
                    LOADED.computeIfAbsent(direct, key -> PluginPolicy.builtIn(policy, language)), abi);
        }
    }

    /** As somebody's plug-in. */
    record Plugin(String policy, ShippedModule module, PolicyAbi abi) implements ShippedWay {

        @Override
        public Way way() {
            return new Way.InPlugin(policy, PluginPolicy.of(module.name(), module.load()), abi);
        }
    }
}
