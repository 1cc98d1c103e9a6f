package dev.mortise.examples;

import dev.mortise.plugin.CompiledPlugin;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Many threads share a few plug-ins. A plug-in serves one thread at a time; a pool hands them out in turn. */
public final class PoolOfPlugins {

    private PoolOfPlugins() {}

    static void main() throws Exception {
        // Loading, checking and compiling is done once; each plug-in of the pool is then made within microseconds.
        var compiled = CompiledPlugin.compile(Path.of("guests/rust/echo.wasm"));
        var answers = new AtomicInteger();
        try (var pool = compiled.pool(4)) {
            // Those that find no plug-in free wait asleep, in the order in which they came.
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var i = 0; i < 1_000; i++) {
                    var text = "request " + i;
                    threads.submit(() -> {
                        if (pool.callString("echo", text).equals(text)) {
                            answers.incrementAndGet();
                        }
                    });
                }
            }
            IO.println(answers + " answers");
            IO.println("from 4 plug-ins at most: " + (pool.created() <= 4));
            IO.println(pool.inUse() + " in use, " + pool.waiting() + " waiting");

            // Calls that belong together go to one plug-in.
            IO.println(pool.use(plugin -> plugin.callString("echo", "first, ") + plugin.callString("echo", "second")));
        }
    }
}
