/* All objects ever seen, numbered in that order; the policies link them by these numbers. Common to all policies: an
   object keeps the size that it was first seen with; one larger than the cache bypasses it. */
#pragma once

#include "mortise.h"

#define NONE UINT32_MAX

typedef struct {
    uint64_t size;
    bool cached;
    /* A place in a list, or in a heap. */
    uint32_t previous, next;
    uint32_t group;
} object;

/* A list of objects. */
typedef struct {
    uint32_t first, last;
} list;

static object *objects;
static uint32_t objects_count, objects_room;

/* An open hash table: an object's number, plus 1, above its id; 0 is an empty slot. At most half of it is used. */
static uint64_t *slots;
static uint32_t slots_mask, slots_shift;

static uint64_t capacity, used;

__attribute__((unused)) static void *grown(void *start, size_t count, size_t size) {
    void *larger = realloc(start, count * size);
    mortise_require(larger != NULL);
    return larger;
}

static void make_slots(uint32_t bits) {
    free(slots);
    slots = (uint64_t *) calloc((size_t) 1 << bits, sizeof *slots);
    mortise_require(slots != NULL);
    slots_mask = ((uint32_t) 1 << bits) - 1;
    slots_shift = 32 - bits;
}

/* 2^32 divided by the golden ratio: multiplication spreads neighbouring ids over the upper bits. */
static uint32_t home(uint32_t id) {
    return id * 0x9e3779b9u >> slots_shift;
}

static void begin_objects(uint64_t bytes) {
    free(objects);
    objects = NULL;
    objects_count = objects_room = 0;
    make_slots(10);
    capacity = bytes;
    used = 0;
}

static void grow_slots(void) {
    uint64_t *before = slots;
    uint32_t count = slots_mask + 1;
    slots = NULL;
    make_slots(33 - slots_shift);
    for (uint32_t i = 0; i < count; i++) {
        if (before[i] == 0) continue;
        uint32_t slot = home((uint32_t) before[i]);
        while (slots[slot] != 0) slot = (slot + 1) & slots_mask;
        slots[slot] = before[i];
    }
    free(before);
}

static __attribute__((noinline)) uint32_t add(uint32_t id, uint64_t size, uint32_t slot) {
    if (objects_count == objects_room) {
        objects_room = objects_room == 0 ? 256 : objects_room * 2;
        objects = (object *) grown(objects, objects_room, sizeof *objects);
    }
    uint32_t number = objects_count++;
    objects[number] = (object) {.size = size};
    slots[slot] = (uint64_t) (number + 1) << 32 | id;
    if (objects_count * 2 > slots_mask) grow_slots();
    return number;
}

/* The number of an object, which is made if there is none. */
static inline uint32_t number_of(int32_t id, uint64_t size) {
    mortise_require(slots != NULL);
    for (uint32_t slot = home((uint32_t) id);; slot++) {
        uint64_t entry = slots[slot & slots_mask];
        if (entry == 0) return add((uint32_t) id, size, slot & slots_mask);
        if ((uint32_t) entry == (uint32_t) id) return (uint32_t) (entry >> 32) - 1;
    }
}

__attribute__((unused)) static inline void append(list *to, uint32_t number) {
    objects[number].previous = to->last;
    objects[number].next = NONE;
    if (to->last == NONE) {
        to->first = number;
    } else {
        objects[to->last].next = number;
    }
    to->last = number;
}

__attribute__((unused)) static inline void withdraw(list *from, uint32_t number) {
    uint32_t previous = objects[number].previous, next = objects[number].next;
    if (previous == NONE) {
        from->first = next;
    } else {
        objects[previous].next = next;
    }
    if (next == NONE) {
        from->last = previous;
    } else {
        objects[next].previous = previous;
    }
}
