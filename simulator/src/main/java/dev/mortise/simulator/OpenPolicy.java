package dev.mortise.simulator;

import dev.mortise.wasm.Function;
import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.Imports;

/**
 * A policy for one run.
 *
 * @param policy to be called
 * @param tellsOutcomes whether its {@code send} answers
 * @param release what to do when the run is over
 */
record OpenPolicy(CachePolicy policy, boolean tellsOutcomes, Runnable release) implements AutoCloseable {

    /** 512 MiB: room for what policies know of some 10 million objects, and on each of 2 threads in a heap of 2 GiB. */
    private static final int MOST_PAGES = 8192;
    private static final int MOST_ELEMENTS = 1 << 16;
    private static final String REACTOR = "_initialize";

    /** Makes a policy; the deadline is told how to end what it does. */
    static OpenPolicy open(Way way, Deadline deadline) {
        return switch (way) {
            case Way.InJava java -> new OpenPolicy(java.maker().get(), true, () -> {
            });
            case Way.InPlugin plugin -> open(plugin.plugin(), plugin.abi(), deadline);
        };
    }

    private static OpenPolicy open(PluginPolicy plugin, PolicyAbi abi, Deadline deadline) {
        var guest = plugin.interfaceFor(abi);
        var imports = Imports.builder().maxMemoryPages(MOST_PAGES).maxTableElements(MOST_ELEMENTS)
                .onInstance(made -> deadline.start(made::interrupt)).build();
        try {
            var instance = plugin.module().instantiate(imports);
            instance.findFunction(REACTOR).filter(start -> start.type().equals(FunctionType.of()))
                    .ifPresent(Function::call);
            return new OpenPolicy(guest.bind(instance), guest.tellsOutcomes(), () -> {
                deadline.clear();
                instance.release();
            });
        } catch (RuntimeException | Error e) {
            deadline.clear();
            throw e;
        }
    }

    @Override
    public void close() {
        release.run();
    }
}
