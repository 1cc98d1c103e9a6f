package dev.mortise.plugin;

/**
 * A plug-in that uses WASI as its caller says. Its functions return WASI's error number as their code: those of paths
 * take the path as input, relative to the first folder that was granted.
 */
final class WasiGuest {

    static final int EMFILE = 33;
    static final int ENOENT = 44;
    static final int EROFS = 69;
    static final int EXDEV = 75;

    static final byte[] MODULE = Guests.wat("""
            (module
              (import "extism:host/env" "input_length" (func $input_length (result i64)))
              (import "extism:host/env" "input_load_u8" (func $input_load_u8 (param i64) (result i32)))
              (import "extism:host/env" "input_offset" (func $input_offset (result i64)))
              (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
              (import "extism:host/env" "store_u8" (func $store_u8 (param i64 i32)))
              (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
              (import "extism:host/env" "error_set" (func $error_set (param i64)))
              (import "wasi_snapshot_preview1" "path_open"
                (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "path_rename"
                (func $path_rename (param i32 i32 i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "environ_sizes_get"
                (func $environ_sizes_get (param i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes_get (param i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "clock_time_get" (func $clock (param i32 i64 i32) (result i32)))
              (import "wasi_snapshot_preview1" "random_get" (func $random_get (param i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
              (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
              (memory (export "memory") 1)
              (global $calls (mut i32) (i32.const 0))

              ;; The input goes to 1024, results of WASI's functions to 0, contents to 8192.
              (func $input (result i32) (local $i i32)
                (block $end (loop $next
                  (br_if $end (i32.ge_u (local.get $i) (i32.wrap_i64 (call $input_length))))
                  (i32.store8 (i32.add (i32.const 1024) (local.get $i))
                    (call $input_load_u8 (i64.extend_i32_u (local.get $i))))
                  (local.set $i (i32.add (local.get $i) (i32.const 1)))
                  (br $next)))
                (local.get $i))
              (func $output (param $from i32) (param $length i32) (local $block i64) (local $i i32)
                (local.set $block (call $alloc (i64.extend_i32_u (local.get $length))))
                (block $end (loop $next
                  (br_if $end (i32.ge_u (local.get $i) (local.get $length)))
                  (call $store_u8 (i64.add (local.get $block) (i64.extend_i32_u (local.get $i)))
                    (i32.load8_u (i32.add (local.get $from) (local.get $i))))
                  (local.set $i (i32.add (local.get $i) (i32.const 1)))
                  (br $next)))
                (call $output_set (local.get $block) (i64.extend_i32_u (local.get $length))))
              (func $vector (param $from i32) (param $length i32)
                (i32.store (i32.const 16) (local.get $from))
                (i32.store (i32.const 20) (local.get $length)))
              (func $open (param $flags i32) (param $rights i64) (result i32)
                (call $path_open (i32.const 3) (i32.const 1) (i32.const 1024) (call $input) (local.get $flags)
                  (local.get $rights) (i64.const 0) (i32.const 0) (i32.const 0)))

              (func (export "read") (result i32) (local $errno i32)
                (if (local.tee $errno (call $open (i32.const 0) (i64.const 2))) (then (return (local.get $errno))))
                (call $vector (i32.const 8192) (i32.const 4096))
                (if (local.tee $errno (call $fd_read (i32.load (i32.const 0)) (i32.const 16) (i32.const 1)
                    (i32.const 4)))
                  (then (return (local.get $errno))))
                (call $output (i32.const 8192) (i32.load (i32.const 4)))
                (i32.const 0))
              (func (export "write") (result i32) (local $errno i32)
                (if (local.tee $errno (call $open (i32.const 9) (i64.const 64))) (then (return (local.get $errno))))
                (i64.store (i32.const 8192) (i64.const 0x2174736575670a0d))
                (call $vector (i32.const 8194) (i32.const 6))
                (call $fd_write (i32.load (i32.const 0)) (i32.const 16) (i32.const 1) (i32.const 4)))
              (func (export "open_until_refused") (result i32) (local $errno i32)
                (loop $next
                  (local.set $errno (call $open (i32.const 0) (i64.const 2)))
                  (br_if $next (i32.eqz (local.get $errno))))
                (local.get $errno))
              (func (export "descriptor") (drop (call $open (i32.const 0) (i64.const 2)))
                (call $output (i32.const 0) (i32.const 1)))
              (func (export "rename_across") (result i32) (local $length i32)
                (local.set $length (call $input))
                (call $path_rename (i32.const 3) (i32.const 1024) (local.get $length)
                  (i32.const 4) (i32.const 1024) (local.get $length)))
              (func (export "print") (result i32)
                (call $vector (i32.const 1024) (call $input))
                (call $fd_write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 4)))
              (func (export "surroundings")
                (drop (call $environ_sizes_get (i32.const 8192) (i32.const 8196)))
                (drop (call $args_sizes_get (i32.const 8200) (i32.const 8204)))
                (call $output (i32.const 8192) (i32.const 16)))
              (func (export "time")
                (drop (call $clock (i32.const 0) (i64.const 1) (i32.const 8192)))
                (call $output (i32.const 8192) (i32.const 8)))
              (func (export "random")
                (drop (call $random_get (i32.const 8192) (i32.const 32)))
                (call $output (i32.const 8192) (i32.const 32)))
              (func (export "sleep_for_ever") (result i32)
                (i64.store (i32.const 24) (i64.const 0))
                (i64.store (i32.const 32) (i64.const 0))
                (i32.store (i32.const 40) (i32.const 1))
                (i64.store (i32.const 48) (i64.const -1))
                (i64.store (i32.const 56) (i64.const 0))
                (i64.store (i32.const 64) (i64.const 0))
                (call $poll (i32.const 24) (i32.const 8192) (i32.const 1) (i32.const 4)))
              (func (export "exit") (call $proc_exit (i32.sub (call $input_load_u8 (i64.const 0)) (i32.const 48))))
              (func (export "exit_with_error")
                (call $error_set (call $input_offset))
                (call $proc_exit (i32.sub (call $input_load_u8 (i64.const 0)) (i32.const 48))))
              (func (export "calls") (result i32)
                (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
                (global.get $calls))
              (func (export "_start")))
            """);

    private WasiGuest() {}
}
