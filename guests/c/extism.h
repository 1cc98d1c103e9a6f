/* What a plug-in written in C needs of its host, under the names that the host gives them: the imports of
   "extism:host/env" and, on top of them, a few functions that turn the host's blocks into C strings and back.

   A block is a piece of the host's memory, known by its address; 0 stands for none. The guest cannot point into it,
   only copy from and to it. Blocks live until the call ends, unless they are freed before. */
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define EXTISM_IMPORT(module, name) __attribute__((import_module(module), import_name(name))) extern
#define EXTISM_ENV(name) EXTISM_IMPORT("extism:host/env", name)

/* In front of a function of the host's user: EXTISM_USER("host_reflect") extism_block host_reflect(extism_block); */
#define EXTISM_USER(name) EXTISM_IMPORT("extism:host/user", name)

/* In front of a function that the host may call: EXTISM_EXPORT("greet") int32_t greet(void) { ... } */
#define EXTISM_EXPORT(name) __attribute__((export_name(name)))

typedef uint64_t extism_block;

EXTISM_ENV("alloc") extism_block extism_alloc(uint64_t length);
EXTISM_ENV("free") void extism_free(extism_block block);
EXTISM_ENV("length") uint64_t extism_length(extism_block block);
EXTISM_ENV("load_u8") uint8_t extism_load_u8(uint64_t address);
EXTISM_ENV("load_u64") uint64_t extism_load_u64(uint64_t address);
EXTISM_ENV("store_u8") void extism_store_u8(uint64_t address, uint8_t value);
EXTISM_ENV("store_u64") void extism_store_u64(uint64_t address, uint64_t value);

EXTISM_ENV("input_length") uint64_t extism_input_length(void);
EXTISM_ENV("input_load_u8") uint8_t extism_input_load_u8(uint64_t index);
EXTISM_ENV("input_load_u64") uint64_t extism_input_load_u64(uint64_t index);
EXTISM_ENV("output_set") void extism_output_set(extism_block block, uint64_t length);
EXTISM_ENV("error_set") void extism_error_set(extism_block message);

EXTISM_ENV("config_get") extism_block extism_config_get(extism_block key);
EXTISM_ENV("var_get") extism_block extism_var_get(extism_block key);
EXTISM_ENV("var_set") void extism_var_set(extism_block key, extism_block value);

EXTISM_ENV("http_request") extism_block extism_http_request(extism_block request, extism_block body);
EXTISM_ENV("http_status_code") int32_t extism_http_status_code(void);

EXTISM_ENV("log_trace") void extism_log_trace(extism_block message);
EXTISM_ENV("log_debug") void extism_log_debug(extism_block message);
EXTISM_ENV("log_info") void extism_log_info(extism_block message);
EXTISM_ENV("log_warn") void extism_log_warn(extism_block message);
EXTISM_ENV("log_error") void extism_log_error(extism_block message);

/* Copies bytes to a new block of the host's memory. */
static inline extism_block extism_block_of(const void *bytes, size_t length) {
    extism_block block = extism_alloc(length);
    const uint8_t *from = (const uint8_t *) bytes;
    size_t i = 0;
    for (; i + 8 <= length; i += 8) {
        uint64_t eight;
        memcpy(&eight, from + i, 8);
        extism_store_u64(block + i, eight);
    }
    for (; i < length; i++) {
        extism_store_u8(block + i, from[i]);
    }
    return block;
}

static inline extism_block extism_block_of_text(const char *text) {
    return extism_block_of(text, strlen(text));
}

/* Room for so many bytes and the zero at the end of a text. */
static inline char *extism_room(size_t length) {
    char *bytes = (char *) malloc(length + 1);
    if (bytes == NULL) {
        abort();
    }
    bytes[length] = 0;
    return bytes;
}

/* A copy of a block, with a zero at its end, that the caller frees; its length goes where that is asked for. NULL when
   there is no block. */
static inline char *extism_copy(extism_block block, size_t *length) {
    if (block == 0) {
        return NULL;
    }
    size_t size = (size_t) extism_length(block), i = 0;
    char *bytes = extism_room(size);
    for (; i + 8 <= size; i += 8) {
        uint64_t eight = extism_load_u64(block + i);
        memcpy(bytes + i, &eight, 8);
    }
    for (; i < size; i++) {
        bytes[i] = (char) extism_load_u8(block + i);
    }
    if (length != NULL) {
        *length = size;
    }
    return bytes;
}

/* The same for a block that is not needed any more: the host gets it back. */
static inline char *extism_take(extism_block block, size_t *length) {
    char *bytes = extism_copy(block, length);
    extism_free(block);
    return bytes;
}

/* A copy of the call's input, as of a block. */
static inline char *extism_input(size_t *length) {
    size_t size = (size_t) extism_input_length(), i = 0;
    char *bytes = extism_room(size);
    for (; i + 8 <= size; i += 8) {
        uint64_t eight = extism_input_load_u64(i);
        memcpy(bytes + i, &eight, 8);
    }
    for (; i < size; i++) {
        bytes[i] = (char) extism_input_load_u8(i);
    }
    if (length != NULL) {
        *length = size;
    }
    return bytes;
}

/* Makes bytes the call's output. The block stays: it is the output. */
static inline void extism_output(const void *bytes, size_t length) {
    extism_output_set(extism_block_of(bytes, length), length);
}

/* Makes a text the reason why this call fails; to be returned from the function: return extism_fail("..."); */
static inline int32_t extism_fail(const char *message) {
    extism_error_set(extism_block_of_text(message));
    return 1;
}

/* A text as a string of JSON with its quotes, for requests and reports; the caller frees it. UTF-8 stays as it is. */
static inline char *extism_json_string(const char *text) {
    static const char digits[] = "0123456789abcdef";
    char *json = extism_room(strlen(text) * 6 + 2), *to = json;
    *to++ = '"';
    for (; *text != 0; text++) {
        unsigned char byte = (unsigned char) *text;
        if (byte < 0x20) {
            memcpy(to, "\\u00", 4);
            to[4] = digits[byte >> 4];
            to[5] = digits[byte & 15];
            to += 6;
        } else {
            if (byte == '"' || byte == '\\') {
                *to++ = '\\';
            }
            *to++ = *text;
        }
    }
    *to++ = '"';
    *to = 0;
    return json;
}
