/* Sums of lists of any length: see guests/README.md. The lists are read where the host wrote them. */

#include "mortise.h"

static uint32_t sum(const uint8_t *numbers, uint32_t count) {
    uint32_t total = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t number;
        memcpy(&number, numbers + i * sizeof number, sizeof number);
        total += number;
    }
    return total;
}

typedef struct {
    uint32_t count;
    uint32_t numbers[];
} list;

MORTISE_EXPORT("sum_struct") uint32_t sum_struct(uint32_t pointer, uint32_t length) {
    const uint8_t *arguments = mortise_arguments(pointer, length);
    list header;
    mortise_require(length >= sizeof header);
    memcpy(&header, arguments, sizeof header);
    mortise_require(length - sizeof header == header.count * (uint64_t) sizeof(uint32_t));
    uint32_t total = sum(arguments + offsetof(list, numbers), header.count);
    mortise_free(pointer);
    return total;
}

MORTISE_EXPORT("sum_bincode") uint32_t sum_bincode(uint32_t pointer, uint32_t length) {
    mortise_reader reader = mortise_read(pointer, length);
    uint32_t count = mortise_get_count(&reader, sizeof(uint32_t));
    uint32_t total = sum(mortise_get(&reader, count * (uint64_t) sizeof(uint32_t)), count);
    mortise_end(&reader);
    return total;
}

MORTISE_EXPORT("sum_bytes") uint32_t sum_bytes(uint32_t pointer, uint32_t length) {
    const uint8_t *arguments = mortise_arguments(pointer, length);
    mortise_require(length % sizeof(uint32_t) == 0);
    uint32_t total = sum(arguments, length / sizeof(uint32_t));
    mortise_free(pointer);
    return total;
}
