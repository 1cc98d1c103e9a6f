package dev.mortise.wasm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a module gets when it is instantiated: functions, memories, tables, globals by their two names; the host's
 * state; and limits. Immutable; a module takes what it asks for and ignores the rest.
 */
public final class Imports {

    private static final Imports EMPTY = builder().build();

    private final Map<String, Map<String, Object>> items;
    private final @Nullable Object[] attachments;
    private final int maxMemoryPages;
    private final int maxTableElements;
    private final Consumer<Instance> onInstance;

    private Imports(Builder builder) {
        var copy = new LinkedHashMap<String, Map<String, Object>>();
        builder.items.forEach((module, names) -> copy.put(module, Map.copyOf(names)));
        this.items = copy;
        this.attachments = builder.attachments.toArray();
        this.maxMemoryPages = builder.maxMemoryPages;
        this.maxTableElements = builder.maxTableElements;
        this.onInstance = builder.onInstance;
    }

    /** Nothing at all, with the engine's own limits. */
    public static Imports none() {
        return EMPTY;
    }

    /** A builder that holds nothing, with the engine's own limits. */
    public static Builder builder() {
        return new Builder();
    }

    /** A {@link HostFunction} or {@link Extern} under these names. */
    public Optional<Object> find(String module, String name) {
        return Optional.ofNullable(items.getOrDefault(module, Map.of()).get(name));
    }

    /** The names under a module name, for messages. */
    public List<String> names(String module) {
        return items.getOrDefault(module, Map.of()).keySet().stream().sorted().toList();
    }

    /** A copy of what is attached, by slot. */
    @Nullable
    public Object[] attachments() {
        return attachments.clone();
    }

    /** The most pages that each memory of the instance may have. */
    public int maxMemoryPages() {
        return maxMemoryPages;
    }

    /** The most elements that each table of the instance may have. */
    public int maxTableElements() {
        return maxTableElements;
    }

    /** Who is told about the instance before its start function runs. */
    public Consumer<Instance> onInstance() {
        return onInstance;
    }

    /** Collects imports; the last one under a name wins. */
    public static final class Builder {

        private final Map<String, Map<String, Object>> items = new LinkedHashMap<>();
        private final List<@Nullable Object> attachments = new ArrayList<>();
        private Consumer<Instance> onInstance = instance -> {
        };
        private int maxMemoryPages = Memory.MAX_PAGES;
        private int maxTableElements = Table.MAX_SIZE;

        private Builder() {}

        /** A function of the host. */
        public Builder function(String module, String name, HostFunction function) {
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
            other.items.forEach((module, names) -> names.forEach((name, item) -> put(module, name, item)));
            for (int slot = 0; slot < other.attachments.length; slot++) {
                var value = other.attachments[slot];
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
         * The most pages that each memory may have: instantiation fails if more are asked for at once, and
         * {@code memory.grow} answers -1.
         *
         * @param pages 0 to {@link Memory#MAX_PAGES}
         */
        public Builder maxMemoryPages(int pages) {
            if (pages < 0 || pages > Memory.MAX_PAGES) {
                throw new IllegalArgumentException(
                        "maxMemoryPages must be 0 to " + Memory.MAX_PAGES + ", not " + pages);
            }
            maxMemoryPages = pages;
            return this;
        }

        /**
         * The most elements that each table may have, like {@link #maxMemoryPages}.
         *
         * @param elements 0 to {@link Table#MAX_SIZE}
         */
        public Builder maxTableElements(int elements) {
            if (elements < 0 || elements > Table.MAX_SIZE) {
                throw new IllegalArgumentException(
                        "maxTableElements must be 0 to " + Table.MAX_SIZE + ", not " + elements);
            }
            maxTableElements = elements;
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
