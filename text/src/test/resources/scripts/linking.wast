;; Modules that share memories, tables, globals and functions; definitions with several instances; start functions.

(module $owner
  (memory (export "memory") 1 4)
  (table (export "table") 2 funcref)
  (global (export "counter") (mut i32) (i32.const 0))
  (func (export "peek") (param i32) (result i32) (i32.load (local.get 0)))
  (func (export "call") (param i32) (result i64) (call_indirect (result i64) (local.get 0)))
)
(register "owner" $owner)

(module $user
  (import "owner" "memory" (memory 1))
  (import "owner" "table" (table 2 funcref))
  (import "owner" "counter" (global $counter (mut i32)))
  (import "owner" "peek" (func $peek (param i32) (result i32)))
  (import "spectest" "print_i32" (func $print (param i32)))
  (elem (i32.const 1) $answer)
  (func $answer (result i64) (i64.const 42))
  (func $start
    (i32.store (i32.const 16) (i32.const 1234))
    (global.set $counter (i32.add (global.get $counter) (i32.const 1)))
    (call $print (i32.const 1))
  )
  (start $start)
  (func (export "peek") (result i32) (call $peek (i32.const 16)))
)

(assert_return (invoke $user "peek") (i32.const 1234))
(assert_return (invoke $owner "peek" (i32.const 16)) (i32.const 1234))
(assert_return (invoke $owner "call" (i32.const 1)) (i64.const 42))
(assert_trap (invoke $owner "call" (i32.const 0)) "uninitialized element")
(assert_return (get $owner "counter") (i32.const 1))

(module definition $counting
  (global $n (mut i32) (i32.const 0))
  (func (export "next") (result i32) (global.set $n (i32.add (global.get $n) (i32.const 1))) (global.get $n))
)
(module instance $first $counting)
(module instance $second $counting)
(assert_return (invoke $first "next") (i32.const 1))
(assert_return (invoke $first "next") (i32.const 2))
(assert_return (invoke $second "next") (i32.const 1))

(assert_unlinkable (module (import "owner" "nothing" (func))) "unknown import")
(assert_unlinkable (module (import "nobody" "peek" (func))) "unknown import")
(assert_unlinkable (module (import "owner" "peek" (func (param i64)))) "incompatible import type")
(assert_unlinkable (module (import "owner" "memory" (memory 2))) "incompatible import type")
(assert_unlinkable (module (import "owner" "memory" (memory 1 3))) "incompatible import type")
(assert_unlinkable (module (import "owner" "table" (table 2 externref))) "incompatible import type")
(assert_unlinkable (module (import "owner" "counter" (global i32))) "incompatible import type")
(assert_trap (module (func $f (unreachable)) (start $f)) "unreachable")

;; What was written before a trap at instantiation stays.
(assert_trap
  (module (import "owner" "memory" (memory 1)) (data (i32.const 32) "\05") (data (i32.const 65536) "x"))
  "out of bounds memory access")
(assert_return (invoke $owner "peek" (i32.const 32)) (i32.const 5))
