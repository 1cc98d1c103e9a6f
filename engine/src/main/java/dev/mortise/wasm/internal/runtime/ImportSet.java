package dev.mortise.wasm.internal.runtime;

import dev.mortise.wasm.Budget;
import dev.mortise.wasm.Imports;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.MemoryReserve;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is in an {@link Imports}, for the engine alone: users put things in and never take them out.
 *
 * @param items host functions, suppliers of such, and externs by module and name
 * @param attachments by slot
 * @param memoryBudget pages that the host shares with the instance; null if each instance has its own
 * @param maxMemoryPages the pages of that own budget
 * @param maxTableElements the elements of all tables of an instance
 * @param memoryReserve where arrays of memories come from; null if they are all new
 * @param fuel what the instance may do; null if nobody counts that
 * @param onInstance who is told about the instance before anything of it runs
 */
public record ImportSet(Map<String, Map<String, Object>> items, @Nullable Object[] attachments,
        @Nullable Budget memoryBudget, int maxMemoryPages, int maxTableElements,
        @Nullable MemoryReserve memoryReserve, @Nullable FuelTank fuel, Consumer<Instance> onInstance) {

    private static volatile @Nullable Function<Imports, ImportSet> opener;

    /** How the engine sees into the public class; called once, by that class. */
    public static void openWith(Function<Imports, ImportSet> function) {
        opener = function;
    }

    /** What is in there. */
    public static ImportSet of(Imports imports) {
        return Objects.requireNonNull(opener, "set when Imports was initialised").apply(imports);
    }

    @Nullable
    Object find(String module, String name) {
        var item = items.getOrDefault(module, Map.of()).get(name);
        return item instanceof Supplier<?> later ? later.get() : item;
    }

    /** What there is under a module name, for messages. */
    List<String> names(String module) {
        return items.getOrDefault(module, Map.of()).keySet().stream().sorted().toList();
    }

    Budget newMemoryBudget() {
        return memoryBudget != null ? memoryBudget : Budget.of(maxMemoryPages);
    }

    Budget newTableBudget() {
        return Budget.of(maxTableElements);
    }
}
