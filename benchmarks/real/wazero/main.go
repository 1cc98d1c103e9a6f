// Runs a program with wazero: wazero [-cache FOLDER] [NAME=GUEST.wasm]... PROGRAM.wasm [ARGUMENT]...
// Each guest's exports are there for the ones behind it to import.
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
	"github.com/tetratelabs/wazero/sys"
)

func main() {
	folder := flag.String("cache", "", "where compiled code is kept")
	flag.Parse()
	err := run(*folder, flag.Args())
	var exit *sys.ExitError
	if errors.As(err, &exit) {
		os.Exit(int(exit.ExitCode()))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(folder string, words []string) error {
	ctx := context.Background()
	config := wazero.NewRuntimeConfigCompiler()
	if folder != "" {
		cache, err := wazero.NewCompilationCacheWithDir(folder)
		if err != nil {
			return err
		}
		config = config.WithCompilationCache(cache)
	}
	runtime := wazero.NewRuntimeWithConfig(ctx, config)
	wasi_snapshot_preview1.MustInstantiate(ctx, runtime)
	for len(words) > 0 {
		name, file, isGuest := strings.Cut(words[0], "=")
		if !isGuest {
			break
		}
		if err := instantiate(ctx, runtime, file, wazero.NewModuleConfig().WithName(name), "_initialize"); err != nil {
			return err
		}
		words = words[1:]
	}
	if len(words) == 0 {
		return errors.New("no program is named")
	}
	arguments := append([]string{"program"}, words[1:]...)
	return instantiate(ctx, runtime, words[0], wazero.NewModuleConfig().WithArgs(arguments...), "_start")
}

func instantiate(ctx context.Context, runtime wazero.Runtime, file string, config wazero.ModuleConfig, start string) error {
	wasm, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	compiled, err := runtime.CompileModule(ctx, wasm)
	if err != nil {
		return err
	}
	_, err = runtime.InstantiateModule(ctx, compiled, config.WithStartFunctions(start).
		WithStdin(os.Stdin).WithStdout(os.Stdout).WithStderr(os.Stderr).
		WithSysNanotime().WithSysWalltime().WithRandSource(rand.Reader))
	return err
}
