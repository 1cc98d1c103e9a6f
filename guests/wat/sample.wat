;; The sample plug-in by hand: see guests/README.md for what each function does in every language. Everything stays in
;; the host's memory, in blocks known by their address; the plug-in's own memory holds but the constant texts.
(module $sample
  (import "extism:host/env" "alloc" (func $alloc (param $length i64) (result i64)))
  (import "extism:host/env" "length" (func $length (param $block i64) (result i64)))
  (import "extism:host/env" "load_u8" (func $load_u8 (param $address i64) (result i32)))
  (import "extism:host/env" "load_u64" (func $load_u64 (param $address i64) (result i64)))
  (import "extism:host/env" "store_u8" (func $store_u8 (param $address i64) (param $byte i32)))
  (import "extism:host/env" "store_u64" (func $store_u64 (param $address i64) (param $value i64)))
  (import "extism:host/env" "input_length" (func $input_length (result i64)))
  (import "extism:host/env" "input_load_u8" (func $input_load_u8 (param $index i64) (result i32)))
  (import "extism:host/env" "output_set" (func $output_set (param $address i64) (param $length i64)))
  (import "extism:host/env" "error_set" (func $error_set (param $message i64)))
  (import "extism:host/env" "config_get" (func $env_config_get (param $key i64) (result i64)))
  (import "extism:host/env" "var_get" (func $env_var_get (param $name i64) (result i64)))
  (import "extism:host/env" "var_set" (func $env_var_set (param $name i64) (param $value i64)))
  (import "extism:host/env" "http_request" (func $http_request (param $request i64) (param $body i64) (result i64)))
  (import "extism:host/env" "http_status_code" (func $http_status_code (result i32)))
  (import "extism:host/env" "log_trace" (func $log_trace (param $message i64)))
  (import "extism:host/env" "log_debug" (func $log_debug (param $message i64)))
  (import "extism:host/env" "log_info" (func $log_info (param $message i64)))
  (import "extism:host/env" "log_warn" (func $log_warn (param $message i64)))
  (import "extism:host/env" "log_error" (func $log_error (param $message i64)))
  (import "extism:host/user" "host_reflect" (func $host_reflect (param $input i64) (result i64)))

  (memory 1)
  (data (i32.const 0) "aeiouAEIOU")
  (data (i32.const 16) "vowels")
  (data (i32.const 32) "total")
  (data (i32.const 48) "{\"count\":")
  (data (i32.const 64) ",\"total\":")
  (data (i32.const 80) ",\"vowels\":")
  (data (i32.const 96) "\\u000123456789abcdef")
  (data (i32.const 112) "no config value for '")
  (data (i32.const 144) "no variable '")
  (data (i32.const 160) "expected key=value")
  (data (i32.const 192) "{\"method\":\"GET\",\"url\":")
  (data (i32.const 224) "trace: debug: info: warn: error: ")

  ;; Where the next byte of the text that is being written goes.
  (global $cursor (mut i64) (i64.const 0))

  ;; Starts a text of at most so many bytes, in a block of just that length.
  (func $start (param $room i64) (result i64)
    (global.set $cursor (call $alloc (local.get $room)))
    (global.get $cursor))

  (func $put_byte (param $byte i32)
    (call $store_u8 (global.get $cursor) (local.get $byte))
    (global.set $cursor (i64.add (global.get $cursor) (i64.const 1))))

  (func $put_constant (param $from i32) (param $length i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $from) (local.get $length)))
    (loop $next
      (if (i32.lt_u (local.get $from) (local.get $end))
        (then
          (call $put_byte (i32.load8_u (local.get $from)))
          (local.set $from (i32.add (local.get $from) (i32.const 1)))
          (br $next)))))

  (func $put_bytes (param $from i64) (param $end i64)
    (loop $next
      (if (i64.lt_u (local.get $from) (local.get $end))
        (then
          (call $put_byte (call $load_u8 (local.get $from)))
          (local.set $from (i64.add (local.get $from) (i64.const 1)))
          (br $next)))))

  (func $put_block (param $block i64)
    (call $put_bytes (local.get $block) (i64.add (local.get $block) (call $length (local.get $block)))))

  (func $put_input (param $from i64) (param $to i64)
    (loop $next
      (if (i64.lt_u (local.get $from) (local.get $to))
        (then
          (call $put_byte (call $input_load_u8 (local.get $from)))
          (local.set $from (i64.add (local.get $from) (i64.const 1)))
          (br $next)))))

  ;; A byte of a string of JSON; control characters as \u00 and two digits, those of the constant text. UTF-8 stays.
  (func $put_json_byte (param $byte i32)
    (if (i32.lt_u (local.get $byte) (i32.const 0x20))
      (then
        (call $put_constant (i32.const 96) (i32.const 4))
        (call $put_byte (i32.load8_u offset=100 (i32.shr_u (local.get $byte) (i32.const 4))))
        (call $put_byte (i32.load8_u offset=100 (i32.and (local.get $byte) (i32.const 15))))
        (return)))
    (if (i32.or (i32.eq (local.get $byte) (i32.const 0x22)) (i32.eq (local.get $byte) (i32.const 0x5c)))
      (then (call $put_byte (i32.const 0x5c))))
    (call $put_byte (local.get $byte)))

  ;; A block as a string of JSON with its quotes: six times its length at most, and two.
  (func $put_json_string (param $block i64)
    (local $end i64)
    (local.set $end (i64.add (local.get $block) (call $length (local.get $block))))
    (call $put_byte (i32.const 0x22))
    (loop $next
      (if (i64.lt_u (local.get $block) (local.get $end))
        (then
          (call $put_json_byte (call $load_u8 (local.get $block)))
          (local.set $block (i64.add (local.get $block) (i64.const 1)))
          (br $next))))
    (call $put_byte (i32.const 0x22)))

  ;; In decimal: first all digits but the last, then that.
  (func $put_number (param $number i64)
    (if (i64.ge_u (local.get $number) (i64.const 10))
      (then (call $put_number (i64.div_u (local.get $number) (i64.const 10)))))
    (call $put_byte
      (i32.add (i32.const 0x30) (i32.wrap_i64 (i64.rem_u (local.get $number) (i64.const 10))))))

  ;; Makes what was written since the start of the text the call's output.
  (func $output (param $start i64)
    (call $output_set (local.get $start) (i64.sub (global.get $cursor) (local.get $start))))

  ;; The same as a block of just its length, which is what the host goes by.
  (func $written (param $start i64) (result i64)
    (local $end i64)
    (local $block i64)
    (local.set $end (global.get $cursor))
    (local.set $block (call $start (i64.sub (local.get $end) (local.get $start))))
    (call $put_bytes (local.get $start) (local.get $end))
    (local.get $block))

  (func $constant (param $from i32) (param $length i32) (result i64)
    (local $block i64)
    (local.set $block (call $start (i64.extend_i32_u (local.get $length))))
    (call $put_constant (local.get $from) (local.get $length))
    (local.get $block))

  (func $input (result i64)
    (local $block i64)
    (local.set $block (call $start (call $input_length)))
    (call $put_input (i64.const 0) (call $input_length))
    (local.get $block))

  ;; Fails with a constant text and the input in quotes.
  (func $fail_about_input (param $from i32) (param $length i32) (result i32)
    (local $message i64)
    (local.set $message
      (call $start (i64.add (i64.extend_i32_u (i32.add (local.get $length) (i32.const 1))) (call $input_length))))
    (call $put_constant (local.get $from) (local.get $length))
    (call $put_input (i64.const 0) (call $input_length))
    (call $put_byte (i32.const 0x27))
    (call $error_set (local.get $message))
    (i32.const 1))

  (func $contains (param $block i64) (param $byte i32) (result i32)
    (local $end i64)
    (local.set $end (i64.add (local.get $block) (call $length (local.get $block))))
    (loop $next
      (if (i64.eq (local.get $block) (local.get $end))
        (then (return (i32.const 0))))
      (if (i32.eq (call $load_u8 (local.get $block)) (local.get $byte))
        (then (return (i32.const 1))))
      (local.set $block (i64.add (local.get $block) (i64.const 1)))
      (br $next))
    (unreachable))

  (func (export "count_vowels") (result i32)
    (local $vowels i64)
    (local $index i64)
    (local $count i64)
    (local $total i64)
    (local $block i64)
    (local.set $vowels (call $env_config_get (call $constant (i32.const 16) (i32.const 6))))
    (if (i64.eqz (local.get $vowels))
      (then (local.set $vowels (call $constant (i32.const 0) (i32.const 10)))))

    (loop $next
      (if (i64.lt_u (local.get $index) (call $input_length))
        (then
          (local.set $count
            (i64.add (local.get $count)
              (i64.extend_i32_u (call $contains (local.get $vowels) (call $input_load_u8 (local.get $index))))))
          (local.set $index (i64.add (local.get $index) (i64.const 1)))
          (br $next))))

    ;; The variable holds the total as eight bytes.
    (local.set $total (local.get $count))
    (local.set $block (call $env_var_get (call $constant (i32.const 32) (i32.const 5))))
    (if (i64.ne (local.get $block) (i64.const 0))
      (then (local.set $total (i64.add (local.get $total) (call $load_u64 (local.get $block))))))
    (local.set $block (call $alloc (i64.const 8)))
    (call $store_u64 (local.get $block) (local.get $total))
    (call $env_var_set (call $constant (i32.const 32) (i32.const 5)) (local.get $block))

    (local.set $block
      (call $start (i64.add (i64.const 80) (i64.mul (i64.const 6) (call $length (local.get $vowels))))))
    (call $put_constant (i32.const 48) (i32.const 9))
    (call $put_number (local.get $count))
    (call $put_constant (i32.const 64) (i32.const 9))
    (call $put_number (local.get $total))
    (call $put_constant (i32.const 80) (i32.const 10))
    (call $put_json_string (local.get $vowels))
    (call $put_byte (i32.const 0x7d))
    (call $output (local.get $block))
    (i32.const 0))

  (func (export "config_get") (result i32)
    (local $value i64)
    (local.set $value (call $env_config_get (call $input)))
    (if (i64.eqz (local.get $value))
      (then (return (call $fail_about_input (i32.const 112) (i32.const 21)))))
    (call $output_set (local.get $value) (call $length (local.get $value)))
    (i32.const 0))

  (func (export "var_set") (result i32)
    (local $equals i64)
    (local $name i64)
    (local $value i64)
    (loop $next
      (if (i64.eq (local.get $equals) (call $input_length))
        (then
          (call $error_set (call $constant (i32.const 160) (i32.const 18)))
          (return (i32.const 1))))
      (if (i32.ne (call $input_load_u8 (local.get $equals)) (i32.const 0x3d))
        (then
          (local.set $equals (i64.add (local.get $equals) (i64.const 1)))
          (br $next))))
    (local.set $name (call $start (local.get $equals)))
    (call $put_input (i64.const 0) (local.get $equals))
    (local.set $equals (i64.add (local.get $equals) (i64.const 1)))
    (local.set $value (call $start (i64.sub (call $input_length) (local.get $equals))))
    (call $put_input (local.get $equals) (call $input_length))
    (call $env_var_set (local.get $name) (local.get $value))
    (i32.const 0))

  (func (export "var_get") (result i32)
    (local $value i64)
    (local.set $value (call $env_var_get (call $input)))
    (if (i64.eqz (local.get $value))
      (then (return (call $fail_about_input (i32.const 144) (i32.const 13)))))
    (call $output_set (local.get $value) (call $length (local.get $value)))
    (i32.const 0))

  (func (export "http_get") (result i32)
    (local $url i64)
    (local $request i64)
    (local $body i64)
    (local $answer i64)
    (local.set $url (call $input))
    (local.set $request (call $start (i64.add (i64.const 25) (i64.mul (i64.const 6) (call $input_length)))))
    (call $put_constant (i32.const 192) (i32.const 22))
    (call $put_json_string (local.get $url))
    (call $put_byte (i32.const 0x7d))
    (local.set $body (call $http_request (call $written (local.get $request)) (i64.const 0)))

    (local.set $answer (call $start (i64.add (i64.const 12) (call $length (local.get $body)))))
    (call $put_number (i64.extend_i32_u (call $http_status_code)))
    (call $put_byte (i32.const 0x20))
    (call $put_block (local.get $body))
    (call $output (local.get $answer))
    (i32.const 0))

  ;; A message: the name of a level and the input.
  (func $message (param $from i32) (param $length i32) (result i64)
    (local $block i64)
    (local.set $block (call $start (i64.add (i64.extend_i32_u (local.get $length)) (call $input_length))))
    (call $put_constant (local.get $from) (local.get $length))
    (call $put_input (i64.const 0) (call $input_length))
    (local.get $block))

  (func (export "log_all") (result i32)
    (call $log_trace (call $message (i32.const 224) (i32.const 7)))
    (call $log_debug (call $message (i32.const 231) (i32.const 7)))
    (call $log_info (call $message (i32.const 238) (i32.const 6)))
    (call $log_warn (call $message (i32.const 244) (i32.const 6)))
    (call $log_error (call $message (i32.const 250) (i32.const 7)))
    (i32.const 0))

  (func (export "fail") (result i32)
    (call $error_set (call $input))
    (i32.const 1))

  (func (export "reflect") (result i32)
    (local $answer i64)
    (local.set $answer (call $host_reflect (call $input)))
    (call $output_set (local.get $answer) (call $length (local.get $answer)))
    (i32.const 0)))
