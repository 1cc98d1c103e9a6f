package dev.mortise.plugin;

import dev.mortise.plugin.internal.CallGate;
import dev.mortise.plugin.internal.HostWake;
import dev.mortise.plugin.internal.Kernel;
import dev.mortise.wasm.Attachment;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.Trap;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The plug-in that is calling a {@link HostFunction}: the way to the memory that it shares with the host.
 *
 * <p>
 * A block of that memory is known by its handle, a {@code long}; 0 stands for no block and no bytes. Handles live until
 * the call of the plug-in ends. Use an object of this class only inside the host function that received it, on its
 * thread.
 */
public final class CurrentPlugin {

    static final Attachment<CurrentPlugin> ATTACHMENT = Attachment.create(CurrentPlugin.class);

    private static final String ARGUMENT = "host function argument";

    private final Kernel kernel;
    private final CallGate gate;
    private final Supplier<Instance> anyInstance;
    private @Nullable Object hostContext;

    /** @param anyInstance one of those that are interrupted when the call is to end */
    CurrentPlugin(Kernel kernel, CallGate gate, Supplier<Instance> anyInstance) {
        this.kernel = kernel;
        this.gate = gate;
        this.anyInstance = anyInstance;
    }

    /**
     * What the caller of the plug-in gave to {@link Plugin#call(String, byte[], Object)} for this call, if it is of this
     * type.
     */
    public <T> Optional<T> hostContext(Class<T> type) {
        return type.isInstance(hostContext) ? Optional.of(type.cast(hostContext)) : Optional.empty();
    }

    void setHostContext(@Nullable Object context) {
        hostContext = context;
    }

    /**
     * How long the call may still take; 0 if it is late, nothing if it may take for ever. A host function that waits
     * should wait no longer, or with {@link #await}: it is not disturbed, and the call only ends when it is back.
     */
    public Optional<Duration> timeLeft() {
        var left = gate.nanosLeft();
        return left == Long.MAX_VALUE ? Optional.empty() : Optional.of(Duration.ofNanos(Math.max(left, 0)));
    }

    /** Whether somebody wants the call to end, or it is late; it does end when the host function is back. */
    public boolean isCancelled() {
        return gate.isCancelled() || gate.nanosLeft() <= 0;
    }

    /**
     * Waits in such a way that the end of the call ends the wait: a cancellation, the time limit, or closing the
     * plug-in.
     *
     * @param wait returns when what it waits for has come, or soon after {@code wake} ran
     * @param wake makes {@code wait} return, also if that is only about to begin; runs on a thread of its own, perhaps
     *            when {@code wait} is over. One that throws is tried again until {@code wait} has returned.
     * @throws dev.mortise.wasm.Trap if the call is to end; let it pass
     */
    public void await(Runnable wait, Runnable wake) {
        var instance = anyInstance.get();
        var hostWake = new HostWake(wake);
        try {
            instance.await(wait, hostWake::start);
        } catch (Trap trap) {
            if (trap.kind() == Trap.Kind.INTERRUPTED) {
                // The trap has used the interrupt up, and a host function may catch it: the guest still ends.
                instance.interrupt();
            }
            throw trap;
        } finally {
            hostWake.waitIsOver();
        }
    }

    /**
     * A copy of a block.
     *
     * @throws PluginException if the plug-in has no such block
     */
    public byte[] memoryRead(long handle) {
        return kernel.read(handle, ARGUMENT);
    }

    /**
     * A block as UTF-8; malformed input becomes U+FFFD.
     *
     * @throws PluginException if the plug-in has no such block
     */
    public String memoryReadString(long handle) {
        return kernel.readString(handle, ARGUMENT);
    }

    /**
     * A new block with these bytes, to be returned to the plug-in, which frees it.
     *
     * @return its handle; 0 if there are no bytes
     * @throws PluginException if there is no room
     */
    public long memoryWrite(byte[] bytes) {
        return kernel.write(bytes);
    }

    /** Like {@link #memoryWrite(byte[])} with a string as UTF-8. */
    public long memoryWriteString(String text) {
        return kernel.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Overwrites a block from its start.
     *
     * @throws PluginException if the plug-in has no such block
     * @throws IllegalArgumentException if the bytes do not fit it
     */
    public void memoryOverwrite(long handle, byte[] bytes) {
        kernel.overwrite(handle, bytes, ARGUMENT);
    }

    /**
     * A new block of zeros, or of what a freed block held.
     *
     * @param length bytes, 0 or more
     * @return its handle; 0 if the length is 0
     * @throws PluginException if there is no room
     */
    public long memoryAlloc(long length) {
        if (length < 0) {
            throw new IllegalArgumentException("length must be 0 or more, not " + length);
        }
        var handle = kernel.alloc(length);
        if (handle == 0 && length > 0) {
            throw kernel.outOfMemory(length);
        }
        return handle;
    }

    /** The bytes in a block; 0 if the plug-in has no such block. */
    public long memoryLength(long handle) {
        return kernel.length(handle);
    }

    /** Frees a block; anything else is ignored. PDKs free what they pass to host functions themselves. */
    public void memoryFree(long handle) {
        kernel.free(handle);
    }
}
