package dev.mortise.wasi.internal;

import dev.mortise.wasm.HostFunction;
import dev.mortise.wasm.Imports;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** All functions, each made once for all guests, so that call sites in their code see a constant. */
public final class Functions {

    /** The namespace of preview 1. */
    public static final String PREVIEW_1 = "wasi_snapshot_preview1";
    /** The namespace of its forerunner. */
    public static final String UNSTABLE = "wasi_unstable";

    private static final Map<String, Supplier<HostFunction>> OF_PREVIEW_1 = preview1();
    private static final Map<String, Supplier<HostFunction>> OF_UNSTABLE = unstable();

    private Functions() {}

    /** Adds all of them, under both namespaces. */
    public static void addTo(Imports.Builder imports) {
        OF_PREVIEW_1.forEach((name, function) -> imports.function(PREVIEW_1, name, function));
        OF_UNSTABLE.forEach((name, function) -> imports.function(UNSTABLE, name, function));
    }

    /** One of them, if there is one of these names. */
    public static Optional<HostFunction> find(String namespace, String name) {
        return Optional.ofNullable(switch (namespace) {
            case PREVIEW_1 -> OF_PREVIEW_1.get(name);
            case UNSTABLE -> OF_UNSTABLE.get(name);
            default -> null;
        }).map(Supplier::get);
    }

    private static Map<String, Supplier<HostFunction>> preview1() {
        var functions = new FunctionSet();
        ArgumentFunctions.addTo(functions);
        ClockFunctions.addTo(functions);
        DescriptorFunctions.addTo(functions);
        DirectoryFunctions.addTo(functions);
        FileFunctions.addTo(functions);
        OpenFunction.addTo(functions);
        PathFunctions.addTo(functions);
        PollFunctions.addTo(functions);
        ProcessFunctions.addTo(functions);
        RandomFunctions.addTo(functions);
        SocketFunctions.addTo(functions);
        return functions.functions();
    }

    private static Map<String, Supplier<HostFunction>> unstable() {
        var functions = new FunctionSet();
        UnstableFunctions.addTo(functions);
        var all = new HashMap<>(OF_PREVIEW_1);
        all.putAll(functions.functions());
        all.remove("sock_accept");
        return Map.copyOf(all);
    }
}
