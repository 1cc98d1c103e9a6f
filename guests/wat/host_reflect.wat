;; Stands in for the host function that the sample plug-ins call, where a host has none to give: linked under the name
;; `extism:host/user`, it returns the block that it gets.
(module $host_reflect
  (func (export "host_reflect") (param $input i64) (result i64)
    (local.get $input)))
