// Package mortise is what a guest written in Go needs to be called through a Java interface: see pdk/rust/README.md for
// the contract. A guest exports its functions with //go:wasmexport:
//
//	//go:wasmexport multiply
//	func multiply(x, y int32) int32 { return x * y }
//
//	type factors struct{ X, Y int32 }
//
//	//go:wasmexport multiply_struct
//	func multiplyStruct(pointer, length uint32) int32 {
//		f := mortise.TakeStruct[factors](pointer, length)
//		return f.X * f.Y
//	}
//
//	//go:wasmexport multiply_bincode
//	func multiplyBincode(pointer, length uint32) int32 {
//		f := mortise.TakeBincode[factors](pointer, length)
//		return f.X * f.Y
//	}
//
// Whatever the host does wrong (a pointer that is no buffer's, a wrong length, bytes that are no such value) is a
// panic, which ends the guest with a trap.
package mortise

import (
	"fmt"
	"unsafe"
)

// What the host writes to: buffers of one call that were not yet read, by address, one whose call is over, and the
// buffer that stays.
var (
	prepared = map[uint32][]byte{}
	spare    []byte
	fixed    []byte
)

// The bytes of the last result.
var result []byte

const (
	fixedCapacity = 4096
	leastCapacity = 64
	largestSpare  = 64 * 1024
	largest       = 1 << 30
)

func address(bytes []byte) uint32 {
	return uint32(uintptr(unsafe.Pointer(unsafe.SliceData(bytes))))
}

func place(bytes []byte) uint64 {
	return uint64(address(bytes))<<32 | uint64(len(bytes))
}

// Memory aligned for every type that a struct may have.
func allocate(size uint32) []byte {
	if size > largest {
		panic(fmt.Sprintf("mortise: a buffer of %d bytes is too large", size))
	}
	words := make([]uint64, (uint64(size)+7)/8)
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(words))), len(words)*8)
}

//go:wasmexport wasm_prepare_buffer
func prepareBuffer(size uint32) uint64 {
	buffer := spare
	spare = nil
	if uint32(cap(buffer)) < size || buffer == nil {
		buffer = allocate(max(size, leastCapacity))
	}
	buffer = buffer[:size]
	prepared[address(buffer)] = buffer
	return place(buffer)
}

//go:wasmexport wasm_get_buffer
func getBuffer() uint64 {
	return growBuffer(fixedCapacity)
}

//go:wasmexport wasm_grow_buffer
func growBuffer(size uint32) uint64 {
	if uint32(len(fixed)) < size {
		capacity := uint32(fixedCapacity)
		for capacity < min(size, largest) {
			capacity *= 2
		}
		fixed = allocate(max(capacity, size))
	}
	return place(fixed)
}

// take lends the arguments to a function and frees them.
func take(pointer, length uint32, use func([]byte)) {
	if fixed != nil && pointer == address(fixed) && length <= uint32(len(fixed)) {
		use(fixed[:length])
		return
	}
	buffer, found := prepared[pointer]
	if !found || length > uint32(len(buffer)) {
		panic(fmt.Sprintf("mortise: there is no argument buffer of %d bytes at %d", length, pointer))
	}
	delete(prepared, pointer)
	use(buffer[:length])
	if cap(buffer) <= largestSpare {
		spare = buffer
	}
}
