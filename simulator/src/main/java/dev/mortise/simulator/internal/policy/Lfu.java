package dev.mortise.simulator.internal.policy;

import static dev.mortise.simulator.internal.policy.ObjectList.NONE;

import java.util.Arrays;

/**
 * Evicts what was asked for the fewest times since it came into the cache, among equals the least recently used.
 *
 * <p>
 * The cached objects stand in one list in the order of eviction, in groups of equal count. An object that is hit moves to
 * the end of the next group. All of that takes a constant time, as in "An O(1) algorithm for implementing the LFU cache
 * eviction scheme" (Shah, Mitra and Matani), with one list in place of a list of lists.
 */
public final class Lfu extends CountingPolicy {

    private final ObjectList list = new ObjectList();

    /** The group that each cached object is in. */
    private int[] group = {};

    /** By group: the count of its objects, the last of them in the list, and how many they are. */
    private long[] count = {};
    private int[] last = {};
    private int[] members = {};
    /** Groups that are not in use; there are never more groups than objects, and one in the making. */
    private int[] free = {};
    private int frees;

    @Override
    void clear(int room) {
        list.clear(room);
        group = new int[room];
        count = new long[room + 1];
        last = new int[room + 1];
        members = new int[room + 1];
        free = new int[room + 1];
        frees = 0;
        freeGroups(0, room + 1);
    }

    @Override
    void grow(int room) {
        var before = group.length;
        list.grow(room);
        group = Arrays.copyOf(group, room);
        count = Arrays.copyOf(count, room + 1);
        last = Arrays.copyOf(last, room + 1);
        members = Arrays.copyOf(members, room + 1);
        free = Arrays.copyOf(free, room + 1);
        freeGroups(before + 1, room + 1);
    }

    private void freeGroups(int from, int to) {
        for (var each = from; each < to; each++) {
            free[frees++] = each;
        }
    }

    @Override
    boolean isCached(int object) {
        return list.contains(object);
    }

    @Override
    void hit(int object) {
        var from = group[object];
        var wanted = count[from] + 1;
        var lastOfGroup = last[from];
        var follower = list.after(lastOfGroup);
        if (follower != NONE && count[group[follower]] == wanted) {
            var to = group[follower];
            var after = last[to];
            leave(object);
            list.insertAfter(after, object);
            join(object, to);
        } else if (members[from] == 1) {
            // Alone, and nobody to join: the group changes its count.
            count[from] = wanted;
        } else {
            var after = lastOfGroup == object ? list.before(object) : lastOfGroup;
            leave(object);
            list.insertAfter(after, object);
            join(object, newGroup(wanted));
        }
    }

    @Override
    void insert(int object, long bytes) {
        while (used > capacity - bytes) {
            var victim = list.first();
            leave(victim);
            used -= objects.size(victim);
        }
        var first = list.first();
        if (first != NONE && count[group[first]] == 1) {
            var ones = group[first];
            list.insertAfter(last[ones], object);
            join(object, ones);
        } else {
            list.insertAfter(NONE, object);
            join(object, newGroup(1));
        }
        used += bytes;
    }

    private int newGroup(long itsCount) {
        var made = free[--frees];
        count[made] = itsCount;
        members[made] = 0;
        return made;
    }

    /** The object stands at the end of the group already. */
    private void join(int object, int to) {
        group[object] = to;
        last[to] = object;
        members[to]++;
    }

    /** Takes the object out of its group and of the list. */
    private void leave(int object) {
        var from = group[object];
        if (--members[from] == 0) {
            free[frees++] = from;
        } else if (last[from] == object) {
            last[from] = list.before(object);
        }
        list.remove(object);
    }
}
