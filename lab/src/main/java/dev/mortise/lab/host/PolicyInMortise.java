package dev.mortise.lab.host;

import dev.mortise.bind.Abi;
import dev.mortise.bind.Bindings;
import dev.mortise.bind.BufferAbi;
import dev.mortise.bind.Codec;
import dev.mortise.bind.Export;
import dev.mortise.bind.internal.Uncached;
import dev.mortise.lab.host.HostRuntime.Guest;
import dev.mortise.simulator.CachePolicy;
import dev.mortise.wasm.Instance;
import java.lang.invoke.MethodHandles;

/** A policy through an interface that is bound to the guest. */
final class PolicyInMortise {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    /** As it is exported for C structs. */
    interface OfStruct extends CachePolicy {
        @Override
        @Export("send_struct")
        int send(int id, long size);
    }

    /** As it is exported for bincode. */
    interface OfBincode extends CachePolicy {
        @Override
        @Export("send_bincode")
        int send(int id, long size);
    }

    private PolicyInMortise() {}

    static CachePolicy bind(Guest guest, Simulate.Way way) {
        var instance = (Instance) guest.self();
        return switch (way.abi()) {
            case "direct" -> bind(CachePolicy.class, instance, Abi.direct(), way);
            case "struct" -> bind(OfStruct.class, instance, buffer(Abi.cStruct(), way), way);
            default -> bind(OfBincode.class, instance, buffer(Abi.serialized(Codec.bincode1()), way), way);
        };
    }

    private static BufferAbi buffer(BufferAbi abi, Simulate.Way way) {
        return way.isStatic() ? abi.staticBuffer() : abi.dynamicBuffer();
    }

    private static <T> T bind(Class<T> type, Instance instance, Abi abi, Simulate.Way way) {
        return way.isCached()
                ? Bindings.bind(LOOKUP, type, instance, abi)
                : Uncached.bind(LOOKUP, type, instance, abi);
    }
}
