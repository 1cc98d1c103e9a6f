package dev.mortise.wasm.internal.runtime;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs what makes, defines and initialises classes on threads with a stack of their own. On a guest's stack, which may
 * be nearly full, a stack overflow could break a class of the JDK or of ours for the life of the JVM.
 */
final class Emission {

    private static final long STACK_BYTES = 8L << 20;
    private static final ExecutorService THREADS = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS,
            new SynchronousQueue<>(), Worker::new);

    private Emission() {}

    private static final class Worker extends Thread {

        Worker(Runnable task) {
            super(null, task, "mortise-compiler", STACK_BYTES, false);
            setDaemon(true);
            // Whoever happens to be first must not be kept by way of a thread that serves all.
            setContextClassLoader(null);
        }
    }

    /** Something that may throw anything. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws Throwable;
    }

    private static <T> T run(Work<T> work) throws Exception {
        try {
            return work.run();
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw FunctionReference.sneaky(e);
        }
    }

    /** What would pass for a trap when a guest's call comes in here is a bug of ours, and says so. */
    private static Throwable unmistakable(Throwable thrown) {
        return thrown instanceof IndexOutOfBoundsException || thrown instanceof ArithmeticException
                || thrown instanceof StackOverflowError
                        ? new InternalError("a bug in Mortise: the compiler failed with " + thrown, thrown)
                        : thrown;
    }

    /** Does this on a thread of ours some time; whoever needs it does it again if the heap was full. */
    static void later(Runnable work) {
        THREADS.execute(() -> {
            try {
                work.run();
            } catch (OutOfMemoryError e) {
                // Said to whoever needs it then.
            }
        });
    }

    /** Does this on a thread of ours and waits for it; what it throws comes out as it is. */
    static <T> T call(Work<T> work) {
        try {
            if (Thread.currentThread() instanceof Worker) {
                return work.run();
            }
            StackProbe.ensureHeadroom();
            return Waiting.uninterruptibly(THREADS.submit(() -> run(work)));
        } catch (ExecutionException e) {
            throw FunctionReference.sneaky(unmistakable(e.getCause() == null ? e : e.getCause()));
        } catch (Throwable e) {
            throw FunctionReference.sneaky(e);
        }
    }
}
