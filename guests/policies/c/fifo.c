/* First in, first out: inserts, then evicts the oldest until all fits. */

#include "objects.h"

static list queue;

static void begin(uint64_t bytes) {
    begin_objects(bytes);
    queue = (list) {NONE, NONE};
}

/* Not inlined: most requests are hits, and their code stays small. */
static __attribute__((noinline)) enum mortise_outcome insert(uint32_t number) {
    if (objects[number].size > capacity) return MORTISE_BYPASS;
    objects[number].cached = true;
    used += objects[number].size;
    append(&queue, number);
    while (used > capacity) {
        object *oldest = &objects[queue.first];
        withdraw(&queue, queue.first);
        oldest->cached = false;
        used -= oldest->size;
    }
    return MORTISE_MISS;
}

static inline enum mortise_outcome request(int32_t id, uint64_t size) {
    uint32_t number = number_of(id, size);
    return objects[number].cached ? MORTISE_HIT : insert(number);
}

MORTISE_POLICY(begin, request);
