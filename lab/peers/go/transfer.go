package peer

import (
	"encoding/binary"
	"strconv"
)

// transfer measures how a list gets into the guest, which adds it up.
func transfer(engine Engine, request request) (result, error) {
	abi, err := request.oneOf("abi", "struct", "bincode", "msgpack", "json", "protobuf", "bytes")
	if err != nil {
		return result{}, err
	}
	memory, err := request.oneOf("memory", "dynamic", "static")
	if err != nil {
		return result{}, err
	}
	bytes, err := request.number("bytes", -1)
	if err != nil {
		return result{}, err
	}
	budget, err := request.budget()
	if err != nil {
		return result{}, err
	}
	wasm, err := request.module()
	if err != nil {
		return result{}, err
	}
	module, err := engine.Compile(wasm)
	if err != nil {
		return result{}, err
	}
	defer module.Close()
	instance, err := module.Instantiate()
	if err != nil {
		return result{}, err
	}
	defer instance.Close()
	sum, err := prepareTransfer(instance, abi, memory == "static", listOf(bytes))
	if err != nil {
		return result{}, err
	}
	var check check
	measured, err := measure(budget, func() error {
		total, err := sum()
		if err != nil {
			return err
		}
		return check.add(strconv.Itoa(int(int32(total))))
	})
	measured.Check = check.value
	return measured, err
}

// listOf is the list that every contender sends for so many bytes. Its values are below 2^31, so that they are the same
// numbers with a sign and without, and take from 1 to 5 bytes in encodings of variable length.
func listOf(bytes int64) []uint32 {
	list := make([]uint32, bytes/4)
	for i := range list {
		list[i] = uint32(i) * 2_654_435_761 >> (1 + 8*(i%4))
	}
	return list
}

func prepareTransfer(instance Instance, abi string, isStatic bool, list []uint32) (func() (uint64, error), error) {
	exports, err := lookUp(instance, "sum_"+abi, isStatic)
	if err != nil {
		return nil, err
	}
	if abi == "struct" {
		return structTransfer(instance, exports, isStatic, list)
	}
	encode := func(buffer []byte, _ []uint32) ([]byte, error) { return buffer, nil }
	encoded := raw(nil, list)
	if abi != "bytes" {
		encode = encoderOf(abi)
		if encoded, err = encode(nil, list); err != nil {
			return nil, err
		}
	}
	static, err := staticBufferIf(isStatic, instance, len(encoded))
	if err != nil {
		return nil, err
	}
	return func() (uint64, error) {
		var err error
		if encoded, err = encode(encoded, list); err != nil {
			return 0, err
		}
		length := uint32(len(encoded))
		address, err := exports.buffer(static, length)
		if err != nil {
			return 0, err
		}
		bytes, err := exports.memory.Slice(address, length)
		if err != nil {
			return 0, err
		}
		copy(bytes, encoded)
		return exports.function.Call(uint64(address), uint64(length))
	}, nil
}

// structTransfer writes the struct, which is the count and the values, straight into the guest's memory.
func structTransfer(instance Instance, exports exports, isStatic bool, list []uint32) (func() (uint64, error), error) {
	length := uint32(4 + 4*len(list))
	static, err := staticBufferIf(isStatic, instance, int(length))
	if err != nil {
		return nil, err
	}
	return func() (uint64, error) {
		address, err := exports.buffer(static, length)
		if err != nil {
			return 0, err
		}
		bytes, err := exports.memory.Slice(address, length)
		if err != nil {
			return 0, err
		}
		binary.LittleEndian.PutUint32(bytes, uint32(len(list)))
		raw(bytes[4:], list)
		return exports.function.Call(uint64(address), uint64(length))
	}, nil
}

func staticBufferIf(isStatic bool, instance Instance, length int) (uint32, error) {
	if !isStatic {
		return 0, nil
	}
	return staticBuffer(instance, uint32(length))
}
