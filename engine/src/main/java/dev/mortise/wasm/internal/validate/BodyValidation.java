package dev.mortise.wasm.internal.validate;

import dev.mortise.wasm.InvalidModuleException;
import dev.mortise.wasm.internal.binary.ModuleDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Validates all bodies of a module. Where there is much of it, other threads help; what comes out is the same as without
 * them, down to which of several faults is told and the stack trace that tells it.
 */
final class BodyValidation {

    /** Below this, waking a thread costs more than it saves. */
    private static final int FEWEST_BYTES = 256 << 10;
    /** What a thread takes at once: some hundred microseconds of work. */
    private static final int PART_BYTES = 16 << 10;
    private static final int MOST_HELPERS = 7;

    private final ModuleDefinition module;
    private final Declarations declarations;
    /** The first function of each part. */
    private final List<Integer> parts = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();
    /** The first part that could not be validated, as far as is known. */
    private final AtomicInteger failed = new AtomicInteger(Integer.MAX_VALUE);
    private final Semaphore done = new Semaphore(0);

    private BodyValidation(ModuleDefinition module, Declarations declarations) {
        this.module = module;
        this.declarations = declarations;
    }

    /**
     * Validates the bodies of a module that is valid outside of them.
     *
     * @param helpers where threads may be had; it may refuse to run anything
     * @throws InvalidModuleException about the first body that is invalid
     */
    static void run(ModuleDefinition module, Declarations declarations, Executor helpers) {
        var first = module.importedFunctions();
        var threads = Math.min(Runtime.getRuntime().availableProcessors() - 1, MOST_HELPERS);
        var bodies = module.bodies();
        var isBig = !bodies.isEmpty() && bodies.getLast().end() - bodies.getFirst().start() >= FEWEST_BYTES;
        if (threads > 0 && isBig) {
            first = new BodyValidation(module, declarations).together(helpers, threads);
        }
        for (var function = first; function < module.functionCount(); function++) {
            FunctionValidator.validate(module, declarations, function);
        }
    }

    /** Answers the function from which on bodies may be invalid: the caller looks for itself. */
    private int together(Executor helpers, int threads) {
        var bytes = PART_BYTES;
        for (var function = module.importedFunctions(); function < module.functionCount(); function++) {
            bytes += module.body(function).length();
            if (bytes >= PART_BYTES) {
                parts.add(function);
                bytes = 0;
            }
        }
        for (var i = 0; i < threads; i++) {
            try {
                helpers.execute(this::work);
            } catch (RejectedExecutionException | OutOfMemoryError e) {
                // No further thread is to be had.
                break;
            }
        }
        work();
        // A helper that comes too late finds nothing to do, and nobody waits for it.
        done.acquireUninterruptibly(parts.size());
        var part = failed.get();
        return part < parts.size() ? parts.get(part) : module.functionCount();
    }

    private void work() {
        for (var part = next.getAndIncrement(); part < parts.size(); part = next.getAndIncrement()) {
            // Parts are taken in their order, so all before a failed one are looked at.
            if (part < failed.get()) {
                validate(part);
            }
            done.release();
        }
    }

    /** Whatever goes wrong, the heap being full for one, goes wrong again where it belongs or not at all. */
    private void validate(int part) {
        var end = part + 1 < parts.size() ? parts.get(part + 1) : module.functionCount();
        try {
            for (var function = parts.get(part); function < end; function++) {
                FunctionValidator.validate(module, declarations, function);
            }
        } catch (RuntimeException | Error e) {
            failed.accumulateAndGet(part, Math::min);
        }
    }
}
