;; A cache policy in one file: it evicts nothing. That is right where everything fits, and wrong where it does not.
(module
  ;; From 1024 on, a byte for each object that is cached; ids are 0, 1, 2...
  (memory (export "memory") 4)
  (global $capacity (mut i64) (i64.const 0))
  (global $requests (mut i64) (i64.const 0))
  (global $hits (mut i64) (i64.const 0))

  (func (export "init") (param $bytes i64)
    (global.set $capacity (local.get $bytes))
    (global.set $requests (i64.const 0))
    (global.set $hits (i64.const 0))
    (memory.fill (i32.const 1024) (i32.const 0) (i32.const 261120)))

  (func $send (export "send") (param $id i32) (param $size i64) (result i32)
    (global.set $requests (i64.add (global.get $requests) (i64.const 1)))
    (if (i64.gt_s (local.get $size) (global.get $capacity)) (then (return (i32.const 2))))
    (if (i32.load8_u offset=1024 (local.get $id))
      (then
        (global.set $hits (i64.add (global.get $hits) (i64.const 1)))
        (return (i32.const 1))))
    (i32.store8 offset=1024 (local.get $id) (i32.const 1))
    (i32.const 0))

  ;; struct { int32_t id; int64_t size; }
  (func (export "send_struct") (param $pointer i32) (param $length i32) (result i32)
    (call $send (i32.load (local.get $pointer)) (i64.load offset=8 (local.get $pointer))))

  ;; The same without the four bytes of padding.
  (func (export "send_bincode") (param $pointer i32) (param $length i32) (result i32)
    (call $send (i32.load (local.get $pointer)) (i64.load offset=4 align=4 (local.get $pointer))))

  ;; 64 bytes at address 16.
  (func (export "wasm_get_buffer") (result i64)
    (i64.const 0x0000001000000040))

  (func (export "stats") (result i64)
    (i64.or (i64.shl (global.get $requests) (i64.const 32)) (global.get $hits))))
