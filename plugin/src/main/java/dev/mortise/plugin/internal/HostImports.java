package dev.mortise.plugin.internal;

import dev.mortise.wasi.Wasi;
import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.HostFunction;
import dev.mortise.wasm.ImportType;
import dev.mortise.wasm.Imports;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a plug-in can import: the kernel and environment of Extism, WASI, and the functions that its host adds. */
public final class HostImports {

    /** The namespace of Extism's own functions. */
    public static final String ENVIRONMENT = "extism:host/env";

    /** Where plug-ins of the year 2023 look for them. */
    private static final String OLD_ENVIRONMENT = "env";
    private static final String OLD_PREFIX = "extism_";
    private static final String WASI_PREFIX = "wasi_";

    /** One object a function for all plug-ins, so that call sites in guests see a constant. */
    private static final Map<String, HostFunction> OWN = ownFunctions();

    private HostImports() {}

    private static Map<String, HostFunction> ownFunctions() {
        var functions = new FunctionSet();
        KernelFunctions.addTo(functions);
        EnvironmentFunctions.addTo(functions);
        return functions.functions();
    }

    /** Goes through what one module imports, and collects what it gets and what it will not get. */
    static final class Check {

        private final Map<String, Map<String, HostFunction>> added;
        private final String who;
        private final List<ImportType> wasi = new ArrayList<>();
        private final List<String> faults = new ArrayList<>();
        private final Imports.Builder imports = Imports.builder();
        private final boolean allowsWasi;
        private boolean usesWasi;

        /**
         * @param added the host's functions by namespace and name
         * @param allowsWasi whether there are WASI's functions, too
         * @param who imports, for messages
         */
        Check(Map<String, Map<String, HostFunction>> added, boolean allowsWasi, String who) {
            this.added = added;
            this.allowsWasi = allowsWasi;
            this.who = who;
        }

        /** Whether the module gets functions of WASI. */
        boolean usesWasi() {
            return usesWasi;
        }

        /** Gives it a function that fits. */
        void give(ImportType wanted, HostFunction function) {
            imports.function(wanted.module(), wanted.name(), function);
        }

        String who() {
            return who;
        }

        /** What the module gets. */
        Imports imports() {
            return imports.build();
        }

        /** What is missing or has another type. */
        List<String> faults() {
            var all = new ArrayList<>(faults);
            if (!wasi.isEmpty()) {
                all.add(wasiFault());
            }
            return all;
        }

        void add(ImportType wanted) {
            var function = added.getOrDefault(wanted.module(), Map.of()).get(wanted.name());
            if (wanted.module().equals(ENVIRONMENT)) {
                addOwn(wanted);
            } else if (function == null && wanted.module().equals(OLD_ENVIRONMENT)
                    && wanted.name().startsWith(OLD_PREFIX)) {
                addOld(wanted);
            } else if (function == null && wanted.module().startsWith(WASI_PREFIX)) {
                addWasi(wanted);
            } else {
                addAdded(wanted, function);
            }
        }

        private void addOwn(ImportType wanted) {
            if (!(wanted.type() instanceof FunctionType type)) {
                faults.add("invalid import from %s: \"%s\" is wanted as %s, but only functions can be imported from "
                        .formatted(ENVIRONMENT, wanted.name(), wanted.type()) + "there");
                return;
            }
            var function = OWN.get(wanted.name());
            if (function == null) {
                faults.add("invalid function import from %s: \"%s\" is none of Extism's functions"
                        .formatted(ENVIRONMENT, wanted.name()));
            } else if (!function.type().equals(type)) {
                faults.add("invalid function import from %s: \"%s\" is wanted as %s, but is %s"
                        .formatted(ENVIRONMENT, wanted.name(), type, function.type()));
            } else {
                give(wanted, function);
            }
        }

        private void addOld(ImportType wanted) {
            var function = OWN.get(wanted.name().substring(OLD_PREFIX.length()));
            if (function != null && function.type().equals(wanted.type())) {
                give(wanted, function);
            } else {
                addAdded(wanted, function);
            }
        }

        private void addWasi(ImportType wanted) {
            var function = Wasi.findFunction(wanted.module(), wanted.name());
            if (function.isEmpty()) {
                faults.add("%s imports \"%s\" \"%s\" as %s, which is none of the functions of WASI preview 1"
                        .formatted(who, wanted.module(), wanted.name(), wanted.type()));
            } else if (!function.get().type().equals(wanted.type())) {
                faults.add("%s imports \"%s\" \"%s\" as %s, but in WASI that is %s".formatted(who, wanted.module(),
                        wanted.name(), wanted.type(), function.get().type()));
            } else if (allowsWasi) {
                usesWasi = true;
                give(wanted, function.get());
            } else {
                wasi.add(wanted);
            }
        }

        private void addAdded(ImportType wanted, @Nullable HostFunction function) {
            if (function == null) {
                faults.add("%s imports \"%s\" \"%s\" as %s, which the host does not give: add it with hostFunction"
                        .formatted(who, wanted.module(), wanted.name(), wanted.type()));
            } else if (!function.type().equals(wanted.type())) {
                faults.add("%s imports \"%s\" \"%s\" as %s, but the host function is %s".formatted(who,
                        wanted.module(), wanted.name(), wanted.type(), function.type()));
            } else {
                give(wanted, function);
            }
        }

        private String wasiFault() {
            var names = wasi.stream().map(wanted -> wanted.module() + "." + wanted.name()).distinct()
                    .collect(Collectors.joining(", "));
            return ("%s needs WASI (%s), which a plug-in only gets from a host that says so: open it with "
                    + "Plugin.builder().wasi(), or with --wasi on the command line").formatted(who, names);
        }
    }
}
