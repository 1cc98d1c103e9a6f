package dev.mortise.plugin.internal;

import dev.mortise.wasm.Function;
import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.ValueType;
import java.util.List;
import java.util.Optional;

/** Starts the language runtime inside a new instance, where it has one. */
public final class GuestRuntime {

    /** A whole program: never started unasked, and what it leaves behind is of no use to another call. */
    public static final String PROGRAM = "_start";

    private static final FunctionType NO_PARAMETERS = FunctionType.of();
    private static final List<ValueType> TWO_NUMBERS = List.of(ValueType.I32, ValueType.I32);
    private static final String REACTOR = "_initialize";
    private static final String CONSTRUCTORS = "__wasm_call_ctors";
    private static final String HASKELL = "hs_init";

    private GuestRuntime() {}

    /** As Extism does: Haskell's runtime if there is one, else static constructors, else the reactor's start. */
    public static void start(Instance instance) {
        var haskell = instance.findFunction(HASKELL)
                .filter(function -> function.type().parameters().equals(TWO_NUMBERS));
        if (haskell.isPresent()) {
            starter(instance, REACTOR).ifPresent(Function::call);
            haskell.get().call(0, 0);
        } else if (instance.findFunction(CONSTRUCTORS).isPresent()) {
            starter(instance, CONSTRUCTORS).ifPresent(Function::call);
        } else {
            starter(instance, REACTOR).ifPresent(Function::call);
        }
    }

    /** A module that another one of the plug-in imports: a reactor, if anything. */
    static void startLibrary(Instance instance) {
        starter(instance, REACTOR).ifPresent(Function::call);
    }

    private static Optional<Function> starter(Instance instance, String name) {
        return instance.findFunction(name).filter(function -> function.type().equals(NO_PARAMETERS));
    }
}
