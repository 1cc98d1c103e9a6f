package dev.mortise.wasm.internal.idiom;

import dev.mortise.wasm.internal.binary.CodeReader;
import dev.mortise.wasm.internal.binary.Instruction;
import dev.mortise.wasm.internal.binary.ModuleDefinition;
import java.util.HashMap;
import java.util.Map;

/**
 * A loop around blocks and a {@code br_table} that jumps to one of them: how Go's compiler writes each function that has
 * a loop or a call. Its own loops go back by setting the local that the table looks at.
 */
public final class DispatchLoop {

    /** Functions that only copy are short, and such loops may be nested. */
    private static final int MOST_INSTRUCTIONS = 20_000;

    private final ModuleDefinition module;
    private final int end;
    private final CodeReader reader;
    private final Map<Integer, BulkLoop> found = new HashMap<>();

    private DispatchLoop(ModuleDefinition module, int start, int end) {
        this.module = module;
        this.end = end;
        this.reader = new CodeReader(module, start, end);
    }

    /**
     * The idioms among the loops of a validated loop whose first instruction is at an offset, by the offsets of the
     * branches that lead back. Most have none.
     */
    public static Map<Integer, BulkLoop> find(ModuleDefinition module, int start, int end) {
        var loop = new DispatchLoop(module, start, end);
        loop.find();
        return loop.found;
    }

    private void find() {
        var blocks = 0;
        var instruction = reader.next();
        for (; instruction == Instruction.BLOCK; instruction = reader.next()) {
            if (!reader.blockType().parameters().isEmpty() || !reader.blockType().results().isEmpty()) {
                return;
            }
            blocks++;
        }
        if (blocks < 2 || instruction != Instruction.LOCAL_GET) {
            return;
        }
        var selector = reader.index();
        if (reader.next() == Instruction.BR_TABLE) {
            branches(blocks, selector, reader.labels().clone());
        }
    }

    private void branches(int blocks, int selector, int[] labels) {
        // Behind which offset each of the blocks has ended, the innermost first.
        var ends = new int[blocks];
        var ended = 0;
        var depth = blocks;
        var chosen = -1L;
        var isSet = false;
        for (var i = 0; i < MOST_INSTRUCTIONS && depth >= 0; i++) {
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
                            && labels[(int) chosen] < ended) {
                        var label = labels[(int) chosen];
                        back(ends[label], blocks - 1 - label, reader.start());
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
    }

    private void back(int start, int blocks, int branch) {
        var round = Round.ofDispatched(module, start, end, blocks, branch);
        var loop = round == null ? null : BulkLoop.of(round);
        if (loop != null) {
            found.put(branch, loop);
        }
    }
}
