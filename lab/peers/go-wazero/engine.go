package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
	"github.com/tetratelabs/wazero/sys"

	"peer"
)

// engine is one of wazero's two.
type engine struct {
	config   func() wazero.RuntimeConfig
	compiles bool
}

// Compile makes a runtime of its own for each module: wazero keeps compiled code for as long as its runtime lives.
func (engine engine) Compile(wasm []byte) (peer.Module, error) {
	ctx := context.Background()
	config, err := engine.newConfig()
	if err != nil {
		return nil, err
	}
	runtime := wazero.NewRuntimeWithConfig(ctx, config)
	compiled, err := runtime.CompileModule(ctx, wasm)
	if err == nil && len(compiled.ImportedFunctions()) > 0 {
		_, err = wasi_snapshot_preview1.Instantiate(ctx, runtime)
	}
	if err != nil {
		return nil, errors.Join(err, runtime.Close(ctx))
	}
	return &compiledModule{ctx, runtime, compiled}, nil
}

func (engine engine) RunProgram(wasm []byte, arguments []string, cacheFolder string) (split peer.Split, err error) {
	ctx := context.Background()
	start := time.Now()
	config, err := engine.newConfig()
	if err != nil {
		return split, err
	}
	if cacheFolder != "" {
		if !engine.compiles {
			return split, peer.NotPossible("wazero's interpreter has nothing to cache")
		}
		cache, err := wazero.NewCompilationCacheWithDir(cacheFolder)
		if err != nil {
			return split, err
		}
		config = config.WithCompilationCache(cache)
	}
	runtime := wazero.NewRuntimeWithConfig(ctx, config)
	compiled, err := runtime.CompileModule(ctx, wasm)
	if err != nil {
		return split, err
	}
	split.Compile = peer.Lap(&start)

	if _, err := wasi_snapshot_preview1.Instantiate(ctx, runtime); err != nil {
		return split, err
	}
	program := wazero.NewModuleConfig().WithArgs(arguments...).WithStdin(os.Stdin).WithStdout(os.Stdout).
		WithStderr(os.Stderr).WithSysNanotime().WithSysWalltime().WithRandSource(rand.Reader).WithStartFunctions()
	instance, err := runtime.InstantiateModule(ctx, compiled, program)
	if err != nil {
		return split, err
	}
	split.Instantiate = peer.Lap(&start)

	main := instance.ExportedFunction("_start")
	if main == nil {
		return split, errors.New("the program has no _start")
	}
	_, err = main.Call(ctx)
	split.Run = peer.Lap(&start)
	var exit *sys.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 0 {
		err = nil
	}
	return split, err
}

// newConfig turns wazero's panic on a processor that its compiler does not know into an error.
func (engine engine) newConfig() (config wazero.RuntimeConfig, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = peer.NotPossible(fmt.Sprint("wazero: ", reason))
		}
	}()
	return engine.config(), nil
}
