package dev.mortise.lab.host;

import dev.mortise.lab.host.HostRuntime.Guest;
import dev.mortise.lab.host.HostRuntime.GuestFunction;
import dev.mortise.lab.host.HostRuntime.GuestMemory;

/**
 * What it takes to call a function through a buffer in the guest, as a host does it by hand.
 *
 * @param memory of the guest
 * @param prepare gives a buffer
 * @param function takes it
 */
record GuestBuffer(GuestMemory memory, GuestFunction prepare, GuestFunction function) {

    /** Looks all three up by name. */
    GuestBuffer(Guest guest, String export) {
        this(guest.memory(), guest.function("wasm_prepare_buffer", "i"), guest.function(export, "ii"));
    }

    /** The address of a buffer for one call. */
    int dynamic(int size) {
        return (int) (prepare.call(size) >>> Integer.SIZE);
    }

    /** The address of the buffer for all calls, which is made larger if it has to be. */
    static int fixed(Guest guest, int size) {
        var buffer = guest.function("wasm_get_buffer", "").call();
        if (Integer.toUnsignedLong((int) buffer) < size) {
            buffer = guest.function("wasm_grow_buffer", "i").call(size);
        }
        return (int) (buffer >>> Integer.SIZE);
    }
}
