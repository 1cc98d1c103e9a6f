package main

// #include <stdlib.h>
// #include "wasmtime.h"
import "C"

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"time"
	"unsafe"

	"peer"
)

// engine makes Wasmtime's own engine when it is first needed, and keeps it until the process ends.
type engine struct {
	made *C.wasm_engine_t
}

func (engine *engine) get() *C.wasm_engine_t {
	if engine.made == nil {
		engine.made = C.wasm_engine_new_with_config(C.wasm_config_new())
	}
	return engine.made
}

func (engine *engine) Compile(wasm []byte) (peer.Module, error) {
	compiled, err := compile(engine.get(), wasm)
	if err != nil {
		return nil, err
	}
	return &module{engine.get(), compiled}, nil
}

func compile(engine *C.wasm_engine_t, wasm []byte) (*C.wasmtime_module_t, error) {
	if len(wasm) == 0 {
		return nil, errors.New("the module is empty")
	}
	var compiled *C.wasmtime_module_t
	failed := C.wasmtime_module_new(engine, (*C.uint8_t)(&wasm[0]), C.size_t(len(wasm)), &compiled)
	return compiled, failure(failed, nil)
}

func (*engine) RunProgram(wasm []byte, arguments []string, cacheFolder string) (split peer.Split, err error) {
	start := time.Now()
	config := C.wasm_config_new()
	if cacheFolder != "" {
		if err := enableCache(config, cacheFolder); err != nil {
			return split, err
		}
	}
	engine := C.wasm_engine_new_with_config(config)
	compiled, err := compile(engine, wasm)
	if err != nil {
		return split, err
	}
	split.Compile = peer.Lap(&start)

	store := C.wasmtime_store_new(engine, nil, nil)
	context := C.wasmtime_store_context(store)
	made, err := instantiateWithWASI(engine, context, compiled, arguments)
	if err != nil {
		return split, err
	}
	main, err := export(context, &made, "_start", C.WASMTIME_EXTERN_FUNC)
	if err != nil {
		return split, err
	}
	split.Instantiate = peer.Lap(&start)

	function := (*C.wasmtime_func_t)(unsafe.Pointer(&main.of))
	var trap *C.wasm_trap_t
	failed := C.wasmtime_func_call(context, function, nil, 0, nil, 0, &trap)
	split.Run = peer.Lap(&start)
	if isExit(failed) {
		return split, nil
	}
	return split, failure(failed, trap)
}

// enableCache has compiled code kept in a folder, which also gets the file that says so.
func enableCache(config *C.wasm_config_t, folder string) error {
	file := filepath.Join(folder, "wasmtime.toml")
	content := "[cache]\ndirectory = " + strconv.Quote(filepath.Join(folder, "code")) + "\n"
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		return err
	}
	path := C.CString(file)
	defer C.free(unsafe.Pointer(path))
	return failure(C.wasmtime_config_cache_config_load(config, path), nil)
}
