package dev.mortise.wasm.internal.compile;

import dev.mortise.wasm.ValueType;
import dev.mortise.wasm.internal.binary.Instruction;
import dev.mortise.wasm.internal.runtime.JvmTypes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a function that is too big for one JVM method is cut. HotSpot never compiles a method of more than 8,000 bytes
 * of bytecode, and the class file format ends at 65,535. Whole blocks move to methods of their own, the biggest first;
 * where that is not enough, the instructions of a block are cut into runs.
 */
final class SplitPlan {

    /** What the call of a piece costs the method that calls it. */
    private static final int CALL_BYTES = 40;
    /** In a split function a local costs this much more. */
    private static final int LOCAL_EXTRA = 5;
    /** Runs that one method should call; more only where they would become too long. */
    private static final int MAX_RUNS = 150;
    /** Far enough below the class file's limit, and the reach of a short jump, for an estimate. */
    private static final int MAX_RUN_BYTES = 25_000;
    private static final int MAX_SLOTS = 2_000;

    private final int methodBytes;
    private final Set<Integer> outlined = new HashSet<>();
    private final Map<Integer, Integer> runs = new HashMap<>();

    private SplitPlan(int methodBytes) {
        this.methodBytes = methodBytes;
    }

    /** An item of a block: a stretch of plain instructions, or a block inside. */
    private static final class Node {

        final int start;
        int end;
        long size;
        /** What it costs where it is called, if it is outlined. */
        long callBytes = CALL_BYTES;
        final boolean isBlock;
        final List<Node> items = new ArrayList<>();

        Node(int start, boolean isBlock) {
            this.start = start;
            this.isBlock = isBlock;
        }
    }

    /** The plan for a function, or null if it fits one method of this many estimated bytes. */
    static @Nullable SplitPlan of(BodyScan scan, ValueType[] locals, int methodBytes) {
        var slots = 0;
        for (var local : locals) {
            slots += JvmTypes.slots(local);
        }
        if (scan.size() + 4 * locals.length <= methodBytes && slots <= MAX_SLOTS) {
            return null;
        }
        var walk = scan.walk();
        var open = new ArrayDeque<Node>();
        var function = new Node(walk.position(), true);
        open.push(function);
        var plan = new SplitPlan(methodBytes);
        while (!open.isEmpty()) {
            var start = walk.position();
            var instruction = walk.next();
            var size = walk.size();
            switch (instruction) {
                case LOCAL_GET, LOCAL_SET, LOCAL_TEE -> size += LOCAL_EXTRA;
                default -> {
                }
            }
            switch (instruction) {
                case BLOCK, LOOP, IF -> {
                    var block = new Node(start, true);
                    block.size = size;
                    block.callBytes = CALL_BYTES + walk.blockValueBytes();
                    open.push(block);
                }
                case END -> {
                    var block = open.pop();
                    block.end = start;
                    plan.fit(block);
                    block.end = walk.position();
                    var parent = open.peek();
                    if (parent != null) {
                        parent.items.add(block);
                    }
                }
                default -> {
                    var plain = new Node(start, false);
                    plain.size = instruction == Instruction.ELSE ? -1 : size;
                    plain.end = walk.position();
                    open.element().items.add(plain);
                }
            }
        }
        return plan;
    }

    /** Makes a block that is complete fit one method: outlines blocks in it, else cuts it into runs. */
    private void fit(Node block) {
        var total = block.size;
        for (var item : block.items) {
            total += Math.max(item.size, 4);
        }
        if (total > methodBytes) {
            var candidates = block.items.stream().filter(item -> item.isBlock && item.size > 2 * item.callBytes)
                    .sorted(Comparator.comparingLong((Node item) -> -item.size)).toList();
            for (var candidate : candidates) {
                if (total <= methodBytes) {
                    break;
                }
                outlined.add(candidate.start);
                total -= candidate.size - candidate.callBytes;
                candidate.size = candidate.callBytes;
            }
        }
        if (total > methodBytes) {
            total = block.size + cutIntoRuns(block.items, Math.clamp(total / MAX_RUNS, methodBytes, MAX_RUN_BYTES));
        }
        block.size = total;
        block.items.clear();
    }

    private long cutIntoRuns(List<Node> items, long most) {
        var count = 0L;
        var first = 0;
        var size = 0L;
        for (var i = 0; i <= items.size(); i++) {
            var isElse = i < items.size() && items.get(i).size < 0;
            if (i == items.size() || isElse || size + items.get(i).size > most) {
                if (i - first > 1) {
                    runs.put(items.get(first).start, items.get(i - 1).end);
                    count++;
                } else {
                    count += size / CALL_BYTES + 1;
                }
                first = isElse ? i + 1 : i;
                size = 0;
            }
            if (i < items.size() && !isElse) {
                size += items.get(i).size;
            }
        }
        return count * CALL_BYTES;
    }

    /** Where the run that begins at this offset ends, or -1. */
    int runEnd(int offset) {
        return runs.getOrDefault(offset, -1);
    }

    /** Whether the block that begins at this offset is a method of its own. */
    boolean isOutlined(int offset) {
        return outlined.contains(offset);
    }
}
