package dev.mortise.bind;

import dev.mortise.bind.internal.BufferSettings;

/**
 * An ABI that passes arguments through a buffer in the guest's memory: an export takes {@code (pointer i32, length i32)}
 * and returns nothing, a number, or {@code pointer << 32 | length} as an i64 for anything else. The guest owns the buffer
 * of a result, which stays as it is until the next call.
 *
 * <p>
 * A method whose export takes exactly the method's own numbers instead, or nothing where the method takes nothing, is
 * called with these.
 */
public sealed interface BufferAbi extends Abi permits BufferSettings {

    /** A buffer a call, which the called function frees: {@code wasm_prepare_buffer(size)}, else {@code alloc(size)}. */
    BufferAbi dynamicBuffer();

    /**
     * One buffer, asked for when the interface is bound: {@code wasm_get_buffer()}, else what the dynamic way gives,
     * kept, which is only for guests that do not free what they are given. All objects of an instance share it. A message
     * that does not fit makes it larger if there is {@code wasm_grow_buffer(size)}. A call that comes back into the guest
     * while another one is running overwrites the arguments of that one.
     */
    BufferAbi staticBuffer();

    /**
     * Another name for the export that gives a buffer: {@code (size i32) -> i64} if dynamic, {@code () -> i64} if static;
     * the answer is {@code pointer << 32 | length}.
     */
    BufferAbi bufferFrom(String export);
}
