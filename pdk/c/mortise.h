/* What a guest written in C needs to be called through a Java interface: see pdk/rust/README.md for the contract.
   Include it in one source file, which exports its functions with MORTISE_EXPORT:

       MORTISE_EXPORT("multiply") int32_t multiply(int32_t x, int32_t y) { return x * y; }

   Under the C struct and the serialized ABIs a function takes the place of its arguments:

       struct factors { int32_t x, y; };

       MORTISE_EXPORT("multiply_struct") int32_t multiply_struct(uint32_t pointer, uint32_t length) {
           struct factors factors;
           mortise_take(pointer, length, &factors, sizeof factors);
           return factors.x * factors.y;
       }

       MORTISE_EXPORT("multiply_bincode") int32_t multiply_bincode(uint32_t pointer, uint32_t length) {
           mortise_reader reader = mortise_read(pointer, length);
           int32_t x = mortise_get_i32(&reader), y = mortise_get_i32(&reader);
           mortise_end(&reader);
           return x * y;
       }

   Whatever the host does wrong (a pointer that is no buffer's, a wrong length, bytes that are no such value) is a
   trap. Needs a C library with malloc; nothing here has to be initialised. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* In front of a function that the host may call. */
#define MORTISE_EXPORT(name) __attribute__((export_name(name)))

/* Not every function is of use to every guest. */
#define MORTISE_INLINE __attribute__((unused)) static inline

/* Ends the call with a trap unless the condition holds. */
MORTISE_INLINE void mortise_require(bool condition) {
    if (!condition) __builtin_trap();
}

MORTISE_INLINE uint64_t mortise_place(const void *start, uint32_t length) {
    return (uint64_t) (uintptr_t) start << 32 | length;
}

/* Buffers. A pointer that the host hands over is looked up among those that were given out before it is followed. */

/* A buffer for the arguments of one call; the bytes follow it. */
typedef struct mortise_block {
    struct mortise_block *next;
    uint32_t length, capacity;
} __attribute__((aligned(8))) mortise_block;

/* Given out and not yet read, the newest first; and one whose call is over, for the next. */
static mortise_block *mortise_prepared, *mortise_spare;

/* The buffer that stays, and the one that results are written to. */
typedef struct {
    uint8_t *start;
    uint32_t capacity;
} mortise_buffer;

static mortise_buffer mortise_fixed, mortise_result_buffer;

enum { MORTISE_FIXED = 4096, MORTISE_LEAST = 64, MORTISE_LARGEST_SPARE = 65536 };

MORTISE_EXPORT("wasm_prepare_buffer") uint64_t wasm_prepare_buffer(uint32_t size) {
    mortise_block *block = mortise_spare;
    mortise_spare = NULL;
    if (block == NULL || block->capacity < size) {
        free(block);
        uint32_t capacity = size < MORTISE_LEAST ? MORTISE_LEAST : size;
        mortise_require(capacity <= INT32_MAX);
        block = (mortise_block *) malloc(sizeof(mortise_block) + capacity);
        mortise_require(block != NULL);
        block->capacity = capacity;
    }
    block->length = size;
    block->next = mortise_prepared;
    mortise_prepared = block;
    return mortise_place(block + 1, size);
}

MORTISE_EXPORT("wasm_grow_buffer") uint64_t wasm_grow_buffer(uint32_t size) {
    if (mortise_fixed.start == NULL || mortise_fixed.capacity < size) {
        uint32_t capacity = MORTISE_FIXED;
        while (capacity < size) {
            mortise_require(capacity <= INT32_MAX / 2);
            capacity *= 2;
        }
        uint8_t *start = (uint8_t *) malloc(capacity);
        mortise_require(start != NULL);
        free(mortise_fixed.start);
        mortise_fixed = (mortise_buffer) {start, capacity};
    }
    return mortise_place(mortise_fixed.start, mortise_fixed.capacity);
}

MORTISE_EXPORT("wasm_get_buffer") uint64_t wasm_get_buffer(void) {
    return wasm_grow_buffer(MORTISE_FIXED);
}

/* The arguments of a call. They stay until mortise_free, which must be given the same pointer. */
MORTISE_INLINE const uint8_t *mortise_arguments(uint32_t pointer, uint32_t length) {
    const uint8_t *start = (const uint8_t *) (uintptr_t) pointer;
    if (start != NULL && start == mortise_fixed.start) {
        mortise_require(length <= mortise_fixed.capacity);
        return start;
    }
    for (mortise_block *block = mortise_prepared; block != NULL; block = block->next) {
        if ((const uint8_t *) (block + 1) == start) {
            mortise_require(length <= block->length);
            return start;
        }
    }
    __builtin_trap();
}

MORTISE_INLINE void mortise_free(uint32_t pointer) {
    const uint8_t *start = (const uint8_t *) (uintptr_t) pointer;
    for (mortise_block **link = &mortise_prepared; *link != NULL; link = &(*link)->next) {
        mortise_block *block = *link;
        if ((const uint8_t *) (block + 1) == start) {
            *link = block->next;
            if (mortise_spare == NULL && block->capacity <= MORTISE_LARGEST_SPARE) {
                mortise_spare = block;
            } else {
                free(block);
            }
            return;
        }
    }
}

/* Copies the arguments, which must have exactly this size, and frees them: the C struct ABI. A bool in a struct that
   the host sends must be looked at as a uint8_t first if the host is not trusted to send 0 or 1. */
MORTISE_INLINE void mortise_take(uint32_t pointer, uint32_t length, void *to, uint32_t size) {
    mortise_require(length == size);
    memcpy(to, mortise_arguments(pointer, length), size);
    mortise_free(pointer);
}

/* Room for a result of this size, with the content kept up to `used`. */
MORTISE_INLINE uint8_t *mortise_result_room(uint32_t used, uint32_t size) {
    if (mortise_result_buffer.start == NULL || mortise_result_buffer.capacity < size) {
        uint32_t capacity = size < MORTISE_LEAST ? MORTISE_LEAST : size;
        mortise_require(capacity <= INT32_MAX);
        if (capacity / 2 < used) capacity = used <= INT32_MAX / 2 ? used * 2 : INT32_MAX;
        uint8_t *start = (uint8_t *) realloc(mortise_result_buffer.start, capacity);
        mortise_require(start != NULL);
        mortise_result_buffer = (mortise_buffer) {start, capacity};
    }
    return mortise_result_buffer.start;
}

/* What a function returns whose result is a struct: the bytes are copied and stay until the next result. The struct's
   padding should be zero: initialise it with memset. */
MORTISE_INLINE uint64_t mortise_give(const void *bytes, uint32_t size) {
    return mortise_place(memcpy(mortise_result_room(0, size), bytes, size), size);
}

/* bincode 1: numbers little-endian, as they lie in memory; lengths as u64; an optional value has a byte 0 or 1 in
   front; the constants of an enum are numbered as u32. */

typedef struct {
    const uint8_t *at, *end;
    uint32_t pointer;
} mortise_reader;

MORTISE_INLINE mortise_reader mortise_read(uint32_t pointer, uint32_t length) {
    const uint8_t *start = mortise_arguments(pointer, length);
    return (mortise_reader) {start, start + length, pointer};
}

/* The next bytes, in place. */
MORTISE_INLINE const uint8_t *mortise_get(mortise_reader *reader, uint64_t length) {
    mortise_require(length <= (uint64_t) (reader->end - reader->at));
    const uint8_t *bytes = reader->at;
    reader->at += length;
    return bytes;
}

/* All must have been read; frees the arguments, and with them the texts that lie in them. */
MORTISE_INLINE void mortise_end(mortise_reader *reader) {
    mortise_require(reader->at == reader->end);
    mortise_free(reader->pointer);
}

#define MORTISE_GET(type, name) \
    MORTISE_INLINE type mortise_get_##name(mortise_reader *reader) { \
        type value; \
        memcpy(&value, mortise_get(reader, sizeof value), sizeof value); \
        return value; \
    }

MORTISE_GET(int8_t, i8)
MORTISE_GET(int16_t, i16)
MORTISE_GET(int32_t, i32)
MORTISE_GET(int64_t, i64)
MORTISE_GET(uint8_t, u8)
MORTISE_GET(uint16_t, u16)
MORTISE_GET(uint32_t, u32)
MORTISE_GET(uint64_t, u64)
MORTISE_GET(float, f32)
MORTISE_GET(double, f64)
#undef MORTISE_GET

/* Also says whether an optional value follows. */
MORTISE_INLINE bool mortise_get_bool(mortise_reader *reader) {
    uint8_t value = mortise_get_u8(reader);
    mortise_require(value <= 1);
    return value == 1;
}

/* The number of elements of a list whose elements have at least this size, 1 or more. */
MORTISE_INLINE uint32_t mortise_get_count(mortise_reader *reader, uint32_t least) {
    uint64_t count = mortise_get_u64(reader);
    mortise_require(count <= (uint64_t) (reader->end - reader->at) / least);
    return (uint32_t) count;
}

/* A text in UTF-8, which is not checked, in place and without a zero at its end. */
MORTISE_INLINE const char *mortise_get_text(mortise_reader *reader, uint32_t *length) {
    *length = mortise_get_count(reader, 1);
    return (const char *) mortise_get(reader, *length);
}

/* Writes a result, of which there is one at a time. */
typedef struct {
    uint32_t length;
} mortise_writer;

MORTISE_INLINE void mortise_put(mortise_writer *writer, const void *bytes, uint32_t length) {
    mortise_require(length <= INT32_MAX - writer->length);
    uint8_t *start = mortise_result_room(writer->length, writer->length + length);
    if (length > 0) memcpy(start + writer->length, bytes, length);
    writer->length += length;
}

/* What a function returns that wrote its result. */
MORTISE_INLINE uint64_t mortise_finish(const mortise_writer *writer) {
    return mortise_place(mortise_result_room(writer->length, writer->length), writer->length);
}

#define MORTISE_PUT(type, name) \
    MORTISE_INLINE void mortise_put_##name(mortise_writer *writer, type value) { \
        mortise_put(writer, &value, sizeof value); \
    }

MORTISE_PUT(int8_t, i8)
MORTISE_PUT(int16_t, i16)
MORTISE_PUT(int32_t, i32)
MORTISE_PUT(int64_t, i64)
MORTISE_PUT(uint8_t, u8)
MORTISE_PUT(uint16_t, u16)
MORTISE_PUT(uint32_t, u32)
MORTISE_PUT(uint64_t, u64)
MORTISE_PUT(float, f32)
MORTISE_PUT(double, f64)
#undef MORTISE_PUT

MORTISE_INLINE void mortise_put_bool(mortise_writer *writer, bool value) {
    mortise_put_u8(writer, value);
}

/* Replaces a number that was put before at this offset: a length that was not known yet. */
MORTISE_INLINE void mortise_set_u64(mortise_writer *writer, uint32_t offset, uint64_t value) {
    mortise_require(offset <= writer->length && writer->length - offset >= sizeof value);
    memcpy(mortise_result_buffer.start + offset, &value, sizeof value);
}

MORTISE_INLINE void mortise_put_text(mortise_writer *writer, const char *text, uint32_t length) {
    mortise_put_u64(writer, length);
    mortise_put(writer, text, length);
}

/* Cache policies for the simulator. A policy is two functions,

       void begin(uint64_t capacity);                             an empty cache for so many bytes
       enum mortise_outcome request(int32_t id, uint64_t size);   a request for an object of that size in bytes

   and MORTISE_POLICY(begin, request) exports init, stats, and send under three ABIs. */

enum mortise_outcome { MORTISE_MISS, MORTISE_HIT, MORTISE_BYPASS };

#define MORTISE_POLICY(begin, request) \
    static uint64_t mortise_counts; \
    \
    MORTISE_EXPORT("init") void mortise_init(uint64_t bytes) { \
        mortise_counts = 0; \
        begin(bytes); \
    } \
    \
    MORTISE_EXPORT("stats") uint64_t mortise_stats(void) { \
        return mortise_counts; \
    } \
    \
    MORTISE_EXPORT("send") enum mortise_outcome mortise_send(int32_t id, uint64_t size) { \
        enum mortise_outcome outcome = request(id, size); \
        mortise_counts += (uint64_t) 1 << 32 | (outcome == MORTISE_HIT); \
        mortise_require(mortise_counts >> 32 != 0); \
        return outcome; \
    } \
    \
    MORTISE_EXPORT("send_struct") \
    enum mortise_outcome mortise_send_struct(uint32_t pointer, uint32_t length) { \
        struct { int32_t id; uint64_t size; } object; \
        mortise_take(pointer, length, &object, sizeof object); \
        return mortise_send(object.id, object.size); \
    } \
    \
    MORTISE_EXPORT("send_bincode") \
    enum mortise_outcome mortise_send_bincode(uint32_t pointer, uint32_t length) { \
        mortise_reader reader = mortise_read(pointer, length); \
        int32_t id = mortise_get_i32(&reader); \
        uint64_t size = mortise_get_u64(&reader); \
        mortise_end(&reader); \
        return mortise_send(id, size); \
    } \
    _Static_assert(sizeof(mortise_block) % 8 == 0, "arguments are aligned")
