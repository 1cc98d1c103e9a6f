package dev.mortise.wasm.internal.compile;

import dev.mortise.wasm.internal.runtime.Waiting;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Compiles on as many threads as the machine has processors, and hands on what comes out in the order of the tasks. */
final class OrderedWork {

    /** As deep as the threads that compile while a program runs: functions that need more are refused. */
    private static final long STACK_BYTES = 8L << 20;
    /** Results, for each thread, that are in work or wait for the one before them to be taken. */
    private static final int AHEAD = 16;

    private OrderedWork() {}

    /** Takes the results, one after the other on the thread that waits for them. */
    @FunctionalInterface
    interface Taker<T, E extends Exception> {
        void take(T result) throws E;
    }

    /**
     * Does all tasks, unless one of them or the taker throws something: that comes out here, and what was not begun is
     * left undone. No thread is left behind.
     */
    static <T, E extends Exception> void run(List<Callable<T>> tasks, Taker<T, E> taker) throws E {
        var threads = Runtime.getRuntime().availableProcessors();
        try (var executor = Executors.newFixedThreadPool(threads, task -> {
            var thread = new Thread(null, task, "mortise-compiler", STACK_BYTES, false);
            thread.setDaemon(true);
            return thread;
        })) {
            var begun = new ArrayDeque<Future<T>>();
            try {
                var next = 0;
                for (var taken = 0; taken < tasks.size(); taken++) {
                    while (next < tasks.size() && begun.size() < AHEAD * threads) {
                        begun.add(executor.submit(tasks.get(next)));
                        next++;
                    }
                    taker.take(await(begun.remove()));
                }
            } finally {
                executor.shutdownNow();
            }
        }
    }

    private static <T> T await(Future<T> future) {
        try {
            return Waiting.uninterruptibly(future);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException thrown ? thrown : new IllegalStateException(e);
        }
    }
}
