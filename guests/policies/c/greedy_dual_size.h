/* Greedy-Dual-Size: the least priority goes first; of several, the one inserted or hit the longest ago. INFLATES says
   whether an object's priority is L + 1/size, set when it is inserted or hit, L being the priority of what was evicted
   last, or just 1/size. */
#pragma once

#include "objects.h"

/* Each entry goes after the one at (its place - 1) / CHILDREN; an object has its place in `next`. More children make
   a flatter heap, whose entries lie closer together. */
enum { CHILDREN = 4 };

typedef struct {
    double priority;
    uint64_t touched;
    uint32_t number;
} entry;

static entry *heap;
static uint32_t heap_count, heap_room;
static double inflation;
static uint64_t ticks;

static void begin(uint64_t bytes) {
    begin_objects(bytes);
    heap_count = 0;
    inflation = 0;
    ticks = 0;
}

static inline bool goes_before(const entry *one, const entry *other) {
    return one->priority < other->priority
        || (one->priority == other->priority && one->touched < other->touched);
}

static inline void put(uint32_t place, entry put) {
    heap[place] = put;
    objects[put.number].next = place;
}

/* Puts an entry at this place, or as far before it as it belongs. */
static inline void rise(uint32_t place, entry risen) {
    while (place > 0) {
        uint32_t parent = (place - 1) / CHILDREN;
        if (!goes_before(&risen, &heap[parent])) break;
        put(place, heap[parent]);
        place = parent;
    }
    put(place, risen);
}

/* Puts an entry at this place, or as far behind it as it belongs. */
static __attribute__((noinline)) void sink(uint32_t place, entry sunk) {
    for (;;) {
        uint32_t first = place * CHILDREN + 1;
        uint32_t end = first + CHILDREN < heap_count ? first + CHILDREN : heap_count;
        if (first >= end) break;
        uint32_t least = first;
        for (uint32_t child = first + 1; child < end; child++) {
            if (goes_before(&heap[child], &heap[least])) least = child;
        }
        if (!goes_before(&heap[least], &sunk)) break;
        put(place, heap[least]);
        place = least;
    }
    put(place, sunk);
}

static void evict(void) {
    entry victim = heap[0];
    if (INFLATES) inflation = victim.priority;
    objects[victim.number].cached = false;
    used -= objects[victim.number].size;
    heap_count--;
    if (heap_count > 0) sink(0, heap[heap_count]);
}

/* Not inlined: most requests are hits, and their code stays small. */
static __attribute__((noinline)) enum mortise_outcome insert(uint32_t number) {
    uint64_t size = objects[number].size;
    if (size > capacity) return MORTISE_BYPASS;
    objects[number].cached = true;
    while (used > capacity - size) evict();
    if (heap_count == heap_room) {
        heap_room = heap_room == 0 ? 256 : heap_room * 2;
        heap = (entry *) grown(heap, heap_room, sizeof *heap);
    }
    rise(heap_count++, (entry) {inflation + 1.0 / (double) size, ++ticks, number});
    used += size;
    return MORTISE_MISS;
}

static inline enum mortise_outcome request(int32_t id, uint64_t size) {
    uint32_t number = number_of(id, size);
    if (!objects[number].cached) return insert(number);
    uint32_t place = objects[number].next;
    double priority = INFLATES ? inflation + 1.0 / (double) objects[number].size : heap[place].priority;
    /* It can only have become later, because L never falls. */
    sink(place, (entry) {priority, ++ticks, number});
    return MORTISE_HIT;
}

MORTISE_POLICY(begin, request);
