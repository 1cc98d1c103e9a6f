;; A plug-in for hours of calls, some of which go wrong. `echo` gives back its input, whose length is a multiple of 8,
;; then the number of calls that this instance has had, then the sum of the input's words, 8 bytes each: so a caller
;; sees that the answer is to its own question, from an instance that served every call before and none besides.
(module $soak
  (import "extism:host/env" "input_length" (func $input_length (result i64)))
  (import "extism:host/env" "input_load_u64" (func $input_load (param i64) (result i64)))
  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
  (import "extism:host/env" "store_u64" (func $store (param i64 i64)))
  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))

  ;; As many pages as a small Rust plug-in has. The input is kept from the second page on.
  (memory (export "memory") 17)
  (global $kept i32 (i32.const 65536))
  ;; The number of calls lies in the memory, where a former tenant would have left his.
  (global $calls i32 (i32.const 1024))

  (func $count_call
    (i64.store (global.get $calls) (i64.add (i64.load (global.get $calls)) (i64.const 1))))

  (func (export "echo") (result i32)
    (local $length i64)
    (local $at i64)
    (local $word i64)
    (local $sum i64)
    (local $output i64)
    (call $count_call)
    (local.set $length (call $input_length))
    (block $kept_all
      (loop $next
        (br_if $kept_all (i64.ge_u (local.get $at) (local.get $length)))
        (local.set $word (call $input_load (local.get $at)))
        (i64.store (i32.add (global.get $kept) (i32.wrap_i64 (local.get $at))) (local.get $word))
        (local.set $sum (i64.add (local.get $sum) (local.get $word)))
        (local.set $at (i64.add (local.get $at) (i64.const 8)))
        (br $next)))
    (local.set $output (call $alloc (i64.add (local.get $length) (i64.const 16))))
    (local.set $at (i64.const 0))
    (block $stored_all
      (loop $next
        (br_if $stored_all (i64.ge_u (local.get $at) (local.get $length)))
        (call $store (i64.add (local.get $output) (local.get $at))
          (i64.load (i32.add (global.get $kept) (i32.wrap_i64 (local.get $at)))))
        (local.set $at (i64.add (local.get $at) (i64.const 8)))
        (br $next)))
    (call $store (i64.add (local.get $output) (local.get $length)) (i64.load (global.get $calls)))
    (call $store (i64.add (i64.add (local.get $output) (local.get $length)) (i64.const 8)) (local.get $sum))
    (call $output_set (local.get $output) (i64.add (local.get $length) (i64.const 16)))
    (i32.const 0))

  ;; Traps after a write, so that a torn instance that served on would be noticed.
  (func (export "trap") (result i32)
    (call $count_call)
    (unreachable))

  ;; Never returns.
  (func (export "endless") (result i32)
    (loop $again
      (call $count_call)
      (br $again))
    (unreachable))

  ;; Takes memory until it gets no more, then gives up as a language's allocator does.
  (func (export "hoard") (result i32)
    (call $count_call)
    (loop $more
      (br_if $more (i32.ne (memory.grow (i32.const 1)) (i32.const -1))))
    (unreachable)))
