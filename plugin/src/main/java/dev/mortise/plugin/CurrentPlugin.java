package dev.mortise.plugin;

import dev.mortise.plugin.internal.Kernel;
import dev.mortise.wasm.Attachment;
import java.nio.charset.StandardCharsets;

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

    CurrentPlugin(Kernel kernel) {
        this.kernel = kernel;
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
