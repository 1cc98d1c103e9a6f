package dev.mortise.wasm.internal.compile;

import dev.mortise.wasm.internal.binary.CodeReader;
import dev.mortise.wasm.internal.binary.Instruction;
import dev.mortise.wasm.internal.binary.ModuleDefinition;
import dev.mortise.wasm.internal.compile.SplitPlan.Region;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which locals a piece of a function must be given, and which it must give back: the liveness of locals, found by
 * walking backwards over the function's structured code until nothing changes. A loop's begin is what changes.
 */
final class LocalFlow {

    /**
     * What a piece has to do with the function's locals, each in ascending order.
     *
     * @param taken those whose value it may use
     * @param given those that it may set and that are used afterwards
     * @param used all that its instructions name
     * @param leaves whether it has branches to labels outside of it, or returns
     */
    record Use(int[] taken, int[] given, BitSet used, boolean leaves) {
    }

    private static final int[] NONE = {};
    /** Walks before it is given up: each takes what is known one loop further out, and compilers nest few. */
    private static final int MOST_WALKS = 20;
    /** Instructions times locals: as many bits, 64 MiB, may be looked at in a walk, or held if all are nested. */
    private static final long MOST_BITS = 1L << 29;

    private final List<Instruction> instructions = new ArrayList<>();
    private int[] offsets = new int[256];
    private int[] arguments = new int[256];
    private final Map<Integer, int[]> tables = new HashMap<>();

    /** Of loops, by their begin: the locals whose values are used in a round or behind it. */
    private final Map<Integer, BitSet> headers = new HashMap<>();
    private final List<Frame> frames = new ArrayList<>();
    private BitSet live = new BitSet();
    private boolean changed;

    /** A block on the way back, from its end to its begin. */
    private static final class Frame {

        final BitSet behind;
        final BitSet label;
        @Nullable
        BitSet otherwise;

        Frame(BitSet behind, BitSet label) {
            this.behind = behind;
            this.label = label;
        }
    }

    /** A region on the way back. */
    private static final class Crossing {

        final Region region;
        /** How many blocks it lies in. */
        final int depth;
        /** Whose values are used after it, whatever way it is left. */
        final BitSet after;
        final BitSet used = new BitSet();
        final BitSet set = new BitSet();
        boolean leaves;

        Crossing(Region region, int depth, BitSet after) {
            this.region = region;
            this.depth = depth;
            this.after = after;
        }

        Use use(BitSet before) {
            var taken = (BitSet) used.clone();
            taken.and(before);
            set.and(after);
            return new Use(taken.stream().toArray(), set.stream().toArray(), used, leaves);
        }
    }

    private LocalFlow() {}

    /**
     * What each of these regions of a function, whose body starts at an offset, has to do with its locals; null if it
     * would take too long to find out.
     */
    static @Nullable Map<Region, Use> of(ModuleDefinition module, int function, int start, int locals,
            List<Region> regions) {
        var flow = new LocalFlow();
        flow.read(new CodeReader(module, start, module.body(function).end()));
        if ((long) flow.instructions.size() * locals > MOST_BITS) {
            return null;
        }
        var openers = flow.openers();
        var walks = 0;
        do {
            if (++walks > MOST_WALKS) {
                return null;
            }
            flow.changed = false;
            flow.walk(openers, new ArrayDeque<>(), new IdentityHashMap<>());
        } while (flow.changed);
        // What begins further back is inside of what began before, where both end at one place.
        var byEnd = new ArrayDeque<>(regions.stream().sorted(Comparator.comparingInt((Region region) -> -region.end())
                .thenComparingInt(Region::start)).toList());
        var uses = new IdentityHashMap<Region, Use>();
        flow.walk(openers, byEnd, uses);
        return uses;
    }

    private void read(CodeReader reader) {
        while (reader.remaining() > 0) {
            var instruction = reader.next();
            switch (instruction) {
                case LOCAL_GET, LOCAL_SET, LOCAL_TEE, BR, BR_IF -> add(instruction, reader.start(), reader.index());
                case BR_TABLE -> {
                    tables.put(instructions.size(), reader.labels());
                    add(instruction, reader.start(), 0);
                }
                case BLOCK, LOOP, IF, ELSE, END, RETURN, UNREACHABLE -> add(instruction, reader.start(), 0);
                default -> {
                }
            }
        }
    }

    private void add(Instruction instruction, int offset, int argument) {
        var index = instructions.size();
        if (index == offsets.length) {
            offsets = Arrays.copyOf(offsets, index * 2);
            arguments = Arrays.copyOf(arguments, index * 2);
        }
        offsets[index] = offset;
        arguments[index] = argument;
        instructions.add(instruction);
    }

    /** For each {@code end}, the instruction that it ends; -1 for the function's. */
    private int[] openers() {
        var openers = new int[instructions.size()];
        var open = new ArrayDeque<Integer>();
        open.push(-1);
        for (var i = 0; i < openers.length; i++) {
            switch (instructions.get(i)) {
                case BLOCK, LOOP, IF -> open.push(i);
                case END -> openers[i] = open.pop();
                default -> {
                }
            }
        }
        return openers;
    }

    private void walk(int[] openers, ArrayDeque<Region> waiting, Map<Region, Use> uses) {
        var crossings = new ArrayList<Crossing>();
        live = new BitSet();
        frames.clear();
        for (var i = instructions.size() - 1; i >= 0; i--) {
            leave(crossings, offsets[i], uses);
            enter(crossings, offsets[i], waiting, uses);
            step(i, openers[i], crossings);
        }
        leave(crossings, -1, uses);
        for (var region : waiting) {
            uses.put(region, new Use(NONE, NONE, new BitSet(), false));
        }
    }

    private void enter(List<Crossing> crossings, int offset, ArrayDeque<Region> waiting, Map<Region, Use> uses) {
        while (!waiting.isEmpty() && waiting.element().end() > offset) {
            var crossing = new Crossing(waiting.remove(), frames.size(), (BitSet) live.clone());
            if (crossing.region.start() > offset) {
                uses.put(crossing.region, crossing.use(live));
            } else {
                crossings.add(crossing);
            }
        }
    }

    private void leave(List<Crossing> crossings, int offset, Map<Region, Use> uses) {
        while (!crossings.isEmpty() && crossings.getLast().region.start() > offset) {
            var crossing = crossings.removeLast();
            uses.put(crossing.region, crossing.use(live));
        }
    }

    private void step(int index, int opener, List<Crossing> crossings) {
        var argument = arguments[index];
        switch (instructions.get(index)) {
            case LOCAL_GET -> {
                live.set(argument);
                crossings.forEach(crossing -> crossing.used.set(argument));
            }
            case LOCAL_SET, LOCAL_TEE -> {
                live.clear(argument);
                crossings.forEach(crossing -> {
                    crossing.used.set(argument);
                    crossing.set.set(argument);
                });
            }
            case END -> close(opener);
            case ELSE -> {
                var frame = frames.getLast();
                frame.otherwise = live;
                live = (BitSet) frame.behind.clone();
            }
            case IF -> {
                var frame = frames.removeLast();
                live.or(frame.otherwise == null ? frame.behind : frame.otherwise);
            }
            case BLOCK -> frames.removeLast();
            case LOOP -> {
                frames.removeLast();
                var header = headers.get(index);
                if (!live.equals(header)) {
                    headers.put(index, (BitSet) live.clone());
                    changed = true;
                }
            }
            case BR -> live = (BitSet) branch(argument, crossings).clone();
            case BR_IF -> live.or(branch(argument, crossings));
            case BR_TABLE -> {
                live = new BitSet();
                for (var label : tables.getOrDefault(index, NONE)) {
                    live.or(branch(label, crossings));
                }
            }
            case RETURN -> {
                live = new BitSet();
                crossings.forEach(crossing -> crossing.leaves = true);
            }
            default -> live = new BitSet();
        }
    }

    private void close(int opener) {
        var behind = (BitSet) live.clone();
        var isLoop = opener >= 0 && instructions.get(opener) == Instruction.LOOP;
        frames.add(new Frame(behind, isLoop ? headers.getOrDefault(opener, new BitSet()) : behind));
    }

    /** What is used at a label. */
    private BitSet branch(int label, List<Crossing> crossings) {
        var depth = frames.size() - 1 - label;
        var target = frames.get(depth).label;
        for (var crossing : crossings) {
            if (depth < crossing.depth) {
                crossing.after.or(target);
                crossing.leaves = true;
            }
        }
        return target;
    }
}
