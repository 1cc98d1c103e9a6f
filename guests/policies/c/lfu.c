/* Evicts what was used the fewest times since it came into the cache, before it inserts; of several, the one used the
   longest ago. */

#include "objects.h"

/* The objects of one frequency, the one used the longest ago first. Groups are in a list of growing frequency; those
   that are not in use are in a list of their own, linked by `next`. */
typedef struct {
    uint64_t frequency;
    list members;
    uint32_t previous, next;
} group;

static group *groups;
static uint32_t groups_count, groups_room, unused_group, least;

static void begin(uint64_t bytes) {
    begin_objects(bytes);
    groups_count = 0;
    unused_group = least = NONE;
}

/* The group with this frequency, which is made if it is not the one behind `previous`. */
static inline uint32_t group_behind(uint32_t previous, uint64_t frequency) {
    uint32_t *link = previous == NONE ? &least : &groups[previous].next;
    uint32_t next = *link;
    if (next != NONE && groups[next].frequency == frequency) return next;
    uint32_t made = unused_group;
    if (made != NONE) {
        unused_group = groups[made].next;
    } else {
        if (groups_count == groups_room) {
            groups_room = groups_room == 0 ? 64 : groups_room * 2;
            groups = (group *) grown(groups, groups_room, sizeof *groups);
            link = previous == NONE ? &least : &groups[previous].next;
        }
        made = groups_count++;
    }
    groups[made] = (group) {frequency, {NONE, NONE}, previous, next};
    *link = made;
    if (next != NONE) groups[next].previous = made;
    return made;
}

static inline void join(uint32_t number, uint32_t to) {
    objects[number].group = to;
    append(&groups[to].members, number);
}

/* Takes an object out of its group, and the group away with its last object. */
static inline void leave(uint32_t number) {
    uint32_t from = objects[number].group;
    group *left = &groups[from];
    withdraw(&left->members, number);
    if (left->members.first != NONE) return;
    *(left->previous == NONE ? &least : &groups[left->previous].next) = left->next;
    if (left->next != NONE) groups[left->next].previous = left->previous;
    left->next = unused_group;
    unused_group = from;
}

static __attribute__((noinline)) void hit(uint32_t number) {
    uint32_t from = objects[number].group;
    group *its = &groups[from];
    uint64_t frequency = its->frequency + 1;
    bool alone = its->members.first == its->members.last;
    if (alone && (its->next == NONE || groups[its->next].frequency > frequency)) {
        its->frequency = frequency;
        return;
    }
    uint32_t previous = alone ? its->previous : from;
    leave(number);
    join(number, group_behind(previous, frequency));
}

/* Not inlined: most requests are hits, and their code stays small. */
static __attribute__((noinline)) enum mortise_outcome insert(uint32_t number) {
    uint64_t size = objects[number].size;
    if (size > capacity) return MORTISE_BYPASS;
    objects[number].cached = true;
    while (used > capacity - size) {
        uint32_t victim = groups[least].members.first;
        leave(victim);
        objects[victim].cached = false;
        used -= objects[victim].size;
    }
    join(number, group_behind(NONE, 1));
    used += size;
    return MORTISE_MISS;
}

static inline enum mortise_outcome request(int32_t id, uint64_t size) {
    uint32_t number = number_of(id, size);
    if (!objects[number].cached) return insert(number);
    hit(number);
    return MORTISE_HIT;
}

MORTISE_POLICY(begin, request);
