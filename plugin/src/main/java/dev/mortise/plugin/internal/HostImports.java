package dev.mortise.plugin.internal;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.HostFunction;
import dev.mortise.wasm.ImportType;
import dev.mortise.wasm.Imports;
import dev.mortise.wasm.LinkException;
import dev.mortise.wasm.Module;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a plug-in can import: the kernel and environment of Extism, and the functions that its host adds. */
public final class HostImports {

    /** The namespace of Extism's own functions. */
    public static final String ENVIRONMENT = "extism:host/env";

    private static final String WASI_PREFIX = "wasi_";

    /** One object a function for all plug-ins, so that call sites in guests see a constant. */
    private static final Map<String, HostFunction> OWN = ownFunctions();
    private static final Imports OWN_IMPORTS = ownImports();

    private HostImports() {}

    /** Extism's own functions. */
    public static Imports own() {
        return OWN_IMPORTS;
    }

    /**
     * Checks that a plug-in imports nothing that it will not get. Everything that is missing is named at once.
     *
     * @param added the host's functions by namespace and name
     * @throws LinkException if something is missing or has another type
     */
    public static void check(Module module, Map<String, Map<String, HostFunction>> added) {
        var wasi = new ArrayList<ImportType>();
        var faults = new ArrayList<String>();
        for (var wanted : module.imports()) {
            if (wanted.module().equals(ENVIRONMENT)) {
                checkOwn(wanted, faults);
            } else {
                var function = added.getOrDefault(wanted.module(), Map.of()).get(wanted.name());
                if (function == null && wanted.module().startsWith(WASI_PREFIX)) {
                    wasi.add(wanted);
                } else {
                    checkAdded(wanted, function, faults);
                }
            }
        }
        if (!wasi.isEmpty()) {
            faults.add(wasiFault(wasi));
        }
        if (!faults.isEmpty()) {
            throw new LinkException(String.join("; ", faults));
        }
    }

    private static void checkOwn(ImportType wanted, List<String> faults) {
        if (!(wanted.type() instanceof FunctionType type)) {
            faults.add("invalid import from %s: \"%s\" is wanted as %s, but only functions can be imported from there"
                    .formatted(ENVIRONMENT, wanted.name(), wanted.type()));
            return;
        }
        var function = OWN.get(wanted.name());
        if (function == null) {
            faults.add("invalid function import from %s: \"%s\" is none of Extism's functions"
                    .formatted(ENVIRONMENT, wanted.name()));
        } else if (!function.type().equals(type)) {
            faults.add("invalid function import from %s: \"%s\" is wanted as %s, but is %s"
                    .formatted(ENVIRONMENT, wanted.name(), type, function.type()));
        }
    }

    private static void checkAdded(ImportType wanted, @Nullable HostFunction function,
            List<String> faults) {
        if (function == null) {
            faults.add("the plug-in imports \"%s\" \"%s\" as %s, which the host does not give: add it with hostFunction"
                    .formatted(wanted.module(), wanted.name(), wanted.type()));
        } else if (!function.type().equals(wanted.type())) {
            faults.add("the plug-in imports \"%s\" \"%s\" as %s, but the host function is %s".formatted(wanted.module(),
                    wanted.name(), wanted.type(), function.type()));
        }
    }

    private static String wasiFault(List<ImportType> wasi) {
        var names = wasi.stream().map(wanted -> wanted.module() + "." + wanted.name()).distinct()
                .collect(Collectors.joining(", "));
        return "the plug-in needs WASI, which this version of Mortise does not offer (%s): build it for a target "
                .formatted(names) + "without WASI, such as Rust's wasm32-unknown-unknown";
    }

    private static Map<String, HostFunction> ownFunctions() {
        var functions = new FunctionSet();
        KernelFunctions.addTo(functions);
        EnvironmentFunctions.addTo(functions);
        return functions.functions();
    }

    private static Imports ownImports() {
        var imports = Imports.builder();
        OWN.forEach((name, function) -> imports.function(ENVIRONMENT, name, function));
        return imports.build();
    }
}
