package dev.mortise.wasi.internal;

import dev.mortise.wasi.ProcessExit;
import dev.mortise.wasi.internal.file.Errno;
import dev.mortise.wasi.internal.file.ErrnoException;
import dev.mortise.wasm.Instance;
import java.lang.invoke.MethodHandles;

/** {@code proc_*} and {@code sched_yield}. */
final class ProcessFunctions {

    private ProcessFunctions() {}

    static void addTo(FunctionSet functions) {
        var source = functions.from(MethodHandles.lookup());
        source.addWithoutAnswer("proc_exit", "procExit", int.class);
        source.add("proc_raise", "procRaise", int.class);
        source.add("sched_yield", "schedYield");
    }

    /** Ends the guest; the JVM goes on. */
    static void procExit(int code, Instance caller) {
        throw new ProcessExit(code);
    }

    /** There are no signals, as in wasmtime. */
    static void procRaise(int signal, Instance caller) throws ErrnoException {
        throw Errno.NOTSUP.exception();
    }

    static void schedYield(Instance caller) {
        caller.checkInterrupt();
        Thread.yield();
    }
}
