// Package peer is the part of the lab's Go programs that does not depend on the runtime they measure: the command line,
// the tasks, the clock and the result.
package peer

// Contender is a runtime that can be measured.
type Contender struct {
	// Name is the runtime's name and version.
	Name string
	// Variants are its ways to execute code. The first one is the default; an only one has no name.
	Variants []Variant
}

// Variant is one way of a runtime to execute code.
type Variant struct {
	Name   string
	Engine Engine
}

// Engine compiles modules, or gets them ready in whatever way it has.
type Engine interface {
	// Compile never takes anything from a cache.
	Compile(wasm []byte) (Module, error)

	// RunProgram runs a WASI program once, with the standard streams of this process. An empty folder means that
	// nothing is cached. The error is a NotPossible if there is no such cache.
	RunProgram(wasm []byte, arguments []string, cacheFolder string) (Split, error)
}

// Module is a module that imports nothing but WASI, if that, and is ready to be instantiated.
type Module interface {
	// Instantiate calls _initialize, too, if there is one.
	Instantiate() (Instance, error)
	Close() error
}

// Instance is an instance of a module.
type Instance interface {
	// Function looks an export up.
	Function(name string) (Function, error)
	// Memory looks the exported memory up.
	Memory() (Memory, error)
	Close() error
}

// Function is a function of an instance.
type Function interface {
	// Call gives the result, or 0 if the function has none. Values of 32 bits lie in the lower half.
	Call(arguments ...uint64) (uint64, error)
}

// Memory is the memory of an instance.
type Memory interface {
	// Slice is a view of a part, valid until the next call into the instance.
	Slice(address, length uint32) ([]byte, error)
}

// Split is where the time of a whole run went, in nanoseconds.
type Split struct {
	Load        int64 `json:"load"`
	Compile     int64 `json:"compile"`
	Instantiate int64 `json:"instantiate"`
	Run         int64 `json:"run"`
}
