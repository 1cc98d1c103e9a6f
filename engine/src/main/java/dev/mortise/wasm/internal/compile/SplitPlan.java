package dev.mortise.wasm.internal.compile;

import dev.mortise.wasm.ValueType;
import dev.mortise.wasm.internal.CompiledFunction.Cut;
import dev.mortise.wasm.internal.binary.Instruction;
import dev.mortise.wasm.internal.runtime.JvmTypes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * How a function that is too big for one JVM method is cut. HotSpot never compiles a method of more than 8,000 bytes
 * of bytecode, and the class file format ends at 65,535. Whole blocks move to methods of their own, the biggest first;
 * where that is not enough, the instructions of a block are cut into runs, and those into runs of runs.
 *
 * <p>
 * Pieces that call pieces are emitted, and run, inside of each other. So where the levels of a deep tower of blocks
 * are big themselves, it is they that move to methods of their own, and many levels of the tower stay in one method.
 */
final class SplitPlan {

    /** What the call of a piece costs the method that calls it. */
    private static final int CALL_BYTES = 40;
    /** What the call of an arm costs where all calls share what comes behind them, see {@link #flat}. */
    private static final int FLAT_CALL_BYTES = 10;
    /** What that needs for a label that arms go to. */
    private static final int FLAT_LABEL_BYTES = 12;
    /** A method that calls pieces holds some of them, however small methods shall be. */
    private static final int FEWEST_CALLS = 4;
    /** Pieces inside of each other before their number is kept down. */
    private static final int MANY_LEVELS = 64;
    /** Stretches are not cut any finer than into so many for a method. */
    private static final int STRETCHES_A_METHOD = 16;
    private static final int MAX_SLOTS = 2_000;
    /** Labels that a {@code br_table} may tell apart where it stands. */
    private static final int MAX_TABLE_LABELS = 500;
    /** Labels from which on a {@code br_table} is taken for a dispatch. */
    private static final int FEWEST_ARMS = 8;

    /** The biggest first; of those that are as big, the first in the code. */
    private static final Comparator<Node> BY_WEIGHT = Comparator.comparingLong((Node arm) -> -arm.weight)
            .thenComparingInt(arm -> arm.start);

    private final int methodBytes;
    private final int grain;
    private final boolean isForInlining;
    /** By their begin. */
    private final Map<Integer, Region> outlined = new HashMap<>();
    /** By their begin; of several that begin at one place the outermost is last. */
    private final Map<Integer, ArrayDeque<Region>> runs = new HashMap<>();
    private final List<Region> regions = new ArrayList<>();
    private final boolean isFlat;
    private boolean hasTables;
    private boolean isLevelElsewhere;
    private int arms;
    private long rootBytes;
    private int highest;
    private int widestLabel;

    private SplitPlan(int methodBytes, boolean isForInlining, boolean isFlat) {
        this.methodBytes = methodBytes;
        this.isForInlining = isForInlining;
        this.isFlat = isFlat;
        this.grain = methodBytes / STRETCHES_A_METHOD;
    }

    /**
     * What becomes a method of its own: a block, or instructions that follow each other in one block.
     *
     * @param start offset of the first instruction
     * @param end offset behind the last one
     * @param low how many operands there are at the fewest: those above are the piece's
     * @param heightBefore how many there are before it
     * @param heightBehind how many there are behind it
     * @param bytes estimated bytes of bytecode, those of pieces of it not counted
     */
    record Region(int start, int end, int low, int heightBefore, int heightBehind, long bytes) {

        private Region(Node node) {
            this(node.start, node.end, node.low, node.heightBefore, node.heightBehind, node.size);
        }
    }

    /** What a block consists of: a stretch of instructions, or a block inside that is big enough to matter. */
    private static class Node {

        final int start;
        int end;
        /** Estimated bytes of bytecode. */
        long size;
        /** The same with what is inlined: this decides how a function is cut. */
        long weight;
        /** Pieces inside of each other in it. */
        int levels;
        /** How many operands there were before it, behind it, and at the fewest. */
        final int heightBefore;
        int heightBehind;
        int low = Integer.MAX_VALUE;
        /** Must be a run of its own. */
        boolean isAlone;
        /** Is a run: the method that calls it has all operands in the frame. */
        boolean isRun;
        /** A run has taken it in: it is no item any more. */
        boolean isTaken;

        Node(int start, int heightBefore) {
            this.start = start;
            this.heightBefore = heightBefore;
        }

        /** Whether it stands between the two arms of an {@code if}. */
        boolean isElse() {
            return end == start;
        }

        /** It was made a method of its own, whose call has so many bytes. */
        void becomesCall(int bytes) {
            size = bytes;
            weight = bytes;
            levels++;
        }

        void add(long bytes) {
            size += bytes;
            weight += bytes;
        }

        void extend(CutEstimator walk) {
            size += walk.size();
            weight += walk.size() + walk.inlined();
            end = walk.position();
            low = Math.min(low, walk.low());
            heightBehind = walk.height();
        }
    }

    /** A block that is open, or was too big to go into a stretch. */
    private static final class BlockNode extends Node {

        final Instruction opener;
        final List<Node> items = new ArrayList<>(0);
        @Nullable
        Node stretch;
        /** A {@code br_table} inside goes to its label or further out. */
        boolean isDispatch;
        /** Something else goes there as well. */
        boolean isTargeted;
        /** What may still become a method of its own of this block and the levels of a dispatch in it. */
        @Nullable
        PriorityQueue<Node> arms;

        BlockNode(Instruction opener, int start, int heightBefore) {
            super(start, heightBefore);
            this.opener = opener;
        }
    }

    /** The plan for a function, or null if it fits one method of this many estimated bytes. */
    static @Nullable SplitPlan of(BodyScan scan, ModuleCompiler module, int function, ValueType[] locals) {
        var slots = 0;
        for (var local : locals) {
            slots += JvmTypes.slots(local);
        }
        var methodBytes = module.options().methodBytes();
        var bytes = scan.size() + 4 * locals.length;
        // Where less is inlined than there is, an allocator for one, pieces were slower by a quarter.
        var isCrowded = scan.inlined() > scan.size() && bytes + scan.inlined() > methodBytes;
        if (bytes <= methodBytes && !isCrowded && slots <= MAX_SLOTS) {
            return null;
        }
        return of(methodBytes, bytes <= methodBytes && slots <= MAX_SLOTS, false, module, function);
    }

    /** A plan for the same function with methods of so many eighths of the size. */
    SplitPlan finer(ModuleCompiler module, int function, int eighths) {
        return of((int) (methodBytes * (long) eighths / 8), isForInlining, false, module, function);
    }

    /**
     * A plan for the same function that has all levels of a dispatch in one method, or null if they do not fit. What
     * comes behind the calls of pieces is one switch at the end of each method, so that calls are short: only pieces in a
     * frame can have that, whose calls are all alike.
     */
    @Nullable
    SplitPlan flat(ModuleCompiler module, int function) {
        var plan = of(methodBytes, isForInlining, true, module, function);
        return plan.arms == 0 || plan.isLevelElsewhere ? null : plan;
    }

    private static SplitPlan of(int methodBytes, boolean isForInlining, boolean isFlat, ModuleCompiler module,
            int function) {
        var plan = new SplitPlan(methodBytes, isForInlining, isFlat);
        plan.walk(new CutEstimator(module, function));
        return plan;
    }

    private void walk(CutEstimator walk) {
        var open = new ArrayDeque<BlockNode>();
        open.push(new BlockNode(Instruction.BLOCK, walk.position(), 0));
        while (!open.isEmpty()) {
            var start = walk.position();
            var height = walk.height();
            var instruction = walk.next();
            var block = open.element();
            switch (instruction) {
                case BLOCK, LOOP, IF -> {
                    var inner = new BlockNode(instruction, start, height);
                    inner.extend(walk);
                    open.push(inner);
                }
                case ELSE -> {
                    block.size += walk.size();
                    block.weight += walk.size();
                    block.stretch = null;
                    var otherwise = new Node(start, height);
                    otherwise.end = start;
                    block.items.add(otherwise);
                }
                case END -> {
                    if (block.isDispatch) {
                        fitDispatch(block);
                    } else {
                        fit(block);
                    }
                    block.items.clear();
                    block.stretch = null;
                    block.extend(walk);
                    open.pop();
                    rootBytes = block.size;
                    if (!open.isEmpty()) {
                        add(open.element(), block, walk);
                    }
                }
                case BR_TABLE -> {
                    if (standsAlone(walk.reader().labels())) {
                        var table = new Node(start, height);
                        table.extend(walk);
                        table.isAlone = true;
                        block.items.add(table);
                        block.stretch = null;
                    } else {
                        extend(block, start, height, walk);
                        var labels = walk.reader().labels();
                        if (walk.size() > 0 && dispatch(open, labels) && isFlat) {
                            // A switch with a case for each, none of which has to be found out by its number.
                            block.items.getLast().add(-(long) CutEstimator.LABEL_BYTES * labels.length);
                        } else {
                            target(open, labels);
                        }
                    }
                }
                case BR, BR_IF -> {
                    extend(block, start, height, walk);
                    target(open, walk.reader().index());
                }
                default -> extend(block, start, height, walk);
            }
        }
        highest = walk.highest();
        widestLabel = walk.widestLabel();
    }

    /** Marks the levels that a {@code br_table} tells apart, from the innermost one on, if there are enough. */
    private boolean dispatch(Iterable<BlockNode> open, int[] labels) {
        var distinct = Arrays.stream(labels).distinct().toArray();
        if (distinct.length < FEWEST_ARMS) {
            return false;
        }
        var left = Arrays.stream(distinct).max().orElse(0);
        for (var level : open) {
            if (left-- < 0) {
                break;
            }
            if (isFlat && !level.isDispatch && !level.isTargeted) {
                level.add(-CutEstimator.LABEL_BYTES);
            }
            level.isDispatch = true;
        }
        return true;
    }

    /** What arms go to needs a case in the switch behind them. */
    private void target(Iterable<BlockNode> open, int... labels) {
        if (!isFlat) {
            return;
        }
        var wanted = new BitSet();
        for (var label : labels) {
            wanted.set(label);
        }
        var depth = 0;
        for (var level : open) {
            if (depth >= wanted.length()) {
                return;
            }
            if (wanted.get(depth++) && !level.isTargeted) {
                level.isTargeted = true;
                level.add(FLAT_LABEL_BYTES);
            }
        }
    }

    private void extend(BlockNode block, int start, int height, CutEstimator walk) {
        var stretch = block.stretch;
        if (stretch == null) {
            stretch = new Node(start, height);
            block.items.add(stretch);
            block.stretch = stretch;
        }
        stretch.extend(walk);
        closeStretch(block, stretch, walk);
    }

    /** A stretch ends best where no operands are left that a piece would have to hand on. */
    private void closeStretch(BlockNode block, Node stretch, CutEstimator walk) {
        if (stretch.weight >= 4L * grain || stretch.weight >= grain && walk.isBetweenStatements()) {
            block.stretch = null;
        }
    }

    /** A small block is a part of a stretch. */
    private void add(BlockNode parent, BlockNode block, CutEstimator walk) {
        var stretch = parent.stretch;
        if (block.weight > grain || block.levels > 0 || block.isDispatch && parent.isDispatch) {
            parent.items.add(block);
            parent.stretch = null;
        } else if (stretch == null) {
            var plain = new Node(block.start, block.heightBefore);
            plain.end = block.end;
            plain.size = block.size;
            plain.weight = block.weight;
            plain.low = block.low;
            plain.heightBehind = block.heightBehind;
            parent.items.add(plain);
            parent.stretch = plain;
            closeStretch(parent, plain, walk);
        } else {
            stretch.end = block.end;
            stretch.size += block.size;
            stretch.weight += block.weight;
            stretch.low = Math.min(stretch.low, block.low);
            stretch.heightBehind = block.heightBehind;
            closeStretch(parent, stretch, walk);
        }
    }

    /** Makes a block that is complete fit one method: outlines blocks in it, then cuts it into runs. */
    private void fit(BlockNode block) {
        for (var item : block.items) {
            if (item.isAlone) {
                run(item);
            }
        }
        var total = total(block);
        var isDeep = block.items.stream().anyMatch(item -> item.levels >= MANY_LEVELS);
        if (total > methodBytes && !isDeep) {
            total = outline(block, total);
        }
        if (total > methodBytes || isDeep) {
            cutIntoRuns(block, isDeep);
            total = total(block);
        }
        if (total > methodBytes && isDeep) {
            total = outline(block, total);
        }
        block.weight = total;
        for (var item : block.items) {
            block.size += item.size;
            block.low = Math.min(block.low, item.low);
            block.levels = Math.max(block.levels, item.levels);
        }
    }

    /**
     * Makes a level of a dispatch fit one method. The levels stay where they are, in the method of the
     * {@code br_table}, as far as that goes: what moves out is what stands behind each of them, the biggest first. Where
     * the levels themselves moved out, CPython's loop was 36 methods deep, and each of its operations went through all
     * of them.
     */
    private void fitDispatch(BlockNode block) {
        var level = levelIn(block);
        if (level == null || block.items.stream().anyMatch(Node::isElse)) {
            fit(block);
            return;
        }
        var left = level.arms == null ? new PriorityQueue<>(BY_WEIGHT) : level.arms;
        block.arms = left;
        var behind = block.items.subList(block.items.indexOf(level) + 1, block.items.size());
        var own = behind.isEmpty() ? null : arm(behind);
        if (own != null) {
            behind.clear();
            block.items.add(own);
            if (own.weight > 2 * callBytes()) {
                left.add(own);
            }
        }
        var total = total(block);
        // The loop around it has a little more, and shall be in the same method.
        var most = isFlat ? methodBytes - methodBytes / 8 : methodBytes;
        while (total > most && !left.isEmpty()) {
            var arm = left.remove();
            if (arm.isTaken) {
                continue;
            }
            var weight = arm.weight;
            var size = arm.size;
            run(arm);
            arms++;
            total -= weight - arm.weight;
            if (arm != own) {
                level.weight -= weight - arm.weight;
                level.size -= size - arm.size;
                level.levels = Math.max(level.levels, arm.levels);
            }
        }
        fit(block);
        if (own != null) {
            own.isTaken = !block.items.contains(own);
        }
        if (!block.items.contains(level) || level.weight == CALL_BYTES || level.isRun) {
            // The arms that are left are in another method.
            isLevelElsewhere = true;
            left.clear();
            if (own != null && !own.isTaken && own.weight > 2 * callBytes()) {
                left.add(own);
            }
        }
    }

    private static @Nullable BlockNode levelIn(BlockNode block) {
        for (var item : block.items) {
            if (item instanceof BlockNode level && level.isDispatch) {
                return level;
            }
        }
        return null;
    }

    /** These items as one that fits a method. */
    private Node arm(List<Node> items) {
        var first = items.getFirst();
        var last = items.getLast();
        var content = new BlockNode(Instruction.BLOCK, first.start, first.heightBefore);
        content.items.addAll(items);
        fit(content);
        var arm = new Node(first.start, first.heightBefore);
        arm.end = last.end;
        arm.heightBehind = last.heightBehind;
        arm.size = content.size;
        arm.weight = content.weight;
        arm.low = content.low;
        arm.levels = content.levels;
        return arm;
    }

    private static long total(BlockNode block) {
        var total = block.weight;
        for (var item : block.items) {
            total += item.weight;
        }
        return total;
    }

    private long outline(BlockNode block, long total) {
        var left = total;
        var candidates = block.items.stream().filter(item -> item instanceof BlockNode && item.weight > 2 * CALL_BYTES)
                .sorted(Comparator.comparing((Node item) -> isFlat && ((BlockNode) item).isDispatch)
                        .thenComparing(item -> -item.weight))
                .toList();
        for (var candidate : candidates) {
            if (left <= methodBytes) {
                break;
            }
            var region = new Region(candidate);
            outlined.put(candidate.start, region);
            regions.add(region);
            left -= candidate.weight - CALL_BYTES;
            candidate.becomesCall(CALL_BYTES);
        }
        return left;
    }

    /** Makes one item a method of its own. */
    private void run(Node item) {
        var region = new Region(item);
        runs.computeIfAbsent(item.start, key -> new ArrayDeque<>(1)).addLast(region);
        regions.add(region);
        hasTables |= item.isAlone;
        item.becomesCall(callBytes());
        item.isRun = true;
    }

    private int callBytes() {
        return isFlat ? FLAT_CALL_BYTES : CALL_BYTES;
    }

    /** Joins items to runs, again and again until few enough are left; in a deep tower, as few as can be. */
    private void cutIntoRuns(BlockNode block, boolean isDeep) {
        var capacity = Math.max(methodBytes, FEWEST_CALLS * CALL_BYTES);
        var before = Long.MAX_VALUE;
        for (var total = total(block); total < before && (isDeep || total > methodBytes); total = total(block)) {
            before = total;
            var joined = new ArrayList<Node>();
            var first = 0;
            while (first < block.items.size()) {
                first = join(block.items, first, capacity, isDeep ? 2L * grain : 2L * CALL_BYTES, joined);
            }
            block.items.clear();
            block.items.addAll(joined);
        }
    }

    /** Joins as many items from one on as fit a method, if they are worth one; answers which one comes next. */
    private int join(List<Node> items, int first, long capacity, long worth, List<Node> joined) {
        var item = items.get(first);
        if (item.isElse() || item.levels >= MANY_LEVELS) {
            joined.add(item);
            return first + 1;
        }
        var run = new Node(item.start, item.heightBefore);
        var next = first;
        var plainBytes = 0L;
        while (next < items.size()) {
            var candidate = items.get(next);
            var low = Math.min(run.low, candidate.low);
            var weight = run.weight + candidate.weight;
            plainBytes += candidate.isRun ? 0 : candidate.size;
            // What a piece takes from the frame and leaves there, no more than its own instructions do.
            var crossing = Math.min(4 * plainBytes, CutEstimator.VALUE_BYTES
                    * (Math.max(0L, run.heightBefore - low) + Math.max(0L, candidate.heightBehind - low)));
            if (candidate.isElse() || candidate.levels >= MANY_LEVELS
                    || next > first && weight + crossing > capacity) {
                break;
            }
            run.low = low;
            run.size += candidate.size;
            run.weight = weight;
            run.end = candidate.end;
            run.heightBehind = candidate.heightBehind;
            run.levels = Math.max(run.levels, candidate.levels);
            next++;
        }
        if (run.weight <= worth || next == first + 1 && item.isRun) {
            joined.addAll(items.subList(first, next));
        } else {
            run(run);
            joined.add(run);
        }
        return next;
    }

    /** Whether a {@code br_table} with these labels is a piece of its own. */
    static boolean standsAlone(int[] labels) {
        return labels.length > MAX_TABLE_LABELS && Arrays.stream(labels).distinct().count() > MAX_TABLE_LABELS;
    }

    /** The most operands that the function has at once. */
    int highest() {
        return highest;
    }

    /** The most values that a label of the function carries. */
    int widestLabel() {
        return widestLabel;
    }

    /** All that become methods of their own. */
    List<Region> regions() {
        return regions;
    }

    /** Whether some of them consist of a {@code br_table} alone. */
    boolean hasTables() {
        return hasTables;
    }

    /** Whether arms of a dispatch became methods. */
    boolean hasArms() {
        return arms > 0;
    }

    /** Whether calls of pieces share what comes behind them. */
    boolean isFlat() {
        return isFlat;
    }

    /** What to say of it. */
    Cut cut(boolean isFramed) {
        return new Cut(arms, outlined.size(), regions.size() - outlined.size() - arms, isFramed, isForInlining);
    }

    /** Estimated bytes of what is left of the function's own method. */
    long rootBytes() {
        return rootBytes;
    }

    /** The run that begins at this offset, the outermost that has not been asked for; or null. */
    @Nullable
    Region nextRun(int offset) {
        var here = runs.get(offset);
        return here == null ? null : here.pollLast();
    }

    /** The block that begins at this offset if it is a method of its own, or null. */
    @Nullable
    Region outlined(int offset) {
        return outlined.get(offset);
    }
}
