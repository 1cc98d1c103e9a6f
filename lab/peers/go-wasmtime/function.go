package main

// #include "wasmtime.h"
import "C"

import (
	"fmt"
	"unsafe"
)

// mostParameters is what the guests' functions have.
const mostParameters = 2

type function struct {
	context  *C.wasmtime_context_t
	function C.wasmtime_func_t
	// arguments have their kinds already. A call fills in the values.
	arguments [mostParameters]C.wasmtime_val_t
	count     int
	results   [1]C.wasmtime_val_t
	// resultCount is 0 or 1.
	resultCount int
	// trap is here so that a call does not allocate.
	trap *C.wasm_trap_t
}

// learnType asks for what calls have to say each time.
func (function *function) learnType(name string) error {
	functionType := C.wasmtime_func_type(function.context, &function.function)
	defer C.wasm_functype_delete(functionType)
	parameters := C.wasm_functype_params(functionType)
	results := C.wasm_functype_results(functionType)
	if parameters.size > mostParameters || results.size > 1 {
		return fmt.Errorf("%q has %d parameters and %d results", name, parameters.size, results.size)
	}
	function.count = int(parameters.size)
	function.resultCount = int(results.size)
	for i, parameter := range unsafe.Slice(parameters.data, parameters.size) {
		function.arguments[i].kind = C.wasm_valtype_kind(parameter)
	}
	return nil
}

func (function *function) Call(arguments ...uint64) (uint64, error) {
	if len(arguments) != function.count {
		return 0, fmt.Errorf("%d arguments, not %d", len(arguments), function.count)
	}
	for i, argument := range arguments {
		// The lower half of an i64 lies where an i32 does, on every machine that Wasmtime compiles for but s390x.
		*(*uint64)(unsafe.Pointer(&function.arguments[i].of)) = argument
	}
	failed := C.wasmtime_func_call(function.context, &function.function, &function.arguments[0],
		C.size_t(function.count), &function.results[0], C.size_t(function.resultCount), &function.trap)
	if failed != nil || function.trap != nil {
		trap := function.trap
		function.trap = nil
		return 0, failure(failed, trap)
	}
	if function.resultCount == 0 {
		return 0, nil
	}
	result := *(*uint64)(unsafe.Pointer(&function.results[0].of))
	if function.results[0].kind == C.WASMTIME_I32 {
		result = uint64(uint32(result))
	}
	return result, nil
}
