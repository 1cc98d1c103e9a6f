;; Runs the script on standard input in QuickJS, as its command `qjs -e SCRIPT` would.
(module
  (import "guest" "memory" (memory 0))
  (import "guest" "malloc" (func $malloc (param i32) (result i32)))
  (import "guest" "qjs_init_argv" (func $run (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  ;; WASI's functions use the memory that their caller exports.
  (export "memory" (memory 0))

  ;; Standard input, at most 1 MiB of it, with a zero behind it.
  (func $input (result i32)
    (local $text i32) (local $length i32) (local $vector i32)
    (local.set $text (call $malloc (i32.const 1048577)))
    (local.set $vector (call $malloc (i32.const 12)))
    (loop $more
      (i32.store (local.get $vector) (i32.add (local.get $text) (local.get $length)))
      (i32.store offset=4 (local.get $vector) (i32.sub (i32.const 1048576) (local.get $length)))
      (if (call $fd_read (i32.const 0) (local.get $vector) (i32.const 1)
            (i32.add (local.get $vector) (i32.const 8)))
        (then unreachable))
      (local.set $length (i32.add (local.get $length) (i32.load offset=8 (local.get $vector))))
      (br_if $more (i32.load offset=8 (local.get $vector))))
    (i32.store8 (i32.add (local.get $text) (local.get $length)) (i32.const 0))
    (local.get $text))

  (func (export "_start")
    (local $arguments i32) (local $code i32)
    (local.set $arguments (call $malloc (i32.const 24)))
    ;; "qjs" and "-e"
    (i32.store offset=16 (local.get $arguments) (i32.const 0x736a71))
    (i32.store offset=20 (local.get $arguments) (i32.const 0x652d))
    (i32.store (local.get $arguments) (i32.add (local.get $arguments) (i32.const 16)))
    (i32.store offset=4 (local.get $arguments) (i32.add (local.get $arguments) (i32.const 20)))
    (i32.store offset=8 (local.get $arguments) (call $input))
    (i32.store offset=12 (local.get $arguments) (i32.const 0))
    (local.set $code (call $run (i32.const 3) (local.get $arguments)))
    (if (local.get $code)
      (then (call $proc_exit (i32.const 1))))))
