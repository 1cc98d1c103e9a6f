package dev.mortise.wasm.internal.compile;

import dev.mortise.wasm.internal.binary.CodeReader;
import dev.mortise.wasm.internal.binary.Instruction;
import dev.mortise.wasm.internal.binary.ModuleDefinition;
import java.util.ArrayList;
import java.util.Arrays;

/**
 * Where metered code pays, and how many units. Instructions that run equally often, but for a trap, are a stretch, which
 * is paid at its begin. One begins at the function's entry, in each round of a loop, in each arm of an {@code if},
 * behind a {@code br_if}, and behind a block that something leaves for further out. A block that control comes to the
 * end of, whatever happens in it, does not end the stretch that it is in. Each round of a loop costs something, as the
 * branch does that begins the next one.
 *
 * <p>
 * All this depends on the function's instructions alone: it costs the same whether it is cut or whole.
 */
final class FuelPlan {

    /** What entering a function costs. */
    private static final int ENTRY_UNITS = 1;
    /** A constant, the instance and a call. */
    private static final int CHARGE_BYTES = 8;
    /** Nothing is before the first instruction. */
    private static final int ENTRY = -1;

    /** A block that is open. */
    private static final class Block {

        final boolean isLoop;
        final boolean isDead;
        /** The stretch that it is in. */
        final int outer;
        /** Whether a branch goes to its end. */
        boolean isTargeted;
        /** Whether a false condition does: of an {@code if} without another arm. */
        boolean isOneArmed;
        /** Depth of the outermost block that something in it branches to. */
        int farthest = Integer.MAX_VALUE;

        Block(Instruction opener, boolean isDead, int outer) {
            this.isLoop = opener == Instruction.LOOP;
            this.isOneArmed = opener == Instruction.IF;
            this.isDead = isDead;
            this.outer = outer;
        }
    }

    /** Offsets of the instructions that the stretches begin behind, in order. */
    private int[] begins = {ENTRY, 0, 0, 0};
    private int[] units = {ENTRY_UNITS, 0, 0, 0};
    private int count = 1;
    private int next;
    /** The stretch that the walk is in. */
    private int current;

    private FuelPlan() {}

    /** The plan for a validated function whose first instruction is at an offset. */
    static FuelPlan of(ModuleDefinition module, int function, int start) {
        var plan = new FuelPlan();
        plan.walk(new CodeReader(module, start, module.body(function).end()));
        return plan;
    }

    /** About how many bytes of bytecode paying adds to an instruction. */
    static int bytes(Instruction instruction) {
        return switch (instruction) {
            case LOOP, IF, ELSE, END, BR_IF -> CHARGE_BYTES;
            default -> BodyScan.takesLong(instruction) ? 2 * CHARGE_BYTES : 0;
        };
    }

    /** Units to pay when the function is entered. */
    int atEntry() {
        return behind(ENTRY);
    }

    /** Units to pay behind the instruction at an offset; the offsets must be asked for in order. */
    int behind(int offset) {
        while (next < count && begins[next] < offset) {
            next++;
        }
        return next < count && begins[next] == offset ? units[next] : 0;
    }

    private static int unitsOf(Instruction instruction) {
        return switch (instruction) {
            case NOP, DROP, BLOCK, LOOP, ELSE, END, RETURN, UNREACHABLE -> 0;
            default -> 1;
        };
    }

    private void walk(CodeReader reader) {
        var open = new ArrayList<Block>();
        open.add(new Block(Instruction.BLOCK, false, 0));
        var isLive = true;
        while (!open.isEmpty()) {
            var instruction = reader.next();
            if (isLive) {
                units[current] += unitsOf(instruction);
            }
            switch (instruction) {
                case BLOCK -> open.add(new Block(instruction, !isLive, current));
                case LOOP, IF -> {
                    open.add(new Block(instruction, !isLive, current));
                    beginBehind(reader, isLive);
                }
                case ELSE -> {
                    var block = open.getLast();
                    block.isOneArmed = false;
                    // The first arm goes to the end, too.
                    block.isTargeted |= isLive;
                    isLive = !block.isDead;
                    beginBehind(reader, isLive);
                }
                case END -> {
                    var block = open.removeLast();
                    var isJoin = block.isOneArmed || block.isTargeted;
                    isLive |= isJoin && !block.isDead;
                    if (!open.isEmpty()) {
                        open.getLast().farthest = Math.min(open.getLast().farthest, block.farthest);
                    }
                    if (block.farthest >= open.size()) {
                        current = block.outer;
                    } else if (isJoin) {
                        beginBehind(reader, isLive);
                    }
                }
                case BR_IF -> {
                    if (isLive) {
                        branch(open, reader.index());
                        beginBehind(reader, true);
                    }
                }
                case BR, BR_TABLE, RETURN, UNREACHABLE -> {
                    if (isLive) {
                        leave(open, instruction, reader);
                    }
                    isLive = false;
                }
                default -> {
                }
            }
        }
    }

    /** {@code unreachable} leaves nothing: it is a trap. */
    private static void leave(ArrayList<Block> open, Instruction instruction, CodeReader reader) {
        switch (instruction) {
            case BR -> branch(open, reader.index());
            case BR_TABLE -> {
                for (var label : reader.labels()) {
                    branch(open, label);
                }
            }
            case RETURN -> branch(open, open.size() - 1);
            default -> {
            }
        }
    }

    private static void branch(ArrayList<Block> open, int label) {
        var target = open.size() - 1 - label;
        open.getLast().farthest = Math.min(open.getLast().farthest, target);
        open.get(target).isTargeted |= !open.get(target).isLoop;
    }

    private void beginBehind(CodeReader reader, boolean isLive) {
        if (!isLive) {
            return;
        }
        if (count == begins.length) {
            begins = Arrays.copyOf(begins, 2 * count);
            units = Arrays.copyOf(units, 2 * count);
        }
        begins[count] = reader.start();
        current = count++;
    }
}
