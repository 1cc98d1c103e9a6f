package peer

import (
	"encoding/binary"
	"fmt"
	"strconv"
)

// sizeOfPair is what two i32 take, in a C struct and in bincode alike.
const sizeOfPair = 8

// multiplyWay is one of the micro tests.
type multiplyWay struct {
	abi         string
	isStatic    bool
	isCached    bool
	isPreloaded bool
	isOwned     bool
	calls       int64
}

// loop makes all calls of a run and gives the sum of the products.
type loop func() (int32, error)

func multiply(engine Engine, request request) (result, error) {
	way, err := multiplyWayOf(request)
	if err != nil {
		return result{}, err
	}
	compile, err := request.oneOf("compile", "out", "in")
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
	once := func() (int32, error) { return compileAndMultiply(engine, wasm, way) }
	if compile == "out" {
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
		if once, err = way.prepare(instance); err != nil {
			return result{}, err
		}
	}
	var check check
	measured, err := measure(budget, func() error {
		sum, err := once()
		if err != nil {
			return err
		}
		return check.add(strconv.Itoa(int(sum)))
	})
	measured.Check = check.value
	return measured, err
}

func multiplyWayOf(request request) (multiplyWay, error) {
	abi, err := request.oneOf("abi", "pair", "bincode", "struct")
	if err != nil {
		return multiplyWay{}, err
	}
	memory, err := request.oneOf("memory", "dynamic", "static")
	if err != nil {
		return multiplyWay{}, err
	}
	isCached, err := request.isTrue("cached")
	if err != nil {
		return multiplyWay{}, err
	}
	arguments, err := request.oneOf("arguments", "hotload", "preload")
	if err != nil {
		return multiplyWay{}, err
	}
	isOwned, err := request.isTrue("owned")
	if err != nil {
		return multiplyWay{}, err
	}
	calls, err := request.number("calls", 100_000)
	return multiplyWay{abi, memory == "static", isCached, arguments == "preload", isOwned, calls}, err
}

func compileAndMultiply(engine Engine, wasm []byte, way multiplyWay) (int32, error) {
	module, err := engine.Compile(wasm)
	if err != nil {
		return 0, err
	}
	defer module.Close()
	instance, err := module.Instantiate()
	if err != nil {
		return 0, err
	}
	defer instance.Close()
	once, err := way.prepare(instance)
	if err != nil {
		return 0, err
	}
	return once()
}

func (way multiplyWay) prepare(instance Instance) (loop, error) {
	switch {
	case way.abi != "pair":
		return way.throughBuffer(instance, "multiply_"+way.abi)
	case way.isOwned:
		return way.owned(instance)
	default:
		return way.direct(instance)
	}
}

func (way multiplyWay) direct(instance Instance) (loop, error) {
	lookUp := func() (Function, error) { return instance.Function("multiply") }
	if way.isCached {
		multiply, err := lookUp()
		if err != nil {
			return nil, err
		}
		lookUp = func() (Function, error) { return multiply, nil }
	}
	if way.isPreloaded {
		arguments := []uint64{2, 3}
		return way.sum(func() (uint64, error) {
			multiply, err := lookUp()
			if err != nil {
				return 0, err
			}
			return multiply.Call(arguments...)
		}), nil
	}
	return way.sum(func() (uint64, error) {
		multiply, err := lookUp()
		if err != nil {
			return 0, err
		}
		return multiply.Call(2, 3)
	}), nil
}

// owner is what the experiment calls the object that owns instance and function.
type owner struct {
	instance Instance
	function Function
}

func (owner *owner) multiply(arguments ...uint64) (uint64, error) {
	return owner.function.Call(arguments...)
}

func (way multiplyWay) owned(instance Instance) (loop, error) {
	function, err := instance.Function("multiply")
	if err != nil {
		return nil, err
	}
	owner := &owner{instance, function}
	if way.isPreloaded {
		arguments := []uint64{2, 3}
		return way.sum(func() (uint64, error) { return owner.multiply(arguments...) }), nil
	}
	return way.sum(func() (uint64, error) { return owner.multiply(2, 3) }), nil
}

func (way multiplyWay) throughBuffer(instance Instance, name string) (loop, error) {
	lookUp, err := lookUpOnce(instance, name, way.isStatic, way.isCached)
	if err != nil {
		return nil, err
	}
	return func() (int32, error) {
		var static uint32
		if way.isStatic {
			var err error
			if static, err = staticBuffer(instance, sizeOfPair); err != nil {
				return 0, err
			}
		}
		return way.sum(func() (uint64, error) {
			exports, err := lookUp()
			if err != nil {
				return 0, err
			}
			return exports.multiply(static)
		})()
	}, nil
}

func (exports exports) multiply(static uint32) (uint64, error) {
	address, err := exports.buffer(static, sizeOfPair)
	if err != nil {
		return 0, err
	}
	bytes, err := exports.memory.Slice(address, sizeOfPair)
	if err != nil {
		return 0, err
	}
	binary.LittleEndian.PutUint32(bytes, 2)
	binary.LittleEndian.PutUint32(bytes[4:], 3)
	return exports.function.Call(uint64(address), sizeOfPair)
}

func (way multiplyWay) sum(call func() (uint64, error)) loop {
	return func() (int32, error) {
		var sum int32
		for i := range way.calls {
			product, err := call()
			if err != nil {
				return 0, fmt.Errorf("call %d: %w", i+1, err)
			}
			sum += int32(product)
		}
		return sum, nil
	}
}
