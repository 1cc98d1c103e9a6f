package dev.mortise.wasm.internal.runtime;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waits for work of ours that is soon done: an interruption of the thread is for its owner, who finds it as it was. */
public final class Waiting {

    private Waiting() {}

    /**
     * What comes out of it.
     *
     * @throws ExecutionException with what it throws
     */
    public static <T> T uninterruptibly(Future<T> future) throws ExecutionException {
        var interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
