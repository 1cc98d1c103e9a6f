package dev.mortise.plugin.internal;

import dev.mortise.wasm.Attachment;
import dev.mortise.wasm.Budget;
import dev.mortise.wasm.Fuel;
import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.HostFunction;
import dev.mortise.wasm.Imports;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.LinkException;
import dev.mortise.wasm.MemoryReserve;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The instances of the modules of one plug-in. A module that is a whole program has none that stays: each call of one
 * of its functions by another module gets a fresh one, as a program begins afresh each time it is run.
 */
final class InstanceSet {

    /** Where functions of programs find the plug-in that they belong to. */
    private static final Attachment<InstanceSet> INSTANCES = Attachment.create(InstanceSet.class);

    private final ModuleSet modules;
    private final Imports state;
    private final Budget budget;
    private final MemoryReserve reserve;
    private final @Nullable Fuel fuel;
    private final InstanceListener listener;
    private final Map<String, Instance> made;

    /**
     * @param state what host functions find through the instance that calls
     * @param budget the pages of all memories together
     * @param reserve where memories come from
     * @param fuel what all of them together may use; null if that is not counted
     * @param listener is told of each instance before anything of it runs
     */
    InstanceSet(ModuleSet modules, Imports state, Budget budget, MemoryReserve reserve, @Nullable Fuel fuel,
            InstanceListener listener) {
        this.modules = modules;
        this.state = state;
        this.budget = budget;
        this.reserve = reserve;
        this.fuel = fuel;
        this.listener = listener;
        this.made = modules.isSingle() ? Map.of() : new HashMap<>();
    }

    /** The function of a program as other modules import it; the same for all plug-ins of a compiled one. */
    static HostFunction programFunction(String module, String name, FunctionType type) {
        return HostFunction.of(type,
                (caller, arguments) -> INSTANCES.get(caller).callProgram(module, name, arguments));
    }

    /** Makes an instance that stays, which other modules can import from. */
    Instance create(ModuleSet.Linked linked) {
        var instance = instantiate(linked, listener::created);
        if (!modules.isSingle()) {
            made.put(linked.named().name(), instance);
        }
        return instance;
    }

    private Instance instantiate(ModuleSet.Linked linked, Consumer<Instance> onInstance) {
        var imports = Imports.builder().addAll(linked.host()).addAll(state).memoryBudget(budget).memoryReserve(reserve)
                .onInstance(onInstance);
        if (fuel != null) {
            imports.fuel(fuel);
        }
        if (!modules.isSingle()) {
            imports.attach(INSTANCES, this);
        }
        linked.modules().forEach(name -> {
            var instance = made.get(name);
            if (instance != null) {
                imports.instance(name, instance);
            }
        });
        budget.forgetRefusal();
        try {
            return linked.named().module().instantiate(imports.build());
        } catch (LinkException e) {
            throw budget.refused() == 0 ? e : overTheLimit(e);
        }
    }

    /** Nothing but memories draws on the budget before a guest runs. */
    private LinkException overTheLimit(LinkException cause) {
        var others = modules.isSingle() ? "" : ", with those of the modules beside it,";
        var failure = new LinkException(("the plug-in begins with a memory of %d pages of 64 KiB, but its limit of %d "
                + "leaves %d, as the memory for input and output%s takes %d: raise the limit (maxPages, a manifest's "
                + "memory.max_pages, --memory-max) to at least %d").formatted(budget.refused(), budget.limit(),
                        budget.left(), others, budget.used(), budget.used() + budget.refused()));
        failure.initCause(cause);
        return failure;
    }

    private @Nullable Object[] callProgram(String module, String name, @Nullable Object[] arguments) {
        // One at most: in a list because it is there to be dropped also when its start function fails.
        var fresh = new ArrayList<Instance>(1);
        try {
            var instance = instantiate(modules.program(module), created -> {
                fresh.add(created);
                listener.created(created);
            });
            return instance.function(name).call(arguments);
        } finally {
            for (var instance : fresh) {
                listener.dropped(instance);
                instance.release();
            }
        }
    }
}
