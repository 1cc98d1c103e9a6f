package dev.mortise.spark.internal;

import dev.mortise.wasm.Module;
import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;

/**
 * A module on its way to the executors: its bytes travel once to each of them, and its tasks carry no more than its hash.
 *
 * @param name of the file
 * @param hash of the bytes
 * @param bytes the module in the binary format
 */
public record ShippedModule(String name, String hash, Broadcast<byte[]> bytes) implements Serializable {

    /** The module, loaded once in this process. */
    Module load() {
        return LoadedModules.get(hash, name, bytes::value);
    }
}
