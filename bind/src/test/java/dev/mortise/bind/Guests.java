package dev.mortise.bind;

import dev.mortise.wasm.Instance;
import dev.mortise.wasm.Module;
import dev.mortise.wasm.text.Wat;

/** Guests written by hand. */
final class Guests {

    /** Where the static buffer of {@link #BUFFERS} lies first. */
    static final int STATIC = 1024;
    static final int STATIC_SIZE = 64;
    /** Where dynamic buffers and grown static ones begin. */
    static final int HEAP = 4096;

    /**
     * Gives buffers of both kinds, one behind the other from {@link #HEAP} on and full of 0xAA; {@code echo} answers its
     * message.
     */
    static final String BUFFERS = """
              (memory (export "memory") 4)
              (global $next (mut i32) (i32.const 4096))
              (global $asked (export "asked") (mut i32) (i32.const 0))
              (global $size (export "size") (mut i32) (i32.const 0))
              (func $new (export "wasm_prepare_buffer") (param $size i32) (result i64)
                (local $at i32)
                (global.set $asked (i32.add (global.get $asked) (i32.const 1)))
                (global.set $size (local.get $size))
                (local.set $at (global.get $next))
                (memory.fill (local.get $at) (i32.const 0xAA) (local.get $size))
                (global.set $next (i32.and (i32.add (i32.add (local.get $at) (local.get $size)) (i32.const 7))
                                           (i32.const -8)))
                (i64.or (i64.shl (i64.extend_i32_u (local.get $at)) (i64.const 32))
                        (i64.extend_i32_u (local.get $size))))
              (func (export "echo") (param i32 i32) (result i64)
                (i64.or (i64.shl (i64.extend_i32_u (local.get 0)) (i64.const 32))
                        (i64.extend_i32_u (local.get 1))))
            """;

    /** The static buffer, for {@link #BUFFERS}. */
    static final String STATIC_BUFFER = """
              (func (export "wasm_get_buffer") (result i64)
                (memory.fill (i32.const 1024) (i32.const 0xAA) (i32.const 64))
                (i64.const 0x400_0000_0040))
            """;

    /** Growing, for {@link #STATIC_BUFFER}. */
    static final String GROWING = """
              (func (export "wasm_grow_buffer") (param i32) (result i64) (call $new (local.get 0)))
            """;

    private Guests() {}

    static Module module(String... parts) {
        return Module.parse(Wat.toBinary("(module " + String.join("\n", parts) + ")"));
    }

    static Instance instance(String... parts) {
        return module(parts).instantiate();
    }
}
