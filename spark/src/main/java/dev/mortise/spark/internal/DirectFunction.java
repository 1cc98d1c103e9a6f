package dev.mortise.spark.internal;

import dev.mortise.wasm.Imports;
import dev.mortise.wasm.Instance;

/**
 * An export that takes and gives numbers.
 *
 * @param module where it is
 * @param name of the export
 * @param type its type
 * @param maxPages the most memory of an instance, in pages of 64 KiB
 */
public record DirectFunction(ShippedModule module, String name, DirectType type, int maxPages)
        implements
            GuestFunction {

    @Override
    public int parameters() {
        return type.parameters().size();
    }

    @Override
    public Guest instantiate() {
        var instance = module.load().instantiate(Imports.builder().maxMemoryPages(maxPages).build());
        return new OpenInstance(instance, DirectClasses.of(name, type).rowFunction(instance));
    }

    private record OpenInstance(Instance instance, RowFunction function) implements Guest {

        @Override
        public void stop() {
            instance.interrupt();
        }

        @Override
        public void close() {
            // It holds nothing but heap.
        }
    }

    @Override
    public String toString() {
        return name + " of " + module.name();
    }
}
