// The lab's host in Go with wazero.
package main

import (
	"runtime/debug"

	"github.com/tetratelabs/wazero"

	"peer"
)

func main() {
	peer.Main(peer.Contender{
		Name: "wazero " + version(),
		Variants: []peer.Variant{
			{Name: "compiler", Engine: engine{wazero.NewRuntimeConfigCompiler, true}},
			{Name: "interpreter", Engine: engine{wazero.NewRuntimeConfigInterpreter, false}},
		},
	})
}

// version is the one that this program was built with.
func version() string {
	if build, found := debug.ReadBuildInfo(); found {
		for _, dependency := range build.Deps {
			if dependency.Path == "github.com/tetratelabs/wazero" {
				return dependency.Version[1:]
			}
		}
	}
	return "of an unknown version"
}
