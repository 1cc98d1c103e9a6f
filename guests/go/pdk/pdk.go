// Package pdk is what a plug-in written in Go needs of its host: input, output, configuration, variables, HTTP, logs.
package pdk

import (
	"encoding/binary"
	"encoding/json"
)

// Block is a piece of the host's memory, known by its address; 0 stands for none. The guest cannot point into it, only
// copy from and to it.
type Block uint64

// NewBlock copies bytes to a new block.
func NewBlock(data []byte) Block {
	block := alloc(uint64(len(data)))
	address := uint64(block)
	for ; len(data) >= 8; data, address = data[8:], address+8 {
		storeU64(address, binary.LittleEndian.Uint64(data))
	}
	for i, b := range data {
		storeU8(address+uint64(i), uint32(b))
	}
	return block
}

// Take copies the block to memory of the guest and frees it; false when there is none.
func (block Block) Take() ([]byte, bool) {
	if block == 0 {
		return nil, false
	}
	defer free(block)
	address := uint64(block)
	return read(length(block),
		func(i uint64) uint64 { return loadU64(address + i) },
		func(i uint64) uint32 { return loadU8(address + i) }), true
}

func read(length uint64, eight func(uint64) uint64, one func(uint64) uint32) []byte {
	data := make([]byte, length)
	i := uint64(0)
	for ; i+8 <= length; i += 8 {
		binary.LittleEndian.PutUint64(data[i:], eight(i))
	}
	for ; i < length; i++ {
		data[i] = byte(one(i))
	}
	return data
}

// Input is the call's input.
func Input() []byte {
	return read(inputLength(), inputLoadU64, inputLoadU8)
}

// InputString is the call's input as text.
func InputString() string {
	return string(Input())
}

// Output makes bytes the call's output.
func Output(data []byte) {
	outputSet(NewBlock(data), uint64(len(data)))
}

// OutputString makes a text the call's output.
func OutputString(text string) {
	Output([]byte(text))
}

// OutputJSON makes a value, written as JSON, the call's output.
func OutputJSON(value any) error {
	data, err := json.Marshal(value)
	if err == nil {
		Output(data)
	}
	return err
}

// SetError makes an error the reason why this call fails.
func SetError(err error) {
	errorSet(NewBlock([]byte(err.Error())))
}

// Config is what the host has configured for a key; false when it has nothing.
func Config(key string) (string, bool) {
	value, found := configGet(NewBlock([]byte(key))).Take()
	return string(value), found
}

// Var is a variable that an earlier call has set; false when none has.
func Var(name string) ([]byte, bool) {
	return varGet(NewBlock([]byte(name))).Take()
}

// SetVar keeps a value with the host from this call to the next ones; an empty value removes the variable.
func SetVar(name string, value []byte) {
	varSet(NewBlock([]byte(name)), NewBlock(value))
}

// Response is what a server answered.
type Response struct {
	Status int
	Body   []byte
}

// Get sends a GET request. The host ends the call if it does not allow the URL.
func Get(url string) (Response, error) {
	request, err := json.Marshal(map[string]string{"method": "GET", "url": url})
	if err != nil {
		return Response{}, err
	}
	body, _ := httpRequest(NewBlock(request), 0).Take()
	return Response{Status: int(httpStatusCode()), Body: body}, nil
}

// Level is the importance of a message in the log.
type Level int

// The levels of the log.
const (
	Trace Level = iota
	Debug
	Info
	Warn
	Error
)

// Log writes a message to the host's log.
func Log(level Level, message string) {
	[...]func(Block){logTrace, logDebug, logInfo, logWarn, logError}[level](NewBlock([]byte(message)))
}
