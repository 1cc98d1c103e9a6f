;; A filter of requests, for examples/: its input is a request as "METHOD /path", its output the reason why that is
;; refused, nothing if it may pass. This one refuses what lies below /admin.
(module $filter_admin
  (import "extism:host/env" "input_length" (func $input_length (result i64)))
  (import "extism:host/env" "input_load_u8" (func $input_load_u8 (param $index i64) (result i32)))
  (import "extism:host/env" "alloc" (func $alloc (param $length i64) (result i64)))
  (import "extism:host/env" "store_u8" (func $store_u8 (param $address i64) (param $byte i32)))
  (import "extism:host/env" "output_set" (func $output_set (param $address i64) (param $length i64)))

  (memory 1)
  (data (i32.const 0) " /admin")
  (data (i32.const 16) "no entry")

  ;; Where the first blank is; past the end of the input if there is none.
  (func $blank (result i64)
    (local $index i64)
    (block $end
      (loop $next
        (br_if $end (i64.ge_u (local.get $index) (call $input_length)))
        (br_if $end (i32.eq (call $input_load_u8 (local.get $index)) (i32.const 32)))
        (local.set $index (i64.add (local.get $index) (i64.const 1)))
        (br $next)))
    (local.get $index))

  ;; Whether these bytes of the memory stand there in the input; past its end, zeros do.
  (func $input_has (param $index i64) (param $from i32) (param $length i32) (result i32)
    (loop $next
      (if (i32.eqz (local.get $length)) (then (return (i32.const 1))))
      (if (i32.ne (call $input_load_u8 (local.get $index)) (i32.load8_u (local.get $from)))
        (then (return (i32.const 0))))
      (local.set $index (i64.add (local.get $index) (i64.const 1)))
      (local.set $from (i32.add (local.get $from) (i32.const 1)))
      (local.set $length (i32.sub (local.get $length) (i32.const 1)))
      (br $next))
    (unreachable))

  ;; Outputs these bytes of the memory.
  (func $output (param $from i32) (param $length i32)
    (local $block i64)
    (local $done i32)
    (local.set $block (call $alloc (i64.extend_i32_u (local.get $length))))
    (loop $next
      (call $store_u8
        (i64.add (local.get $block) (i64.extend_i32_u (local.get $done)))
        (i32.load8_u (i32.add (local.get $from) (local.get $done))))
      (local.set $done (i32.add (local.get $done) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $done) (local.get $length))))
    (call $output_set (local.get $block) (i64.extend_i32_u (local.get $length))))

  (func (export "filter")
    (if (call $input_has (call $blank) (i32.const 0) (i32.const 7))
      (then (call $output (i32.const 16) (i32.const 8))))))
