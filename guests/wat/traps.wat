;; One export for every way in which an instruction can trap, all `() -> i32`, so that they can be called both from the
;; engine and as plug-in functions. `fine` gives 0: the instance still works after each of them.
(module $traps
  (type $nothing (func))
  (type $number (func (result i32)))
  (memory (export "memory") 1)
  (table $functions 4 4 funcref)
  (elem (table $functions) (i32.const 0) func $fine $nothing)
  (elem $passive func $fine)
  (data $bytes "four")

  (func $fine (export "fine") (type $number) (i32.const 0))
  (func $nothing (type $nothing))

  (func (export "unreachable") (result i32) (unreachable))
  (func (export "divide_by_zero") (result i32) (i32.div_s (i32.const 1) (i32.const 0)))
  (func (export "remainder_by_zero") (result i32) (i32.wrap_i64 (i64.rem_u (i64.const 1) (i64.const 0))))
  (func (export "integer_overflow") (result i32) (i32.div_s (i32.const 0x80000000) (i32.const -1)))
  (func (export "long_overflow") (result i32)
    (i32.wrap_i64 (i64.div_s (i64.const 0x8000000000000000) (i64.const -1))))
  (func (export "convert_nan") (result i32) (i32.trunc_f64_s (f64.const nan)))
  (func (export "convert_too_large") (result i32) (i32.trunc_f32_u (f32.const 4294967296)))

  (func (export "load_beyond") (result i32) (i32.load (i32.const 65533)))
  (func (export "load_far_beyond") (result i32) (i32.load8_u offset=0xffffffff (i32.const -1)))
  (func (export "store_beyond") (result i32) (i64.store (i32.const 65529) (i64.const 0)) (i32.const 0))
  (func (export "fill_beyond") (result i32)
    (memory.fill (i32.const 65530) (i32.const 1) (i32.const 7)) (i32.const 0))
  (func (export "copy_beyond") (result i32)
    (memory.copy (i32.const 0) (i32.const 65530) (i32.const 7)) (i32.const 0))
  (func (export "init_beyond") (result i32)
    (memory.init $bytes (i32.const 0) (i32.const 2) (i32.const 3)) (i32.const 0))

  (func (export "call_beyond_table") (result i32) (call_indirect $functions (type $number) (i32.const 4)))
  (func (export "call_null") (result i32) (call_indirect $functions (type $number) (i32.const 2)))
  (func (export "call_wrong_type") (result i32) (call_indirect $functions (type $number) (i32.const 1)))
  (func (export "table_get_beyond") (result i32)
    (ref.is_null (table.get $functions (i32.const -1))))
  (func (export "table_init_beyond") (result i32)
    (table.init $functions $passive (i32.const 3) (i32.const 0) (i32.const 2)) (i32.const 0))

  (func $deeper (export "exhaust_stack") (result i32) (i32.add (call $deeper) (i32.const 1))))
