package main

// #include "wasmtime.h"
import "C"

import (
	"errors"
	"fmt"
	"unsafe"

	"peer"
)

type module struct {
	engine   *C.wasm_engine_t
	compiled *C.wasmtime_module_t
}

func (module *module) Instantiate() (peer.Instance, error) {
	store := C.wasmtime_store_new(module.engine, nil, nil)
	found := &instance{store: store, context: C.wasmtime_store_context(store)}
	err := found.make(module)
	if err == nil {
		err = found.initialize()
	}
	if err != nil {
		return nil, errors.Join(err, found.Close())
	}
	return found, nil
}

func (module *module) Close() error {
	C.wasmtime_module_delete(module.compiled)
	return nil
}

// instance has a store of its own.
type instance struct {
	store   *C.wasmtime_store_t
	context *C.wasmtime_context_t
	made    C.wasmtime_instance_t
}

func (instance *instance) make(module *module) (err error) {
	if needsWASI(module.compiled) {
		instance.made, err = instantiateWithWASI(module.engine, instance.context, module.compiled, nil)
		return err
	}
	var trap *C.wasm_trap_t
	failed := C.wasmtime_instance_new(instance.context, module.compiled, nil, 0, &instance.made, &trap)
	return failure(failed, trap)
}

// initialize calls what a reactor has for that.
func (instance *instance) initialize() error {
	initialize, err := instance.Function("_initialize")
	if err != nil {
		return nil
	}
	_, err = initialize.Call()
	return err
}

func (instance *instance) Close() error {
	C.wasmtime_store_delete(instance.store)
	return nil
}

// export finds one of a kind. Functions and memories need not be freed.
func export(context *C.wasmtime_context_t, instance *C.wasmtime_instance_t, name string, kind C.uint8_t) (
	C.wasmtime_extern_t, error) {
	var found C.wasmtime_extern_t
	characters := (*C.char)(unsafe.Pointer(unsafe.StringData(name)))
	if !C.wasmtime_instance_export_get(context, instance, characters, C.size_t(len(name)), &found) {
		return found, fmt.Errorf("there is no export %q", name)
	}
	if found.kind != kind {
		C.wasmtime_extern_delete(&found)
		return found, fmt.Errorf("the export %q is of another kind", name)
	}
	return found, nil
}

func (instance *instance) Function(name string) (peer.Function, error) {
	found, err := export(instance.context, &instance.made, name, C.WASMTIME_EXTERN_FUNC)
	if err != nil {
		return nil, err
	}
	function := &function{context: instance.context, function: *(*C.wasmtime_func_t)(unsafe.Pointer(&found.of))}
	return function, function.learnType(name)
}

func (instance *instance) Memory() (peer.Memory, error) {
	found, err := export(instance.context, &instance.made, "memory", C.WASMTIME_EXTERN_MEMORY)
	if err != nil {
		return nil, err
	}
	return &memory{instance.context, *(*C.wasmtime_memory_t)(unsafe.Pointer(&found.of))}, nil
}

type memory struct {
	context *C.wasmtime_context_t
	memory  C.wasmtime_memory_t
}

func (memory *memory) Slice(address, length uint32) ([]byte, error) {
	size := uint64(C.wasmtime_memory_data_size(memory.context, &memory.memory))
	if uint64(address)+uint64(length) > size {
		return nil, fmt.Errorf("%d bytes at %d lie outside the memory", length, address)
	}
	all := unsafe.Pointer(C.wasmtime_memory_data(memory.context, &memory.memory))
	return unsafe.Slice((*byte)(unsafe.Add(all, address)), length), nil
}
