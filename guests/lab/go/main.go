// Sums of lists of any length: see guests/README.md.
package main

import (
	"encoding/binary"

	"mortise"
)

func main() {}

// A struct of the count and the numbers.
//
//go:wasmexport sum_struct
func sumStruct(pointer, length uint32) (total uint32) {
	mortise.Borrow(pointer, length, func(arguments []byte) {
		numbers := arguments[4:]
		if uint64(binary.LittleEndian.Uint32(arguments))*4 != uint64(len(numbers)) {
			panic("the count does not fit")
		}
		total = sum(numbers)
	})
	return
}

//go:wasmexport sum_bincode
func sumBincode(pointer, length uint32) (total uint32) {
	for _, number := range mortise.TakeBincode[[]uint32](pointer, length) {
		total += number
	}
	return
}

//go:wasmexport sum_bytes
func sumBytes(pointer, length uint32) (total uint32) {
	mortise.Borrow(pointer, length, func(arguments []byte) { total = sum(arguments) })
	return
}

func sum(bytes []byte) (total uint32) {
	if len(bytes)%4 != 0 {
		panic("bytes are left over")
	}
	for ; len(bytes) > 0; bytes = bytes[4:] {
		total += binary.LittleEndian.Uint32(bytes)
	}
	return
}
