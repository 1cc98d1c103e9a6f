;; Reads and writes the file "f" of the granted directory, 64 KiB at a time: what WASI costs beside the file itself.
;;
;; `read()` reads it to its end, `write(n)` makes it new with n bytes; both return how many bytes went over, or -1 if
;; the file cannot be opened.
(module $transfer
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_close" (func $fd_close (param i32) (result i32)))

  (memory (export "memory") 2)
  (data (i32.const 0) "f")
  (data (i32.const 16) "\00\00\01\00\00\00\01\00") ;; one piece: 64 KiB at 64 KiB

  ;; O_CREAT | O_TRUNC is 9; the right to read is 2, to write 64. Returns the descriptor.
  (func $open (param $flags i32) (param $rights i64) (result i32)
    (if (result i32)
      (call $path_open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 1) (local.get $flags) (local.get $rights)
        (i64.const 0) (i32.const 0) (i32.const 8))
      (then (i32.const -1))
      (else (i32.load (i32.const 8)))))

  (func $read (export "read") (result i64)
    (local $file i32)
    (local $total i64)
    (local.set $file (call $open (i32.const 0) (i64.const 2)))
    (if (i32.lt_s (local.get $file) (i32.const 0)) (then (return (i64.const -1))))
    (loop $next
      (drop (call $fd_read (local.get $file) (i32.const 16) (i32.const 1) (i32.const 12)))
      (local.set $total (i64.add (local.get $total) (i64.load32_u (i32.const 12))))
      (br_if $next (i32.load (i32.const 12))))
    (drop (call $fd_close (local.get $file)))
    (local.get $total))

  (func $write (export "write") (param $size i64) (result i64)
    (local $file i32)
    (local $total i64)
    (local.set $file (call $open (i32.const 9) (i64.const 64)))
    (if (i32.lt_s (local.get $file) (i32.const 0)) (then (return (i64.const -1))))
    (loop $next
      (drop (call $fd_write (local.get $file) (i32.const 16) (i32.const 1) (i32.const 12)))
      (local.set $total (i64.add (local.get $total) (i64.load32_u (i32.const 12))))
      (br_if $next (i64.lt_u (local.get $total) (local.get $size))))
    (drop (call $fd_close (local.get $file)))
    (local.get $total)))
