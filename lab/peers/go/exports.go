package peer

// exports are what a call through a buffer needs.
type exports struct {
	function Function
	// prepare is nil if one buffer is used for all calls.
	prepare Function
	memory  Memory
}

func lookUp(instance Instance, function string, isStatic bool) (exports, error) {
	found, err := instance.Function(function)
	if err != nil {
		return exports{}, err
	}
	memory, err := instance.Memory()
	if err != nil || isStatic {
		return exports{function: found, memory: memory}, err
	}
	prepare, err := instance.Function("wasm_prepare_buffer")
	return exports{found, prepare, memory}, err
}

// lookUpOnce gives the same exports always, or looks them up each time if they are not to be cached.
func lookUpOnce(instance Instance, function string, isStatic, isCached bool) (func() (exports, error), error) {
	if !isCached {
		return func() (exports, error) { return lookUp(instance, function, isStatic) }, nil
	}
	once, err := lookUp(instance, function, isStatic)
	return func() (exports, error) { return once, nil }, err
}

// staticBuffer is the address of the guest's one buffer, which is made so large.
func staticBuffer(instance Instance, length uint32) (uint32, error) {
	get, err := instance.Function("wasm_get_buffer")
	if err != nil {
		return 0, err
	}
	buffer, err := get.Call()
	if err != nil {
		return 0, err
	}
	if uint32(buffer) < length {
		grow, err := instance.Function("wasm_grow_buffer")
		if err != nil {
			return 0, err
		}
		if buffer, err = grow.Call(uint64(length)); err != nil {
			return 0, err
		}
	}
	return uint32(buffer >> 32), nil
}

// buffer is the address for the arguments of the next call: a new buffer if the guest is to give one, else this one.
func (exports exports) buffer(static, length uint32) (uint32, error) {
	if exports.prepare == nil {
		return static, nil
	}
	buffer, err := exports.prepare.Call(uint64(length))
	return uint32(buffer >> 32), err
}
