;; Runs the script on standard input in CRuby, as its command `ruby -e SCRIPT` would without gems.
(module
  (import "guest" "memory" (memory 0))
  (import "guest" "cabi_realloc" (func $realloc (param i32 i32 i32 i32) (result i32)))
  (import "guest" "ruby-init: func(args: list<string>) -> ()" (func $init (param i32 i32)))
  (import "guest" "rb-eval-string-protect: func(str: string) -> tuple<handle<rb-abi-value>, s32>"
    (func $evaluate (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (export "memory" (memory 0))

  (func $allocate (param $bytes i32) (result i32)
    (call $realloc (i32.const 0) (i32.const 0) (i32.const 8) (local.get $bytes)))

  (func (export "_start")
    (local $text i32) (local $length i32) (local $vector i32) (local $arguments i32)
    ;; Standard input, at most 1 MiB of it.
    (local.set $text (call $allocate (i32.const 1048576)))
    (local.set $vector (call $allocate (i32.const 12)))
    (loop $more
      (i32.store (local.get $vector) (i32.add (local.get $text) (local.get $length)))
      (i32.store offset=4 (local.get $vector) (i32.sub (i32.const 1048576) (local.get $length)))
      (if (call $fd_read (i32.const 0) (local.get $vector) (i32.const 1)
            (i32.add (local.get $vector) (i32.const 8)))
        (then unreachable))
      (local.set $length (i32.add (local.get $length) (i32.load offset=8 (local.get $vector))))
      (br_if $more (i32.load offset=8 (local.get $vector))))

    ;; A list of strings is an array of addresses and lengths, which CRuby frees: "ruby", "--disable=gems", "-e", "1".
    (local.set $arguments (call $allocate (i32.const 32)))
    (i32.store (local.get $arguments) (call $string (i64.const 0x79627572) (i64.const 0)))
    (i32.store offset=4 (local.get $arguments) (i32.const 4))
    (i32.store offset=8 (local.get $arguments)
      (call $string (i64.const 0x6c62617369642d2d) (i64.const 0x736d65673d65)))
    (i32.store offset=12 (local.get $arguments) (i32.const 14))
    (i32.store offset=16 (local.get $arguments) (call $string (i64.const 0x652d) (i64.const 0)))
    (i32.store offset=20 (local.get $arguments) (i32.const 2))
    (i32.store offset=24 (local.get $arguments) (call $string (i64.const 0x31) (i64.const 0)))
    (i32.store offset=28 (local.get $arguments) (i32.const 1))
    (call $init (local.get $arguments) (i32.const 4))
    ;; The result is a handle, then a state that is zero if nothing was raised.
    (if (i32.load offset=4 (call $evaluate (local.get $text) (local.get $length)))
      (then (call $proc_exit (i32.const 1)))))

  (func $string (param $first i64) (param $second i64) (result i32)
    (local $text i32)
    (local.set $text (call $allocate (i32.const 16)))
    (i64.store (local.get $text) (local.get $first))
    (i64.store offset=8 (local.get $text) (local.get $second))
    (local.get $text)))
