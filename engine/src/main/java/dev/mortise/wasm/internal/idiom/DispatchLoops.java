package dev.mortise.wasm.internal.idiom;

import dev.mortise.wasm.internal.binary.CodeReader;
import dev.mortise.wasm.internal.binary.Instruction;
import dev.mortise.wasm.internal.binary.ModuleDefinition;
import java.util.HashMap;
import java.util.Map;

/**
 * The loops around blocks and a {@code br_table} that jumps to one of them, of one function: so Go's compiler writes each
 * function that has a loop or a call. Its own loops go back by setting the local that the table looks at.
 */
public final class DispatchLoops {

    /** Functions that only copy are short. */
    private static final int MOST_BYTES = 1 << 16;
    private static final int MOST_TRIED = 200;

    private final ModuleDefinition module;
    private final int end;
    /** No byte of a function is looked at twice: Go's loops of this kind are not nested. */
    private int until;

    public DispatchLoops(ModuleDefinition module, int function) {
        this.module = module;
        this.end = module.body(function).end();
    }

    /**
     * The idioms among the loops of a validated loop whose first instruction is at an offset, by the offsets of the
     * branches that lead back. Most have none. Loops are asked for in their order.
     */
    public Map<Integer, BulkLoop> find(int start) {
        if (start < until) {
            return Map.of();
        }
        var reader = new CodeReader(module, start, end);
        var blocks = 0;
        var instruction = reader.next();
        for (; instruction == Instruction.BLOCK; instruction = reader.next()) {
            if (!reader.blockType().parameters().isEmpty() || !reader.blockType().results().isEmpty()) {
                return Map.of();
            }
            blocks++;
        }
        if (blocks < 2 || instruction != Instruction.LOCAL_GET) {
            return Map.of();
        }
        var selector = reader.index();
        return reader.next() == Instruction.BR_TABLE ? branches(reader, blocks, selector, reader.labels().clone())
                : Map.of();
    }

    private Map<Integer, BulkLoop> branches(CodeReader reader, int blocks, int selector, int[] labels) {
        var found = new HashMap<Integer, BulkLoop>();
        var tried = 0;
        var first = reader.start();
        // Behind which offset each of the blocks has ended, the innermost first.
        var ends = new int[blocks];
        var ended = 0;
        var depth = blocks;
        var chosen = -1L;
        var isSet = false;
        while (depth >= 0 && reader.position() - first < MOST_BYTES) {
            var instruction = reader.next();
            switch (instruction) {
                case BLOCK, LOOP, IF -> depth++;
                case END -> {
                    depth--;
                    if (ended < blocks && depth == blocks - 1 - ended) {
                        ends[ended++] = reader.position();
                    }
                }
                case BR -> {
                    if (isSet && reader.index() == depth && chosen >= 0 && chosen < labels.length - 1
                            && labels[(int) chosen] < ended && tried++ < MOST_TRIED) {
                        var label = labels[(int) chosen];
                        var round = Round.ofDispatched(module, ends[label], end, blocks - 1 - label, reader.start());
                        var loop = round == null ? null : BulkLoop.of(round);
                        if (loop != null) {
                            found.put(reader.start(), loop);
                        }
                    }
                }
                default -> {
                }
            }
            isSet = instruction == Instruction.LOCAL_SET && reader.index() == selector;
            if (instruction == Instruction.I32_CONST) {
                chosen = reader.value();
            } else if (!isSet) {
                chosen = -1;
            }
        }
        until = reader.position();
        return found;
    }
}
