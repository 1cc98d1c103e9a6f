;; Loops that only an interruption ends, or that run so long that it comes down to the same. None of them calls
;; anything, so that a stop can only come from the loop itself; all are `() -> i32`.
(module $loops
  (memory (export "memory") 1)

  ;; The shortest endless loop.
  (func (export "empty") (result i32)
    (loop $again (br $again))
    (unreachable))

  ;; 2^31 rounds with a counter, the shape that a JIT takes for a counted loop.
  (func (export "counted") (result i32)
    (local $i i32)
    (local $sum i32)
    (loop $again
      (local.set $sum (i32.add (i32.rotl (local.get $sum) (i32.const 5)) (local.get $i)))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $again (i32.ge_s (local.get $i) (i32.const 0))))
    (local.get $sum))

  ;; The same with a 64-bit counter and 2^62 rounds.
  (func (export "counted_long") (result i32)
    (local $i i64)
    (local $sum i64)
    (loop $again
      (local.set $sum (i64.add (i64.rotl (local.get $sum) (i64.const 5)) (local.get $i)))
      (local.set $i (i64.add (local.get $i) (i64.const 1)))
      (br_if $again (i64.lt_s (local.get $i) (i64.const 0x4000000000000000))))
    (i32.wrap_i64 (local.get $sum)))

  ;; A counted loop in a counted loop, 2^31 rounds each.
  (func (export "nested") (result i32)
    (local $i i32)
    (local $j i32)
    (local $sum i32)
    (loop $outer
      (local.set $j (i32.const 0))
      (loop $inner
        (local.set $sum (i32.add (i32.rotl (local.get $sum) (i32.const 5)) (i32.xor (local.get $i) (local.get $j))))
        (local.set $j (i32.add (local.get $j) (i32.const 1)))
        (br_if $inner (i32.ge_s (local.get $j) (i32.const 0))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $outer (i32.ge_s (local.get $i) (i32.const 0))))
    (local.get $sum))

  ;; Short counted loops of 1,000 rounds over the memory, for ever: many headers, each soon left.
  (func (export "short_inner") (result i32)
    (local $i i32)
    (loop $outer
      (local.set $i (i32.const 0))
      (loop $inner
        (i32.store (local.get $i) (i32.add (i32.load (local.get $i)) (i32.const 1)))
        (local.set $i (i32.add (local.get $i) (i32.const 4)))
        (br_if $inner (i32.lt_u (local.get $i) (i32.const 4000))))
      (br $outer))
    (unreachable))

  ;; A `br_table` that chooses between two heads of the same loop.
  (func (export "switch") (result i32)
    (local $i i32)
    (loop $again
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (block $odd
        (block $even
          (br_table $even $odd (i32.and (local.get $i) (i32.const 1))))
        (br $again))
      (br $again))
    (unreachable))

  ;; Gives 0: the instance still works after an interruption.
  (func (export "fine") (result i32) (i32.const 0)))
