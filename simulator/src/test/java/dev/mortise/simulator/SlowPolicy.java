package dev.mortise.simulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the policies are meant to do, said as plainly as possible: a list of objects, and a rule that tells which of them
 * goes. Nothing in here is shared with the policies that it is compared with.
 */
final class SlowPolicy implements CachePolicy {

    private static final class Item {
        final int id;
        final double size;
        int inserted;
        int used;
        int count;
        double priority;

        Item(int id, double size) {
            this.id = id;
            this.size = size;
        }
    }

    private final BuiltInPolicy rule;
    private final Map<Integer, Long> sizes = new HashMap<>();
    private final List<Item> cached = new ArrayList<>();
    private long capacity;
    private double inflation;
    private int clock;
    private long hits;

    SlowPolicy(BuiltInPolicy rule) {
        this.rule = rule;
    }

    @Override
    public void init(long bytes) {
        sizes.clear();
        cached.clear();
        capacity = bytes;
        inflation = 0;
        clock = 0;
        hits = 0;
    }

    @Override
    public int send(int id, long size) {
        clock++;
        sizes.putIfAbsent(id, size);
        for (var item : cached) {
            if (item.id == id) {
                hits++;
                item.used = clock;
                item.count++;
                if (rule == BuiltInPolicy.GDS) {
                    item.priority = inflation + 1 / item.size;
                }
                return HIT;
            }
        }
        var item = new Item(id, sizes.get(id));
        if (item.size > capacity) {
            return BYPASS;
        }
        item.inserted = clock;
        item.used = clock;
        item.count = 1;
        if (rule == BuiltInPolicy.FIFO) {
            cached.add(item);
            evictUntil(0);
        } else {
            evictUntil(item.size);
            item.priority = inflation + 1 / item.size;
            cached.add(item);
        }
        return MISS;
    }

    private void evictUntil(double bytesAreFree) {
        while (cached.stream().mapToDouble(item -> item.size).sum() + bytesAreFree > capacity) {
            var victim = cached.stream().min(order()).orElseThrow();
            cached.remove(victim);
            if (rule == BuiltInPolicy.GDS) {
                inflation = victim.priority;
            }
        }
    }

    private Comparator<Item> order() {
        var byUse = Comparator.comparingInt((Item item) -> item.used);
        return switch (rule) {
            case FIFO -> Comparator.comparingInt(item -> item.inserted);
            case LRU -> byUse;
            case LFU -> Comparator.comparingInt((Item item) -> item.count).thenComparing(byUse);
            case GDS, GDS_PUBLISHED -> Comparator.comparingDouble((Item item) -> item.priority).thenComparing(byUse);
        };
    }

    @Override
    public long stats() {
        return (long) clock << 32 | hits;
    }
}
