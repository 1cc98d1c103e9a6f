package dev.mortise.plugin.internal;

import dev.mortise.wasm.Budget;
import dev.mortise.wasm.ExternType;
import dev.mortise.wasm.Fuel;
import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.HostFunction;
import dev.mortise.wasm.ImportType;
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
import org.jspecify.annotations.Nullable;

/**
 * The modules of a plug-in, in the order in which they must be instantiated, each with what it gets from the host: all
 * that can be settled before there is an instance. Immutable.
 */
public final class ModuleSet {

    private final List<Linked> inOrder;
    private final Module main;
    private final boolean usesWasi;

    private ModuleSet(List<Linked> inOrder, Module main, boolean usesWasi) {
        this.inOrder = inOrder;
        this.main = main;
        this.usesWasi = usesWasi;
    }

    /**
     * A module and what it gets.
     *
     * @param named the module
     * @param host the functions of the host that it imports
     * @param modules the names of the modules of whose instances it imports
     * @param isProgram whether each call of one of its functions gets a fresh instance
     */
    record Linked(NamedModule named, Imports host, List<String> modules, boolean isProgram) {
    }

    /** The module whose functions are called. */
    public Module main() {
        return main;
    }

    /** Whether one of the modules imports functions of WASI. */
    public boolean usesWasi() {
        return usesWasi;
    }

    boolean isSingle() {
        return inOrder.size() == 1;
    }

    Linked program(String name) {
        for (var linked : inOrder) {
            if (linked.named.name().equals(name)) {
                return linked;
            }
        }
        throw new AssertionError("a module that was linked: " + name);
    }

    /**
     * Settles who gets what from whom. Modules that the main one does not need, however indirectly, are left out.
     *
     * @param modules with distinct names, one of them the main one
     * @param functions of the host, by namespace and name
     * @param allowsWasi whether they may use WASI
     * @throws LinkException if something is missing or has another type, or modules need each other in a circle; all
     *             that is missing is named at once
     */
    public static ModuleSet link(List<NamedModule> modules, Map<String, Map<String, HostFunction>> functions,
            boolean allowsWasi) {
        var byName = new LinkedHashMap<String, Module>();
        modules.forEach(each -> byName.put(each.name(), each.module()));
        checkNames(byName, functions);
        var linker = new Linker(byName, functions, allowsWasi);
        linker.visit(NamedModule.MAIN, new LinkedHashSet<>());
        if (!linker.faults.isEmpty()) {
            throw new LinkException(String.join("; ", linker.faults));
        }
        var main = byName.get(NamedModule.MAIN);
        if (main == null) {
            throw new AssertionError("there is a main module");
        }
        return new ModuleSet(List.copyOf(linker.inOrder), main, linker.usesWasi);
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
     * @param fuel what all of them together may use; null if that is not counted
     * @param listener is told of each instance before anything of it runs
     * @param beforeCode is run before each of them is made; what it throws ends all
     */
    public Instance instantiate(Imports state, Budget budget, MemoryReserve reserve, @Nullable Fuel fuel,
            InstanceListener listener, Runnable beforeCode) {
        var instances = new InstanceSet(this, state, budget, reserve, fuel, listener);
        Instance last = null;
        for (var linked : inOrder) {
            if (!linked.isProgram) {
                beforeCode.run();
                last = instances.create(linked);
                if (!isMain(linked.named.name())) {
                    GuestRuntime.startLibrary(last);
                }
            }
        }
        if (last == null) {
            throw new AssertionError("there is a main module");
        }
        return last;
    }

    private static boolean isMain(String name) {
        return name.equals(NamedModule.MAIN);
    }

    /** Goes through the modules, dependencies first. */
    private static final class Linker {

        private final Map<String, Module> modules;
        private final Map<String, Map<String, HostFunction>> functions;
        private final List<Linked> inOrder = new ArrayList<>();
        private final List<String> faults = new ArrayList<>();
        private final Set<String> done = new LinkedHashSet<>();
        private final Map<String, HostFunction> programFunctions = new HashMap<>();
        private final boolean allowsWasi;
        private boolean usesWasi;

        private Linker(Map<String, Module> modules, Map<String, Map<String, HostFunction>> functions,
                boolean allowsWasi) {
            this.modules = modules;
            this.functions = functions;
            this.allowsWasi = allowsWasi;
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
            var checks = new HostImports.Check(functions, allowsWasi, isMain(name) ? "the plug-in"
                    : "the module \"" + name + "\"");
            var needed = new LinkedHashSet<String>();
            for (var wanted : module.imports()) {
                var offered = exported(wanted.module(), wanted.name());
                if (offered == null) {
                    checks.add(wanted);
                } else if (fits(wanted.type(), offered)) {
                    needed.add(wanted.module());
                    if (isProgram(wanted.module())) {
                        importFromProgram(wanted, checks);
                    }
                } else {
                    faults.add("%s imports \"%s\" \"%s\" as %s, but that is %s".formatted(checks.who(), wanted.module(),
                            wanted.name(), wanted.type(), offered));
                }
            }
            faults.addAll(checks.faults());
            needed.forEach(each -> visit(each, path));
            path.remove(name);
            done.add(name);
            usesWasi |= checks.usesWasi();
            inOrder.add(new Linked(new NamedModule(name, module), checks.imports(), List.copyOf(needed),
                    isProgram(name)));
        }

        /** What is called is the main module itself, whatever it exports. */
        private boolean isProgram(String name) {
            return !isMain(name) && FunctionType.of().equals(exported(name, GuestRuntime.PROGRAM));
        }

        private void importFromProgram(ImportType wanted, HostImports.Check checks) {
            if (wanted.type() instanceof FunctionType type) {
                checks.give(wanted, programFunctions.computeIfAbsent(wanted.module() + '\0' + wanted.name(),
                        key -> InstanceSet.programFunction(wanted.module(), wanted.name(), type)));
            } else {
                faults.add(("%s imports \"%s\" \"%s\" as %s, but that module is a program (it exports _start), which "
                        + "begins afresh with each call, so only its functions can be imported")
                        .formatted(checks.who(), wanted.module(), wanted.name(), wanted.type()));
            }
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
