package dev.mortise.simulator.internal.plugin;

import dev.mortise.bind.Export;

/** Like {@link dev.mortise.simulator.CachePolicy} with a {@code send} that returns nothing, by the names of exports. */
final class SilentPolicies {

    private SilentPolicies() {}

    /** Under the plain name. */
    interface Plain {

        void init(long bytes);

        void send(int id, long size);

        long stats();
    }

    /** For the ABI of C's structs. */
    interface OfStruct extends Plain {

        @Override
        @Export("send_struct")
        void send(int id, long size);
    }

    /** For bincode. */
    interface OfBincode extends Plain {

        @Override
        @Export("send_bincode")
        void send(int id, long size);
    }
}
