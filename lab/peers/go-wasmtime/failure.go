package main

// #include "wasmtime.h"
import "C"

import "errors"

// failure is what a call of Wasmtime gave instead of a result, if it did. It is freed.
func failure(failed *C.wasmtime_error_t, trap *C.wasm_trap_t) error {
	var message C.wasm_byte_vec_t
	switch {
	case failed != nil:
		C.wasmtime_error_message(failed, &message)
		C.wasmtime_error_delete(failed)
	case trap != nil:
		C.wasm_trap_message(trap, &message)
		C.wasm_trap_delete(trap)
	default:
		return nil
	}
	defer C.wasm_byte_vec_delete(&message)
	return errors.New(C.GoStringN(message.data, C.int(message.size)))
}

// isExit says whether a program ended because it said so, with status 0.
func isExit(failed *C.wasmtime_error_t) bool {
	var status C.int
	return failed != nil && bool(C.wasmtime_error_exit_status(failed, &status)) && status == 0
}
