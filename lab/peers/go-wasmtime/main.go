// The lab's host in Go with Wasmtime, through Wasmtime's C API.
package main

import "peer"

// version is that of the library. The build sets it.
var version = "of an unknown version"

func main() {
	peer.Main(peer.Contender{
		Name:     "Wasmtime " + version,
		Variants: []peer.Variant{{Engine: &engine{}}},
	})
}
