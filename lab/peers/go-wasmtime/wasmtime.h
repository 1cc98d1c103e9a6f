/* The part of Wasmtime's C API that this program uses, as its documentation describes it: the wheel has the library
   without headers. Places within Wasmtime are numbers here, so that cgo does not look for pointers of Go's among them at
   each call. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct wasm_config wasm_config_t;
typedef struct wasm_engine wasm_engine_t;
typedef struct wasm_functype wasm_functype_t;
typedef struct wasm_importtype wasm_importtype_t;
typedef struct wasm_trap wasm_trap_t;
typedef struct wasm_valtype wasm_valtype_t;
typedef struct wasi_config wasi_config_t;
typedef struct wasmtime_context wasmtime_context_t;
typedef struct wasmtime_error wasmtime_error_t;
typedef struct wasmtime_linker wasmtime_linker_t;
typedef struct wasmtime_module wasmtime_module_t;
typedef struct wasmtime_store wasmtime_store_t;

typedef struct {
    size_t size;
    char *data;
} wasm_byte_vec_t;

typedef struct {
    size_t size;
    wasm_valtype_t **data;
} wasm_valtype_vec_t;

typedef struct {
    size_t size;
    wasm_importtype_t **data;
} wasm_importtype_vec_t;

typedef struct {
    uint64_t store_id;
    uintptr_t place;
} wasmtime_func_t;

typedef struct {
    struct {
        uint64_t store_id;
        uint32_t place1;
    };
    uint32_t place2;
} wasmtime_memory_t;

typedef struct {
    uint64_t store_id;
    size_t place;
} wasmtime_instance_t;

/* Of the kinds of exports. */
enum { WASMTIME_EXTERN_FUNC = 0, WASMTIME_EXTERN_MEMORY = 3 };

typedef struct {
    uint8_t kind;
    union {
        wasmtime_func_t func;
        wasmtime_memory_t memory;
    } of;
} wasmtime_extern_t;

/* Of the kinds of values, which are those of wasm_valtype_kind, too. */
enum { WASMTIME_I32 = 0, WASMTIME_I64 = 1 };

typedef struct {
    uint8_t kind;
    union {
        int32_t i32;
        int64_t i64;
        /* As much as a value takes that is a reference. */
        struct {
            uint64_t store_id;
            uint32_t place1;
            uint32_t place2;
            uintptr_t place3;
        } reference;
    } of;
} wasmtime_val_t;

wasm_config_t *wasm_config_new(void);
wasmtime_error_t *wasmtime_config_cache_config_load(wasm_config_t *, const char *path);
wasm_engine_t *wasm_engine_new_with_config(wasm_config_t *);

wasmtime_error_t *wasmtime_module_new(wasm_engine_t *, const uint8_t *bytes, size_t length, wasmtime_module_t **);
void wasmtime_module_imports(const wasmtime_module_t *, wasm_importtype_vec_t *);
void wasm_importtype_vec_delete(wasm_importtype_vec_t *);
void wasmtime_module_delete(wasmtime_module_t *);

wasmtime_store_t *wasmtime_store_new(wasm_engine_t *, void *data, void (*finalizer)(void *));
wasmtime_context_t *wasmtime_store_context(wasmtime_store_t *);
void wasmtime_store_delete(wasmtime_store_t *);

wasmtime_error_t *wasmtime_instance_new(wasmtime_context_t *, const wasmtime_module_t *,
    const wasmtime_extern_t *imports, size_t count, wasmtime_instance_t *, wasm_trap_t **);
bool wasmtime_instance_export_get(wasmtime_context_t *, const wasmtime_instance_t *, const char *name, size_t length,
    wasmtime_extern_t *);
void wasmtime_extern_delete(wasmtime_extern_t *);

wasm_functype_t *wasmtime_func_type(const wasmtime_context_t *, const wasmtime_func_t *);
const wasm_valtype_vec_t *wasm_functype_params(const wasm_functype_t *);
const wasm_valtype_vec_t *wasm_functype_results(const wasm_functype_t *);
void wasm_functype_delete(wasm_functype_t *);
uint8_t wasm_valtype_kind(const wasm_valtype_t *);
wasmtime_error_t *wasmtime_func_call(wasmtime_context_t *, const wasmtime_func_t *, const wasmtime_val_t *arguments,
    size_t count, wasmtime_val_t *results, size_t result_count, wasm_trap_t **);

uint8_t *wasmtime_memory_data(const wasmtime_context_t *, const wasmtime_memory_t *);
size_t wasmtime_memory_data_size(const wasmtime_context_t *, const wasmtime_memory_t *);

wasi_config_t *wasi_config_new(void);
bool wasi_config_set_argv(wasi_config_t *, size_t count, const char *arguments[]);
void wasi_config_inherit_stdin(wasi_config_t *);
void wasi_config_inherit_stdout(wasi_config_t *);
void wasi_config_inherit_stderr(wasi_config_t *);
wasmtime_error_t *wasmtime_context_set_wasi(wasmtime_context_t *, wasi_config_t *);
wasmtime_linker_t *wasmtime_linker_new(wasm_engine_t *);
void wasmtime_linker_delete(wasmtime_linker_t *);
wasmtime_error_t *wasmtime_linker_define_wasi(wasmtime_linker_t *);
wasmtime_error_t *wasmtime_linker_instantiate(const wasmtime_linker_t *, wasmtime_context_t *,
    const wasmtime_module_t *, wasmtime_instance_t *, wasm_trap_t **);

void wasmtime_error_message(const wasmtime_error_t *, wasm_byte_vec_t *);
bool wasmtime_error_exit_status(const wasmtime_error_t *, int *status);
void wasmtime_error_delete(wasmtime_error_t *);
void wasm_trap_message(const wasm_trap_t *, wasm_byte_vec_t *);
void wasm_trap_delete(wasm_trap_t *);
void wasm_byte_vec_delete(wasm_byte_vec_t *);
