package dev.mortise.wasi;

import dev.mortise.wasm.Function;
import dev.mortise.wasm.Module;
import dev.mortise.wasm.Trap;
import dev.mortise.wasm.text.Wat;
import java.nio.file.Path;

/**
 * In a JVM of its own, calls a function of WASI for the first time where the stack ends: a little above, then a little
 * higher each time, until it works. Prints what came of it; a class that was broken on the way shows as another error.
 */
final class EndOfStackProcess {

    private static final int STACK_BYTES = 1 << 20;
    /** Frames between two tries. */
    private static final int STEP = 2;

    private EndOfStackProcess() {}

    public static void main(String[] args) throws Exception {
        var module = Module.parse(Wat.toBinary(args[0]));
        var thread = new Thread(null, () -> run(module, Path.of(args[1])), "small stack", STACK_BYTES);
        thread.start();
        thread.join();
    }

    private static void run(Module module, Path folder) {
        try (var wasi = Wasi.builder().directory(folder, "/").build()) {
            var down = module.instantiate(wasi.imports()).function("down");
            var depth = 1_000;
            while (fits(call(down, depth, 0))) {
                depth += 1_000;
            }
            var failed = 0;
            while (!fits(call(down, depth, 1))) {
                depth -= STEP;
                failed++;
            }
            // And some more often, now that it works, around the edge.
            for (var i = -5; i <= 5; i++) {
                fits(call(down, depth + i * STEP, 1));
            }
            call(down, 0, 1).run();
            System.out.println(failed > 3 ? "works" : "the edge was missed: " + failed);
        } catch (Throwable e) {
            e.printStackTrace(System.out);
        }
    }

    private static Runnable call(Function down, int depth, int works) {
        return () -> {
            var errno = (Integer) down.call(depth, works)[0];
            if (errno == null || errno != 0) {
                throw new IllegalStateException("errno " + errno);
            }
        };
    }

    private static boolean fits(Runnable call) {
        try {
            call.run();
            return true;
        } catch (Trap trap) {
            if (trap.kind() != Trap.Kind.STACK_EXHAUSTED) {
                throw trap;
            }
            return false;
        }
    }
}
