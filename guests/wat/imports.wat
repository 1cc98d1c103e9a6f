;; A guest that does nothing but call its host: what a call out of the guest costs.
;;
;; `run(n)` makes 4 n calls, four signatures in turn. Each call takes what an earlier one gave, so that neither the
;; guest's compiler nor the host's can leave one out.
(module $imports
  (import "host" "increment" (func $increment (param i32) (result i32)))
  (import "host" "mix" (func $mix (param i64 i64) (result i64)))
  (import "host" "scale" (func $scale (param f64) (result f64)))
  (import "host" "blend" (func $blend (param i32 i64 f32) (result i32)))

  (func $run (export "run") (param $n i32) (result i64)
    (local $i i32)
    (local $x i32)
    (local $y i64)
    (local $z f64)
    (block $done
      (loop $next
        (br_if $done (i32.ge_s (local.get $i) (local.get $n)))
        (local.set $x (call $increment (local.get $x)))
        (local.set $y (call $mix (local.get $y) (i64.extend_i32_s (local.get $x))))
        (local.set $z (call $scale (f64.add (local.get $z) (f64.convert_i32_s (local.get $i)))))
        (local.set $x (call $blend (local.get $x) (local.get $y) (f32.demote_f64 (local.get $z))))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $next)))
    (i64.xor
      (i64.add (local.get $y) (i64.extend_i32_s (local.get $x)))
      (i64.trunc_sat_f64_s (local.get $z)))))
