package dev.mortise.wasm.internal.idiom;

import dev.mortise.wasm.NumberType;
import dev.mortise.wasm.internal.binary.CodeReader;
import dev.mortise.wasm.internal.binary.Immediate;
import dev.mortise.wasm.internal.binary.Instruction;
import dev.mortise.wasm.internal.binary.ModuleDefinition;
import dev.mortise.wasm.internal.idiom.Value.Compared;
import dev.mortise.wasm.internal.idiom.Value.Fetched;
import dev.mortise.wasm.internal.idiom.Value.Loaded;
import dev.mortise.wasm.internal.idiom.Value.Other;
import dev.mortise.wasm.internal.idiom.Value.Sum;
import dev.mortise.wasm.internal.idiom.Value.Widened;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One round of a loop along the way that leads to the next round: what it loads, stores and calls, what it asks before
 * it goes on, and what becomes of the locals. There is none for a loop with other effects, or whose way forks so that
 * both arms lead on.
 */
final class Round {

    /** A memory access of so many bytes; stores have a value. */
    record Access(Sum address, long offset, int width, @Nullable Value value) {
    }

    /** A call of an import with an address and perhaps a value. */
    record Call(int function, Value address, @Nullable Value value) {
    }

    /** Unrolled copies are the longest that are looked for. */
    private static final int MOST_INSTRUCTIONS = 100;
    /** Sums of more locals, and more locals that step, would make more code than the loop has. */
    private static final int MOST_FACTORS = 3;
    private static final int MOST_STEPS = 8;

    final List<Compared> checks = new ArrayList<>();
    final List<Access> loads = new ArrayList<>();
    final List<Access> stores = new ArrayList<>();
    final List<Call> calls = new ArrayList<>();
    /** What each local that a round sets grows by; the others that it reads stay as they are. */
    final Map<Integer, Long> steps = new HashMap<>();

    /** Whether it comes to no branch, and to no block's end, before the one that leads to the next round. */
    boolean isStraight = true;

    private final ModuleDefinition module;
    private final CodeReader reader;
    private final List<Value> stack = new ArrayList<>();
    /** Operands below each open block of the loop. */
    private final List<Integer> blocks = new ArrayList<>();
    private final Map<Integer, Value> locals = new HashMap<>();
    /** Locals that are read before they are set. */
    private final Set<Integer> readFirst = new HashSet<>();
    private boolean isOver;

    private Round(ModuleDefinition module, int start, int end) {
        this.module = module;
        this.reader = new CodeReader(module, start, end);
    }

    /** The round of a validated loop whose first instruction is at an offset; null if no idiom has such a one. */
    static @Nullable Round of(ModuleDefinition module, int start, int end) {
        var round = new Round(module, start, end);
        return round.walk() && round.findSteps() ? round : null;
    }

    private boolean walk() {
        for (var i = 0; i < MOST_INSTRUCTIONS && !isOver; i++) {
            if (!step(reader.next())) {
                return false;
            }
        }
        return isOver;
    }

    /** What a round reads of the one before it must grow evenly, or it could not be left out. */
    private boolean findSteps() {
        for (var local : locals.entrySet()) {
            if (local.getValue() instanceof Sum sum
                    && sum.factors().equals(Sum.local(local.getKey()).factors())) {
                steps.put(local.getKey(), sum.constant());
            } else if (readFirst.contains(local.getKey())) {
                return false;
            }
        }
        return steps.size() <= MOST_STEPS;
    }

    /** What a sum grows by in a round. */
    long stride(Sum sum) {
        return sum.factors().entrySet().stream()
                .mapToLong(each -> each.getValue() * steps.getOrDefault(each.getKey(), 0L)).sum();
    }

    private Value pop() {
        return stack.removeLast();
    }

    private boolean push(Value value) {
        return stack.add(value);
    }

    /** Whether the round goes on behind the instruction, or is over. */
    private boolean step(Instruction instruction) {
        if (instruction.widthLog2() >= 0) {
            return access(instruction);
        }
        return switch (instruction) {
            case NOP -> true;
            case BLOCK -> open();
            case IF -> expect(pop(), true) && open();
            case END -> {
                // The loop's own end comes only where nothing has led back.
                var isInside = !blocks.isEmpty();
                if (isInside) {
                    cutStack(blocks.removeLast());
                }
                yield isInside;
            }
            case BR -> branch(reader.index());
            case BR_IF -> {
                isStraight &= reader.index() == blocks.size();
                var isOut = reader.index() > blocks.size();
                yield expect(pop(), !isOut) && (isOut || branch(reader.index()));
            }
            case DROP -> {
                pop();
                yield true;
            }
            case SELECT -> {
                cutStack(stack.size() - 3);
                yield push(new Other());
            }
            case LOCAL_GET -> push(local(reader.index()));
            case LOCAL_SET -> {
                locals.put(reader.index(), pop());
                yield true;
            }
            case LOCAL_TEE -> {
                locals.put(reader.index(), stack.getLast());
                yield true;
            }
            case GLOBAL_GET -> push(new Other());
            case I32_CONST, I64_CONST -> push(Sum.constant(reader.value()));
            case CALL -> call(reader.index());
            default -> compute(instruction);
        };
    }

    private Value local(int index) {
        var value = locals.get(index);
        if (value == null) {
            readFirst.add(index);
            return Sum.local(index);
        }
        return value;
    }

    private void cutStack(int height) {
        stack.subList(height, stack.size()).clear();
    }

    private boolean open() {
        isStraight = false;
        blocks.add(stack.size());
        return reader.blockType().parameters().isEmpty() && reader.blockType().results().isEmpty();
    }

    /** Goes where a branch goes that is taken. */
    private boolean branch(int label) {
        if (label > blocks.size()) {
            return false;
        }
        if (label == blocks.size()) {
            isOver = true;
            return true;
        }
        for (var depth = label + 1; depth > 0;) {
            switch (reader.next()) {
                case BLOCK, LOOP, IF -> depth++;
                case END -> depth--;
                default -> {
                }
            }
        }
        for (var left = label; left > 0; left--) {
            blocks.removeLast();
        }
        cutStack(blocks.removeLast());
        return true;
    }

    /** Notes what a condition must be for the round to go on. */
    private boolean expect(Value condition, boolean expected) {
        var check = condition instanceof Compared compared ? compared
                : new Compared(Instruction.I32_NE, condition, Sum.constant(0), true);
        checks.add(expected ? check : check.not());
        return !(condition instanceof Other);
    }

    private boolean access(Instruction instruction) {
        var isStore = instruction.results().isEmpty();
        var value = isStore ? pop() : null;
        var number = isStore ? instruction.operands().charAt(1) : instruction.results().charAt(0);
        if (number != 'I' && number != 'J' || reader.index() != 0 || !(pop() instanceof Sum address)) {
            return false;
        }
        var access = new Access(address, reader.value(), 1 << instruction.widthLog2(), value);
        if (isStore) {
            return stores.add(access);
        }
        loads.add(access);
        return push(new Loaded(loads.size() - 1));
    }

    private boolean call(int function) {
        var type = module.functionType(function);
        var parameters = type.parameters();
        if (function >= module.importedFunctions() || parameters.isEmpty() || parameters.size() > 2
                || parameters.getFirst() != NumberType.I64 || type.results().size() + parameters.size() != 2) {
            return false;
        }
        var value = parameters.size() == 2 ? pop() : null;
        calls.add(new Call(function, pop(), value));
        return value != null || push(new Fetched());
    }

    private boolean compute(Instruction instruction) {
        if (instruction.immediate() != Immediate.NONE || instruction.results().isEmpty() || canTrap(instruction)) {
            return false;
        }
        var right = pop();
        if (instruction.operands().length() == 1) {
            return push(ofOne(instruction, right));
        }
        var left = pop();
        return push(isComparison(instruction) ? new Compared(instruction, left, right, true)
                : left instanceof Sum a && right instanceof Sum b ? ofTwo(instruction, a, b) : new Other());
    }

    private static Value ofOne(Instruction instruction, Value value) {
        return switch (instruction) {
            case I32_EQZ -> value instanceof Compared compared ? compared.not()
                    : new Compared(Instruction.I32_EQ, value, Sum.constant(0), true);
            case I64_EQZ -> new Compared(Instruction.I64_EQ, value, Sum.constant(0), true);
            case I32_WRAP_I64 -> value instanceof Sum ? value
                    : value instanceof Widened widened ? widened.sum() : new Other();
            case I64_EXTEND_I32_U -> value instanceof Sum sum ? new Widened(sum) : new Other();
            default -> new Other();
        };
    }

    private static Value ofTwo(Instruction instruction, Sum left, Sum right) {
        var constant = right.asConstant();
        return switch (instruction) {
            case I32_ADD, I64_ADD -> ofFew(left.plus(right, 1));
            case I32_SUB, I64_SUB -> ofFew(left.plus(right, -1));
            case I32_SHL -> constant == null ? new Other() : left.times(1L << (constant & 31));
            case I64_SHL -> constant == null ? new Other() : left.times(1L << (constant & 63));
            case I32_MUL, I64_MUL -> constant == null ? new Other() : left.times(constant);
            default -> new Other();
        };
    }

    private static Value ofFew(Sum sum) {
        return sum.factors().size() > MOST_FACTORS ? new Other() : sum;
    }

    private static boolean isComparison(Instruction instruction) {
        return switch (instruction) {
            case I32_EQ, I32_NE, I32_LT_S, I32_LT_U, I32_GT_S, I32_GT_U, I32_LE_S, I32_LE_U, I32_GE_S, I32_GE_U, I64_EQ,
                    I64_NE, I64_LT_S, I64_LT_U, I64_GT_S, I64_GT_U, I64_LE_S, I64_LE_U, I64_GE_S, I64_GE_U -> true;
            default -> false;
        };
    }

    private static boolean canTrap(Instruction instruction) {
        return switch (instruction) {
            case I32_DIV_S, I32_DIV_U, I32_REM_S, I32_REM_U, I64_DIV_S, I64_DIV_U, I64_REM_S, I64_REM_U,
                    I32_TRUNC_F32_S, I32_TRUNC_F32_U, I32_TRUNC_F64_S, I32_TRUNC_F64_U, I64_TRUNC_F32_S,
                    I64_TRUNC_F32_U, I64_TRUNC_F64_S, I64_TRUNC_F64_U -> true;
            default -> false;
        };
    }
}
