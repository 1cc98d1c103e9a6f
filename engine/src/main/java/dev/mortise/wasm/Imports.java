package dev.mortise.wasm;

import dev.mortise.wasm.internal.runtime.FuelTank;
import dev.mortise.wasm.internal.runtime.ImportSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a module gets when it is instantiated: functions, memories, tables, globals by their two names; the host's
 * state; and limits. Immutable; a module takes what it asks for and ignores the rest.
 */
public final class Imports {

    static {
        ImportSet.openWith(imports -> imports.set);
    }

    private static final Imports EMPTY = builder().build();

    private final ImportSet set;

    private Imports(Builder builder) {
        var copy = new LinkedHashMap<String, Map<String, Object>>();
        builder.items.forEach((module, names) -> copy.put(module, Map.copyOf(names)));
        this.set = new ImportSet(copy, builder.attachments.toArray(), builder.memoryBudget, builder.maxMemoryPages,
                builder.maxTableElements, builder.memoryReserve, builder.fuel, builder.onInstance);
    }

    /** Nothing at all, with the engine's own limits. */
    public static Imports none() {
        return EMPTY;
    }

    /** A builder that holds nothing, with the engine's own limits. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects imports; the last one under a name wins. */
    public static final class Builder {

        private final Map<String, Map<String, Object>> items = new LinkedHashMap<>();
        private final List<@Nullable Object> attachments = new ArrayList<>();
        private Consumer<Instance> onInstance = instance -> {
        };
        private @Nullable Budget memoryBudget;
        private @Nullable MemoryReserve memoryReserve;
        private @Nullable FuelTank fuel;
        private int maxMemoryPages = Memory.MAX_PAGES;
        private int maxTableElements = Table.MAX_SIZE;

        private Builder() {}

        /** A function of the host. */
        public Builder function(String module, String name, HostFunction function) {
            return put(module, name, function);
        }

        /**
         * A function of the host that is asked for when a module imports it, at each instantiation: for a host with many
         * functions, of which a module needs some. Give the same one each time, as the code of a module keeps to it.
         */
        public Builder function(String module, String name, Supplier<HostFunction> function) {
            return put(module, name, function);
        }

        /** A function, memory, table or global, perhaps of another instance. */
        public Builder extern(String module, String name, Extern extern) {
            return put(module, name, extern);
        }

        /** Everything that another instance exports, under this module name. */
        public Builder instance(String module, Instance instance) {
            instance.exports().forEach((name, extern) -> put(module, name, extern));
            return this;
        }

        /** Everything in another set of imports, attachments included; limits stay as they are here. */
        public Builder addAll(Imports other) {
            other.set.items().forEach((module, names) -> names.forEach((name, item) -> put(module, name, item)));
            var values = other.set.attachments();
            for (var slot = 0; slot < values.length; slot++) {
                var value = values[slot];
                if (value != null) {
                    setAttachment(slot, value);
                }
            }
            return this;
        }

        /** State that host functions find through the calling instance. */
        public <T> Builder attach(Attachment<T> attachment, T value) {
            setAttachment(attachment.slot(), value);
            return this;
        }

        /**
         * The most pages that all memories which the instance defines may have together: instantiation fails if more
         * are asked for at once, and {@code memory.grow} answers -1. {@link Memory#MAX_PAGES} unless set, and each
         * single memory has that limit in any case. A memory that is imported counts where it was made.
         *
         * @param pages of 64 KiB, 0 or more
         * @throws IllegalArgumentException if the number is negative
         */
        public Builder maxMemoryPages(int pages) {
            if (pages < 0) {
                throw new IllegalArgumentException("maxMemoryPages must be 0 or more, not " + pages);
            }
            maxMemoryPages = pages;
            memoryBudget = null;
            return this;
        }

        /**
         * Like {@link #maxMemoryPages} with a budget that the host draws on as well. What an instance
         * takes comes back with {@link Instance#release()} only.
         */
        public Builder memoryBudget(Budget pages) {
            memoryBudget = pages;
            return this;
        }

        /** Where memories take their arrays from, and where {@link Instance#release()} gives them back. */
        public Builder memoryReserve(MemoryReserve reserve) {
            memoryReserve = reserve;
            return this;
        }

        /**
         * The most elements that all tables which the instance defines may have together, like
         * {@link #maxMemoryPages}; {@link Table#MAX_SIZE} unless set.
         *
         * @param elements 0 or more
         * @throws IllegalArgumentException if the number is negative
         */
        public Builder maxTableElements(int elements) {
            if (elements < 0) {
                throw new IllegalArgumentException("maxTableElements must be 0 or more, not " + elements);
            }
            maxTableElements = elements;
            return this;
        }

        /**
         * How many instructions the instance may run: its code counts them, and is slower for that. Give the same fuel
         * to several instances, and they share it. An instance counts what its own functions do; those of others that
         * it imports have their own fuel, or none. Unless set, nothing is counted.
         */
        public Builder fuel(Fuel units) {
            fuel = switch (units) {
                case FuelTank tank -> tank;
            };
            return this;
        }

        /**
         * Is given the instance before its segments are written and its start function runs, so that
         * {@link Instance#interrupt()} can end a start function that never returns. It must not call the guest.
         */
        public Builder onInstance(Consumer<Instance> listener) {
            onInstance = listener;
            return this;
        }

        /** What was collected. */
        public Imports build() {
            return new Imports(this);
        }

        private Builder put(String module, String name, Object item) {
            items.computeIfAbsent(module, key -> new LinkedHashMap<>()).put(name, item);
            return this;
        }

        private void setAttachment(int slot, Object value) {
            while (attachments.size() <= slot) {
                attachments.add(null);
            }
            attachments.set(slot, value);
        }
    }
}
