package main

import (
	"context"
	"fmt"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"

	"peer"
)

type compiledModule struct {
	ctx      context.Context
	runtime  wazero.Runtime
	compiled wazero.CompiledModule
}

func (module *compiledModule) Instantiate() (peer.Instance, error) {
	config := wazero.NewModuleConfig().WithName("").WithStartFunctions("_initialize")
	found, err := module.runtime.InstantiateModule(module.ctx, module.compiled, config)
	if err != nil {
		return nil, err
	}
	return instance{module.ctx, found}, nil
}

func (module *compiledModule) Close() error {
	return module.runtime.Close(module.ctx)
}

type instance struct {
	ctx    context.Context
	module api.Module
}

func (instance instance) Function(name string) (peer.Function, error) {
	found := instance.module.ExportedFunction(name)
	if found == nil {
		return nil, fmt.Errorf("there is no export %q", name)
	}
	return function{instance.ctx, found}, nil
}

func (instance instance) Memory() (peer.Memory, error) {
	found := instance.module.ExportedMemory("memory")
	if found == nil {
		return nil, fmt.Errorf("there is no exported memory")
	}
	return memory{found}, nil
}

func (instance instance) Close() error {
	return instance.module.Close(instance.ctx)
}

type function struct {
	ctx      context.Context
	function api.Function
}

func (function function) Call(arguments ...uint64) (uint64, error) {
	results, err := function.function.Call(function.ctx, arguments...)
	if err != nil || len(results) == 0 {
		return 0, err
	}
	return results[0], nil
}

type memory struct {
	memory api.Memory
}

func (memory memory) Slice(address, length uint32) ([]byte, error) {
	bytes, found := memory.memory.Read(address, length)
	if !found {
		return nil, fmt.Errorf("%d bytes at %d lie outside the memory", length, address)
	}
	return bytes, nil
}
