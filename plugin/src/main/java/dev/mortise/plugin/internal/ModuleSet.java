package dev.mortise.plugin.internal;

import dev.mortise.wasm.Budget;
import dev.mortise.wasm.ExternType;
import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.HostFunction;
import dev.mortise.wasm.Imports;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.LinkException;
import dev.mortise.wasm.MemoryReserve;
import dev.mortise.wasm.Module;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The modules of a plug-in, in the order in which they must be instantiated, each with what it gets from the host: all
 * that can be settled before there is an instance. Immutable.
 */
public final class ModuleSet {

    private final List<Linked> inOrder;
    private final Module main;

    private ModuleSet(List<Linked> inOrder, Module main) {
        this.inOrder = inOrder;
        this.main = main;
    }

    /** A module, the functions of the host that it imports, and the names of the modules that it imports from. */
    private record Linked(NamedModule named, Imports host, List<String> modules) {
    }

    /** The module whose functions are called. */
    public Module main() {
        return main;
    }

    /**
     * Settles who gets what from whom. Modules that the main one does not need, however indirectly, are left out.
     *
     * @param modules with distinct names, one of them the main one
     * @param functions of the host, by namespace and name
     * @throws LinkException if something is missing or has another type, or modules need each other in a circle; all
     *             that is missing is named at once
     */
    public static ModuleSet link(List<NamedModule> modules, Map<String, Map<String, HostFunction>> functions) {
        var byName = new LinkedHashMap<String, Module>();
        modules.forEach(each -> byName.put(each.name(), each.module()));
        checkNames(byName, functions);
        var linker = new Linker(byName, functions);
        linker.visit(NamedModule.MAIN, new LinkedHashSet<>());
        if (!linker.faults.isEmpty()) {
            throw new LinkException(String.join("; ", linker.faults));
        }
        var main = byName.get(NamedModule.MAIN);
        if (main == null) {
            throw new AssertionError("there is a main module");
        }
        return new ModuleSet(List.copyOf(linker.inOrder), main);
    }

    private static void checkNames(Map<String, Module> modules, Map<String, Map<String, HostFunction>> functions) {
        modules.forEach((name, module) -> {
            var ofHost = functions.getOrDefault(name, Map.of());
            module.exports().stream().filter(export -> ofHost.containsKey(export.name())).findFirst()
                    .ifPresent(export -> {
                        throw new LinkException(("\"%s\" \"%s\" is both a host function and an export of a module of "
                                + "the plug-in: leave one out").formatted(name, export.name()));
                    });
        });
    }

    /**
     * Makes an instance of every module, the main one last.
     *
     * @param state what host functions find through the instance that calls
     * @param budget the pages of all memories together
     * @param reserve where memories come from
     * @param onInstance is given each instance before anything of it runs
     * @param beforeCode is run before each of them is made; what it throws ends all
     */
    public Instance instantiate(Imports state, Budget budget, MemoryReserve reserve, Consumer<Instance> onInstance,
            Runnable beforeCode) {
        Instance last = null;
        var made = inOrder.size() == 1 ? Map.<String, Instance>of() : new HashMap<String, Instance>();
        for (var linked : inOrder) {
            var imports = Imports.builder().addAll(linked.host).addAll(state).memoryBudget(budget)
                    .memoryReserve(reserve).onInstance(onInstance);
            linked.modules.forEach(name -> {
                var instance = made.get(name);
                if (instance != null) {
                    imports.instance(name, instance);
                }
            });
            beforeCode.run();
            last = linked.named.module().instantiate(imports.build());
            if (inOrder.size() > 1) {
                made.put(linked.named.name(), last);
                if (!linked.named.name().equals(NamedModule.MAIN)) {
                    GuestRuntime.startLibrary(last);
                }
            }
        }
        if (last == null) {
            throw new AssertionError("there is a main module");
        }
        return last;
    }

    /** Goes through the modules, dependencies first. */
    private static final class Linker {

        private final Map<String, Module> modules;
        private final Map<String, Map<String, HostFunction>> functions;
        private final List<Linked> inOrder = new ArrayList<>();
        private final List<String> faults = new ArrayList<>();
        private final Set<String> done = new LinkedHashSet<>();

        private Linker(Map<String, Module> modules, Map<String, Map<String, HostFunction>> functions) {
            this.modules = modules;
            this.functions = functions;
        }

        private void visit(String name, Set<String> path) {
            var module = modules.get(name);
            if (module == null || done.contains(name)) {
                return;
            }
            if (!path.add(name)) {
                throw new LinkException("modules of the plug-in import each other in a circle: "
                        + String.join(" -> ", path) + " -> " + name);
            }
            var checks = new HostImports.Check(functions, name.equals(NamedModule.MAIN) ? "the plug-in"
                    : "the module \"" + name + "\"");
            var needed = new LinkedHashSet<String>();
            for (var wanted : module.imports()) {
                var offered = exported(wanted.module(), wanted.name());
                if (offered == null) {
                    checks.add(wanted);
                } else if (fits(wanted.type(), offered)) {
                    needed.add(wanted.module());
                } else {
                    faults.add("%s imports \"%s\" \"%s\" as %s, but that is %s".formatted(checks.who(), wanted.module(),
                            wanted.name(), wanted.type(), offered));
                }
            }
            faults.addAll(checks.faults());
            needed.forEach(each -> visit(each, path));
            path.remove(name);
            done.add(name);
            inOrder.add(new Linked(new NamedModule(name, module), checks.imports(), List.copyOf(needed)));
        }

        private @Nullable ExternType exported(String module, String name) {
            var exporting = modules.get(module);
            if (exporting == null) {
                return null;
            }
            for (var export : exporting.exports()) {
                if (export.name().equals(name)) {
                    return export.type();
                }
            }
            return null;
        }

        /** Functions must be equal; what depends on a size is checked when there is one. */
        private static boolean fits(ExternType wanted, ExternType offered) {
            return wanted instanceof FunctionType ? wanted.equals(offered)
                    : wanted.getClass() == offered.getClass();
        }
    }
}
