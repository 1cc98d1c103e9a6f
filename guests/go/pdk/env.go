package pdk

// The host's functions as they are.

//go:wasmimport extism:host/env alloc
func alloc(length uint64) Block

//go:wasmimport extism:host/env free
func free(block Block)

//go:wasmimport extism:host/env length
func length(block Block) uint64

//go:wasmimport extism:host/env load_u8
func loadU8(address uint64) uint32

//go:wasmimport extism:host/env load_u64
func loadU64(address uint64) uint64

//go:wasmimport extism:host/env store_u8
func storeU8(address uint64, value uint32)

//go:wasmimport extism:host/env store_u64
func storeU64(address uint64, value uint64)

//go:wasmimport extism:host/env input_length
func inputLength() uint64

//go:wasmimport extism:host/env input_load_u8
func inputLoadU8(index uint64) uint32

//go:wasmimport extism:host/env input_load_u64
func inputLoadU64(index uint64) uint64

//go:wasmimport extism:host/env output_set
func outputSet(block Block, length uint64)

//go:wasmimport extism:host/env error_set
func errorSet(message Block)

//go:wasmimport extism:host/env config_get
func configGet(key Block) Block

//go:wasmimport extism:host/env var_get
func varGet(key Block) Block

//go:wasmimport extism:host/env var_set
func varSet(key, value Block)

//go:wasmimport extism:host/env http_request
func httpRequest(request, body Block) Block

//go:wasmimport extism:host/env http_status_code
func httpStatusCode() int32

//go:wasmimport extism:host/env log_trace
func logTrace(message Block)

//go:wasmimport extism:host/env log_debug
func logDebug(message Block)

//go:wasmimport extism:host/env log_info
func logInfo(message Block)

//go:wasmimport extism:host/env log_warn
func logWarn(message Block)

//go:wasmimport extism:host/env log_error
func logError(message Block)
