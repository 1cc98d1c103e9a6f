package peer

import (
	"encoding/binary"
	"fmt"
)

const (
	// sizeOfStruct is that of the id, 4 bytes of padding and the size.
	sizeOfStruct = 16
	// sizeOfBincode is that of the id and the size.
	sizeOfBincode = 12
)

// simulation is a policy with what calls it.
type simulation struct {
	instance Instance
	trace    trace
	capacity uint64
	// send makes one request.
	send func(id int32, size int64) error
}

func simulate(engine Engine, request request) (result, error) {
	capacity, err := request.number("bytes", -1)
	if err != nil {
		return result{}, err
	}
	budget, err := request.budget()
	if err != nil {
		return result{}, err
	}
	path, err := request.text("trace")
	if err != nil {
		return result{}, err
	}
	trace, err := readTrace(path)
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
	send, err := sender(instance, request)
	if err != nil {
		return result{}, err
	}
	simulation := simulation{instance, trace, uint64(capacity), send}
	var check check
	measured, err := measure(budget, func() error {
		statistics, err := simulation.run()
		if err != nil {
			return err
		}
		return check.add(statistics)
	})
	measured.Check = check.value
	return measured, err
}

// run is one whole simulation; its result is the number of requests and that of hits.
func (simulation simulation) run() (string, error) {
	begin, err := simulation.instance.Function("init")
	if err != nil {
		return "", err
	}
	if _, err := begin.Call(simulation.capacity); err != nil {
		return "", err
	}
	for i, id := range simulation.trace.ids {
		if err := simulation.send(id, simulation.trace.sizes[i]); err != nil {
			return "", fmt.Errorf("request %d: %w", i+1, err)
		}
	}
	statistics, err := simulation.instance.Function("stats")
	if err != nil {
		return "", err
	}
	numbers, err := statistics.Call()
	return fmt.Sprintf("%d %d", numbers>>32, uint32(numbers)), err
}

func sender(instance Instance, request request) (func(id int32, size int64) error, error) {
	abi, err := request.oneOf("abi", "direct", "struct", "bincode")
	if err != nil {
		return nil, err
	}
	memory, err := request.oneOf("memory", "static", "dynamic")
	if err != nil {
		return nil, err
	}
	isCached, err := request.isTrue("cached")
	if err != nil {
		return nil, err
	}
	switch abi {
	case "struct":
		return bufferSender(instance, "send_struct", sizeOfStruct, 8, memory == "static", isCached)
	case "bincode":
		return bufferSender(instance, "send_bincode", sizeOfBincode, 4, memory == "static", isCached)
	default:
		return directSender(instance, isCached)
	}
}

func directSender(instance Instance, isCached bool) (func(id int32, size int64) error, error) {
	if !isCached {
		return func(id int32, size int64) error {
			send, err := instance.Function("send")
			if err != nil {
				return err
			}
			_, err = send.Call(uint64(uint32(id)), uint64(size))
			return err
		}, nil
	}
	send, err := instance.Function("send")
	return func(id int32, size int64) error {
		_, err := send.Call(uint64(uint32(id)), uint64(size))
		return err
	}, err
}

// bufferSender has the id at the beginning of a record and the size at an offset.
func bufferSender(instance Instance, name string, length uint32, sizeAt int, isStatic, isCached bool) (
	func(id int32, size int64) error, error) {
	lookUp, err := lookUpOnce(instance, name, isStatic, isCached)
	if err != nil {
		return nil, err
	}
	var static uint32
	if isStatic {
		if static, err = staticBuffer(instance, length); err != nil {
			return nil, err
		}
	}
	return func(id int32, size int64) error {
		exports, err := lookUp()
		if err != nil {
			return err
		}
		address, err := exports.buffer(static, length)
		if err != nil {
			return err
		}
		bytes, err := exports.memory.Slice(address, length)
		if err != nil {
			return err
		}
		binary.LittleEndian.PutUint32(bytes, uint32(id))
		binary.LittleEndian.PutUint64(bytes[sizeAt:], uint64(size))
		_, err = exports.function.Call(uint64(address), uint64(length))
		return err
	}, nil
}
