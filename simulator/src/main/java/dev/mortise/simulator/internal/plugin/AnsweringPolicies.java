package dev.mortise.simulator.internal.plugin;

import dev.mortise.bind.Export;
import dev.mortise.simulator.CachePolicy;

/** {@link CachePolicy} under the names that modules with several ABIs export. */
final class AnsweringPolicies {

    private AnsweringPolicies() {}

    /** For the ABI of C's structs. */
    interface OfStruct extends CachePolicy {

        @Override
        @Export("send_struct")
        int send(int id, long size);
    }

    /** For bincode. */
    interface OfBincode extends CachePolicy {

        @Override
        @Export("send_bincode")
        int send(int id, long size);
    }
}
