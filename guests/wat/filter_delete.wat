;; A filter of requests like filter_admin.wat, which refuses to delete.
(module $filter_delete
  (import "extism:host/env" "input_load_u64" (func $input_load_u64 (param $index i64) (result i64)))
  (import "extism:host/env" "alloc" (func $alloc (param $length i64) (result i64)))
  (import "extism:host/env" "store_u64" (func $store_u64 (param $address i64) (param $value i64)))
  (import "extism:host/env" "output_set" (func $output_set (param $address i64) (param $length i64)))

  (memory 1)
  (data (i32.const 0) "DELETE /")
  (data (i32.const 8) "all kept")

  (func (export "filter")
    (local $block i64)
    (if (i64.eq (call $input_load_u64 (i64.const 0)) (i64.load (i32.const 0)))
      (then
        (local.set $block (call $alloc (i64.const 8)))
        (call $store_u64 (local.get $block) (i64.load (i32.const 8)))
        (call $output_set (local.get $block) (i64.const 8))))))
