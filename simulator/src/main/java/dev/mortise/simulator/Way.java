package dev.mortise.simulator;

import java.util.function.Supplier;

/** A way of running a policy. All ways of one policy have to agree on every count. */
public sealed interface Way {

    /** The policy's name; ways of the same name are compared. */
    String policy();

    /** What is run, for the reader: {@code java}, the language of a built-in plug-in, or the name of a file. */
    String implementation();

    /** How it is called. */
    PolicyAbi abi();

    /**
     * In Java.
     *
     * @param policy the policy's name
     * @param maker makes a policy for each run; called by several threads
     */
    record InJava(String policy, Supplier<CachePolicy> maker) implements Way {

        /** One of those that come with the simulator. */
        public static InJava of(BuiltInPolicy policy) {
            return new InJava(policy.label(), policy::inJava);
        }

        @Override
        public String implementation() {
            return "java";
        }

        @Override
        public PolicyAbi abi() {
            return PolicyAbi.JAVA;
        }
    }

    /**
     * As a plug-in.
     *
     * @param policy the policy's name
     * @param plugin what runs
     * @param abi how it is called, one of its {@link PluginPolicy#abis}
     */
    record InPlugin(String policy, PluginPolicy plugin, PolicyAbi abi) implements Way {

        @Override
        public String implementation() {
            return plugin.implementation();
        }
    }
}
