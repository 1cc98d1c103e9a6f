;; Structured control: operands that lie below a block while it runs, branches that carry values out of several blocks
;; or back to a loop's start, code that is never reached.

(module
  (func (export "nop") (result i32) (nop) (i32.const 1) (nop) (nop))
  (func (export "unreachable") (unreachable))
  (func (export "unreachable_typed") (result i32) (i32.add (unreachable) (i64.eqz)))
  (func (export "drop") (result i32) (i32.const 1) (i32.const 2) (f64.const 3) (drop) (drop))

  ;; ---- block
  (func (export "operands_below_block") (param i32) (result i32)
    i32.const 1000
    local.get 0
    block $b (param i32) (result i32)
      i32.const 7
      i32.add
      local.get 0
      br_if $b
      i32.const 100
      i32.add
    end
    i32.sub)
  (func (export "branch_drops_extra_operands") (result i32)
    i32.const 1
    block $b (result i32)
      i64.const 5
      f32.const 6
      i32.const 7
      br $b
    end
    i32.add)
  (func (export "out_of_three") (param i32) (result i32)
    (block $a (result i32)
      (drop (block $b (result i32)
        (drop (block $c (result i32)
          (br_if $a (i32.const 10) (i32.eq (local.get 0) (i32.const 0)))
          (br_if $b (i32.eq (local.get 0) (i32.const 1)))
          (br_if $c (i32.eq (local.get 0) (i32.const 2)))
          (drop)
          (return (i32.const 40))))
        (br $a (i32.const 30))))
      (i32.const 20)))
  (func (export "same_label_twice") (result i32)
    (block $l (result i32)
      (i32.add
        (block $l (result i32) (br $l (i32.const 1)))
        (br $l (i32.const 2)))))

  ;; ---- loop
  (func (export "sum_to") (param $n i64) (result i64) (local $sum i64)
    (block $done
      (loop $next
        (br_if $done (i64.eqz (local.get $n)))
        (local.set $sum (i64.add (local.get $sum) (local.get $n)))
        (local.set $n (i64.sub (local.get $n) (i64.const 1)))
        (br $next)))
    (local.get $sum))
  (func (export "operands_below_loop") (param $n i32) (result i64)
    i64.const 1000
    f64.const 0.5
    i32.const 3
    loop $next (param i32) (result i32)
      i32.const 2
      i32.mul
      local.get $n
      i32.const 1
      i32.sub
      local.tee $n
      br_if $next
    end
    f64.convert_i32_s
    f64.add
    i64.trunc_f64_s
    i64.sub)
  (func (export "loop_swaps") (param $n i32) (result i32 i32) (local $a i32) (local $b i32)
    (i32.const 1)
    (i32.const 2)
    (loop $again (param i32 i32) (result i32 i32)
      (local.set $b)
      (local.set $a)
      (local.get $b)
      (local.get $a)
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (br_if $again (i32.gt_s (local.get $n) (i32.const 0)))))
  (func (export "loop_runs_once_without_branch") (result i32) (local i32)
    (loop (local.set 0 (i32.add (local.get 0) (i32.const 1))))
    (local.get 0))
  (func (export "nested_loops") (param $n i32) (result i32) (local $i i32) (local $j i32) (local $count i32)
    (loop $rows
      (local.set $j (i32.const 0))
      (loop $columns
        (local.set $j (i32.add (local.get $j) (i32.const 1)))
        (local.set $count (i32.add (local.get $count) (i32.const 1)))
        (br_if $columns (i32.lt_s (local.get $j) (local.get $i))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $rows (i32.lt_s (local.get $i) (local.get $n))))
    (local.get $count))
  (func (export "from_inner_loop_to_outer") (param $n i32) (result i32) (local $rounds i32)
    (loop $outer
      (loop $inner
        (local.set $rounds (i32.add (local.get $rounds) (i32.const 1)))
        (local.set $n (i32.sub (local.get $n) (i32.const 1)))
        (br_if $outer (i32.gt_s (local.get $n) (i32.const 3)))
        (br_if $inner (i32.gt_s (local.get $n) (i32.const 0)))))
    (local.get $rounds))
  (func (export "value_out_of_nested_loops") (param $n i32) (result i32) (local $i i32) (local $j i32)
    (block $found (result i32)
      (loop $rows
        (local.set $j (i32.const 0))
        (loop $columns
          (br_if $found
            (i32.add (i32.mul (local.get $i) (i32.const 100)) (local.get $j))
            (i32.eq (i32.mul (local.get $i) (local.get $j)) (local.get $n)))
          (drop)
          (local.set $j (i32.add (local.get $j) (i32.const 1)))
          (br_if $columns (i32.lt_s (local.get $j) (i32.const 10))))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br_if $rows (i32.lt_s (local.get $i) (i32.const 10))))
      (i32.const -1)))

  ;; ---- if
  (func (export "if_else") (param i32) (result i32)
    (if (result i32) (local.get 0) (then (i32.const 1)) (else (i32.const 2))))
  (func (export "if_without_else") (param i32) (result i32) (local i32)
    (if (local.get 0) (then (local.set 1 (i32.const 5))))
    (local.get 1))
  (func (export "if_with_parameters") (param i32) (result i32 i32)
    i32.const 20
    i32.const 6
    local.get 0
    if $i (param i32 i32) (result i32 i32)
      i32.sub
      i32.const 1
    else $i
      i32.add
      i32.const 0
    end $i)
  (func (export "if_passes_parameters_through") (param i32) (result i32)
    i32.const 8
    local.get 0
    if (param i32) (result i32)
      i32.const 1
      i32.add
    end)
  (func (export "branch_out_of_both_arms") (param i32) (result i32)
    (block $out (result i32)
      (i32.const 100)
      (if (result i32) (local.get 0)
        (then (br $out (i32.const 1)))
        (else (br $out (i32.const 2))))
      (i32.add)))
  (func (export "branch_to_the_if") (param i32) (result i32)
    (if $i (result i32) (local.get 0)
      (then (drop (br_if $i (i32.const 3) (i32.eq (local.get 0) (i32.const 9)))) (i32.const 4))
      (else (i32.const 5))))
  (func (export "condition_negated") (param i32 i32) (result i32)
    (if (result i32) (i32.eqz (i32.eqz (i32.lt_u (local.get 0) (local.get 1))))
      (then (i32.const 1)) (else (i32.const 0))))

  ;; ---- br_if
  (func (export "br_if_keeps_value") (param i32) (result i32)
    (block (result i32)
      (i32.add (br_if 0 (i32.const 5) (local.get 0)) (i32.const 10))))
  (func (export "br_if_two_values") (param i32) (result i32 i64)
    (block $b (result i32 i64)
      (i32.const 1)
      (i64.const 2)
      (br_if $b (local.get 0))
      (drop)
      (drop)
      (i32.const 3)
      (i64.const 4)))
  (func (export "br_if_to_function") (param i32) (result i32)
    (drop (br_if 0 (i32.const 1) (local.get 0)))
    (i32.const 2))

  ;; ---- return
  (func (export "return_from_depth") (param i32) (result i64)
    (i64.const 99)
    (block (loop (block (if (local.get 0) (then (return (i64.const 1))))))))
  (func (export "return_drops_extra_operands") (result i32)
    (f64.const 1) (i64.const 2) (i32.const 3) (return))
  (func (export "code_after_return") (result i32)
    (return (i32.const 1)) (i32.add) (drop) (i32.const 2))
  (func (export "code_after_branch") (result i32)
    (block (result i32) (br 0 (i32.const 1)) (select) (f64.const 2) (drop)))
  (func (export "loop_after_unreachable_code") (param i32) (result i32)
    (block $b
      (br_if $b (local.get 0))
      (return (i32.const 1))
      (loop $l (br_if $l (i32.const 1))))
    (i32.const 2))

  ;; ---- select
  (func (export "select_i32") (param i32 i32 i32) (result i32) (select (local.get 0) (local.get 1) (local.get 2)))
  (func (export "select_i64") (param i64 i64 i32) (result i64) (select (local.get 0) (local.get 1) (local.get 2)))
  (func (export "select_f32") (param f32 f32 i32) (result f32) (select (local.get 0) (local.get 1) (local.get 2)))
  (func (export "select_f64") (param f64 f64 i32) (result f64) (select (local.get 0) (local.get 1) (local.get 2)))
  (func (export "select_typed_i64") (param i64 i64 i32) (result i64)
    (select (result i64) (local.get 0) (local.get 1) (local.get 2)))
  (func (export "select_compared") (param i32 i32) (result i32)
    (select (local.get 0) (local.get 1) (i32.gt_s (local.get 0) (local.get 1))))
  (func (export "select_runs_both") (param i32) (result i32)
    (select (i32.const 1) (i32.div_s (i32.const 1) (local.get 0)) (i32.const 1)))

  ;; ---- locals
  (func (export "locals_start_at_zero") (result i32 i64 f32 f64) (local i32 i64) (local f32) (local f64)
    (local.get 0) (local.get 1) (local.get 2) (local.get 3))
  (func (export "tee_writes_and_leaves") (param i32) (result i32)
    (i32.add (local.tee 0 (i32.const 20)) (local.get 0)))
  (func (export "get_before_set") (param i32) (result i32)
    (i32.sub (local.get 0) (local.tee 0 (i32.const 3))))
  (func (export "old_value_on_the_stack") (param i32) (result i32)
    local.get 0
    i32.const 1
    local.set 0
    local.get 0
    i32.sub)
  (func (export "wide_locals_between") (param i64 i32 f64 i32) (result i32) (local i64 i32)
    (local.set 4 (local.get 0))
    (local.set 5 (i32.sub (local.get 1) (local.get 3)))
    (i32.add (local.get 5) (i32.wrap_i64 (local.get 4))))
)

(assert_return (invoke "nop") (i32.const 1))
(assert_trap (invoke "unreachable") "unreachable")
(assert_trap (invoke "unreachable_typed") "unreachable")
(assert_return (invoke "drop") (i32.const 1))

(assert_return (invoke "operands_below_block" (i32.const 0)) (i32.const 893))
(assert_return (invoke "operands_below_block" (i32.const 3)) (i32.const 990))
(assert_return (invoke "branch_drops_extra_operands") (i32.const 8))
(assert_return (invoke "out_of_three" (i32.const 0)) (i32.const 10))
(assert_return (invoke "out_of_three" (i32.const 1)) (i32.const 20))
(assert_return (invoke "out_of_three" (i32.const 2)) (i32.const 30))
(assert_return (invoke "out_of_three" (i32.const 3)) (i32.const 40))
(assert_return (invoke "same_label_twice") (i32.const 2))

(assert_return (invoke "sum_to" (i64.const 0)) (i64.const 0))
(assert_return (invoke "sum_to" (i64.const 100000)) (i64.const 5000050000))
(assert_return (invoke "operands_below_loop" (i32.const 1)) (i64.const 994))
(assert_return (invoke "operands_below_loop" (i32.const 5)) (i64.const 904))
(assert_return (invoke "loop_swaps" (i32.const 1)) (i32.const 2) (i32.const 1))
(assert_return (invoke "loop_swaps" (i32.const 4)) (i32.const 1) (i32.const 2))
(assert_return (invoke "loop_runs_once_without_branch") (i32.const 1))
(assert_return (invoke "nested_loops" (i32.const 5)) (i32.const 11))
(assert_return (invoke "from_inner_loop_to_outer" (i32.const 10)) (i32.const 10))
(assert_return (invoke "value_out_of_nested_loops" (i32.const 42)) (i32.const 607))
(assert_return (invoke "value_out_of_nested_loops" (i32.const 11)) (i32.const -1))

(assert_return (invoke "if_else" (i32.const -1)) (i32.const 1))
(assert_return (invoke "if_else" (i32.const 0)) (i32.const 2))
(assert_return (invoke "if_without_else" (i32.const 1)) (i32.const 5))
(assert_return (invoke "if_without_else" (i32.const 0)) (i32.const 0))
(assert_return (invoke "if_with_parameters" (i32.const 1)) (i32.const 14) (i32.const 1))
(assert_return (invoke "if_with_parameters" (i32.const 0)) (i32.const 26) (i32.const 0))
(assert_return (invoke "if_passes_parameters_through" (i32.const 1)) (i32.const 9))
(assert_return (invoke "if_passes_parameters_through" (i32.const 0)) (i32.const 8))
(assert_return (invoke "branch_out_of_both_arms" (i32.const 1)) (i32.const 1))
(assert_return (invoke "branch_out_of_both_arms" (i32.const 0)) (i32.const 2))
(assert_return (invoke "branch_to_the_if" (i32.const 9)) (i32.const 3))
(assert_return (invoke "branch_to_the_if" (i32.const 8)) (i32.const 4))
(assert_return (invoke "branch_to_the_if" (i32.const 0)) (i32.const 5))
(assert_return (invoke "condition_negated" (i32.const 1) (i32.const -1)) (i32.const 1))
(assert_return (invoke "condition_negated" (i32.const -1) (i32.const 1)) (i32.const 0))

(assert_return (invoke "br_if_keeps_value" (i32.const 1)) (i32.const 5))
(assert_return (invoke "br_if_keeps_value" (i32.const 0)) (i32.const 15))
(assert_return (invoke "br_if_two_values" (i32.const 1)) (i32.const 1) (i64.const 2))
(assert_return (invoke "br_if_two_values" (i32.const 0)) (i32.const 3) (i64.const 4))
(assert_return (invoke "br_if_to_function" (i32.const 1)) (i32.const 1))
(assert_return (invoke "br_if_to_function" (i32.const 0)) (i32.const 2))

(assert_return (invoke "return_from_depth" (i32.const 1)) (i64.const 1))
(assert_return (invoke "return_from_depth" (i32.const 0)) (i64.const 99))
(assert_return (invoke "return_drops_extra_operands") (i32.const 3))
(assert_return (invoke "code_after_return") (i32.const 1))
(assert_return (invoke "code_after_branch") (i32.const 1))
(assert_return (invoke "loop_after_unreachable_code" (i32.const 0)) (i32.const 1))
(assert_return (invoke "loop_after_unreachable_code" (i32.const 1)) (i32.const 2))

(assert_return (invoke "select_i32" (i32.const 1) (i32.const 2) (i32.const 7)) (i32.const 1))
(assert_return (invoke "select_i32" (i32.const 1) (i32.const 2) (i32.const 0)) (i32.const 2))
(assert_return (invoke "select_i64" (i64.const 1) (i64.const 2) (i32.const -1)) (i64.const 1))
(assert_return (invoke "select_i64" (i64.const 1) (i64.const 2) (i32.const 0)) (i64.const 2))
(assert_return (invoke "select_f32" (f32.const nan:0x200000) (f32.const 2) (i32.const 1)) (f32.const nan:0x200000))
(assert_return (invoke "select_f32" (f32.const 1) (f32.const -0.0) (i32.const 0)) (f32.const -0.0))
(assert_return (invoke "select_f64" (f64.const 1) (f64.const 2) (i32.const 256)) (f64.const 1))
(assert_return (invoke "select_f64" (f64.const 1) (f64.const nan:0x4000000000000) (i32.const 0)) (f64.const nan:0x4000000000000))
(assert_return (invoke "select_typed_i64" (i64.const 1) (i64.const 2) (i32.const 1)) (i64.const 1))
(assert_return (invoke "select_typed_i64" (i64.const 1) (i64.const 2) (i32.const 0)) (i64.const 2))
(assert_return (invoke "select_compared" (i32.const -5) (i32.const 3)) (i32.const 3))
(assert_return (invoke "select_compared" (i32.const 5) (i32.const 3)) (i32.const 5))
(assert_trap (invoke "select_runs_both" (i32.const 0)) "integer divide by zero")

(assert_return (invoke "locals_start_at_zero") (i32.const 0) (i64.const 0) (f32.const 0) (f64.const 0))
(assert_return (invoke "tee_writes_and_leaves" (i32.const 1)) (i32.const 40))
(assert_return (invoke "get_before_set" (i32.const 10)) (i32.const 7))
(assert_return (invoke "old_value_on_the_stack" (i32.const 10)) (i32.const 9))
(assert_return (invoke "wide_locals_between" (i64.const 5) (i32.const 30) (f64.const 0) (i32.const 10)) (i32.const 25))

(assert_invalid (module (func (result i32) (block (result i32) (br 0)))) "type mismatch")
(assert_invalid (module (func (br 1))) "unknown label")
(assert_invalid (module (func (param i64) (if (local.get 0) (then)))) "type mismatch")
(assert_invalid (module (func (local.set 0 (i32.const 1)))) "unknown local")
(assert_invalid (module (func (param funcref funcref i32) (drop (select (local.get 0) (local.get 1) (local.get 2))))) "type mismatch")
(assert_malformed (module quote "(func (block $a) (br $a))") "unknown label")
(assert_malformed (module quote "(func block end end)") "end without a block")
