/* Evicts what was used the longest ago, before it inserts. */

#include "objects.h"

/* The one used the longest ago first. */
static list uses;

static void begin(uint64_t bytes) {
    begin_objects(bytes);
    uses = (list) {NONE, NONE};
}

/* Not inlined: most requests are hits, and their code stays small. */
static __attribute__((noinline)) enum mortise_outcome insert(uint32_t number) {
    uint64_t size = objects[number].size;
    if (size > capacity) return MORTISE_BYPASS;
    objects[number].cached = true;
    while (used > capacity - size) {
        object *victim = &objects[uses.first];
        withdraw(&uses, uses.first);
        victim->cached = false;
        used -= victim->size;
    }
    append(&uses, number);
    used += size;
    return MORTISE_MISS;
}

static inline enum mortise_outcome request(int32_t id, uint64_t size) {
    uint32_t number = number_of(id, size);
    if (!objects[number].cached) return insert(number);
    if (uses.last != number) {
        withdraw(&uses, number);
        append(&uses, number);
    }
    return MORTISE_HIT;
}

MORTISE_POLICY(begin, request);
