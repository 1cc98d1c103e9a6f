package main

// #include <stdlib.h>
// #include "wasmtime.h"
import "C"

import "unsafe"

// instantiateWithWASI gives a module WASI, with these arguments and the streams of this process.
func instantiateWithWASI(engine *C.wasm_engine_t, context *C.wasmtime_context_t, compiled *C.wasmtime_module_t,
	arguments []string) (made C.wasmtime_instance_t, err error) {
	if err := failure(C.wasmtime_context_set_wasi(context, wasi(arguments)), nil); err != nil {
		return made, err
	}
	linker := C.wasmtime_linker_new(engine)
	defer C.wasmtime_linker_delete(linker)
	if err := failure(C.wasmtime_linker_define_wasi(linker), nil); err != nil {
		return made, err
	}
	var trap *C.wasm_trap_t
	failed := C.wasmtime_linker_instantiate(linker, context, compiled, &made, &trap)
	return made, failure(failed, trap)
}

func wasi(arguments []string) *C.wasi_config_t {
	config := C.wasi_config_new()
	words := make([]*C.char, len(arguments))
	for i, argument := range arguments {
		words[i] = C.CString(argument)
		defer C.free(unsafe.Pointer(words[i]))
	}
	C.wasi_config_set_argv(config, C.size_t(len(words)), unsafe.SliceData(words))
	C.wasi_config_inherit_stdin(config)
	C.wasi_config_inherit_stdout(config)
	C.wasi_config_inherit_stderr(config)
	return config
}

// needsWASI says whether a module imports anything.
func needsWASI(compiled *C.wasmtime_module_t) bool {
	var imports C.wasm_importtype_vec_t
	C.wasmtime_module_imports(compiled, &imports)
	defer C.wasm_importtype_vec_delete(&imports)
	return imports.size > 0
}
