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
import java.util.Collections;
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
    /** What a round leaves out is looked at, too, to find its end: a check of the bounds that ends in a panic. */
    private static final int MOST_SKIPPED = 200;
    /** Sums of more locals, and more locals that step, would make more code than the loop has. */
    private static final int MOST_FACTORS = 3;
    private static final int MOST_STEPS = 8;
    private static final int MOST_GUARDS = 2;
    /** Go's rounds go through its own stack, and through the functions that it has for imports. */
    private static final int MOST_DISPATCHED = 300;

    final List<Compared> checks = new ArrayList<>();
    final List<Access> loads = new ArrayList<>();
    final List<Access> stores = new ArrayList<>();
    final List<Call> calls = new ArrayList<>();
    /** What each local that a round sets grows by; the others that it reads stay as they are. */
    final Map<Integer, Long> steps = new HashMap<>();
    /** What locals must hold when the first round begins, as each round leaves it for the next. */
    final Map<Integer, Sum> guards = new HashMap<>();
    /** Null if there is none. */
    @Nullable
    Frame frame;

    /** Whether it comes to no branch, and to no block's end, before the one that leads to the next round. */
    boolean isStraight = true;

    private final ModuleDefinition module;
    /** Where the branch that leads to the next round is, of a round in a dispatch loop; else -1. */
    private final int back;
    private CodeReader reader;
    private final List<Value> stack = new ArrayList<>();
    /** Operands below each open block of the loop. */
    private final List<Integer> blocks = new ArrayList<>();
    private Map<Integer, Value> locals = new HashMap<>();
    private final Map<Integer, Value> globals = new HashMap<>();
    private final Set<Integer> globalsReadFirst = new HashSet<>();
    /** Locals that are read before they are set. */
    private final Set<Integer> readFirst = new HashSet<>();
    private int skipped;
    private boolean isInlined;
    private boolean isOver;
    /** How many instructions may still be looked at. */
    private int left;

    private Round(ModuleDefinition module, int start, int end, int back) {
        this.module = module;
        this.reader = new CodeReader(module, start, end);
        this.back = back;
    }

    /** The round of a validated loop whose first instruction is at an offset; null if no idiom has such a one. */
    static @Nullable Round of(ModuleDefinition module, int start, int end) {
        var round = new Round(module, start, end, -1);
        return round.walk(MOST_INSTRUCTIONS) && round.findSteps() ? round : null;
    }

    /**
     * The round that begins at an offset within so many blocks of a dispatch loop, and ends with the branch at another
     * one, which leads there again; null if no idiom has such a one.
     */
    static @Nullable Round ofDispatched(ModuleDefinition module, int start, int end, int blocks, int back) {
        var round = new Round(module, start, end, back);
        round.isStraight = false;
        round.blocks.addAll(Collections.nCopies(blocks, 0));
        round.frame = new Frame();
        if (!round.walk(MOST_DISPATCHED) || !round.findSteps()
                || round.globalsReadFirst.stream().anyMatch(round.globals::containsKey)) {
            return null;
        }
        if (round.frame.isUnused()) {
            // Globals without one are nobody's loop: they would have to be kept true where the last round traps.
            round.frame = null;
            return round.globals.isEmpty() ? round : null;
        }
        return round.frame.isSteady(round) && round.globals.values().stream().allMatch(round::isSteady) ? round : null;
    }

    /** Whether it is the same in each round. */
    private boolean isSteady(Value value) {
        return value instanceof Sum sum && stride(sum) == 0;
    }

    private boolean walk(int most) {
        for (left = most; left > 0 && !isOver; left--) {
            if (!step(reader.next())) {
                return false;
            }
        }
        return isOver;
    }

    private boolean arrive() {
        isOver = reader.start() == back;
        return isOver;
    }

    /** What a round reads of the one before it must grow evenly, or it could not be left out. */
    private boolean findSteps() {
        var derived = new HashMap<Integer, Sum>();
        for (var local : locals.entrySet()) {
            if (local.getValue() instanceof Sum sum
                    && sum.factors().equals(Sum.local(local.getKey()).factors())) {
                steps.put(local.getKey(), sum.constant());
            } else if (readFirst.contains(local.getKey())) {
                if (!(local.getValue() instanceof Sum sum)) {
                    return false;
                }
                derived.put(local.getKey(), sum);
            }
        }
        // Others follow from those: they grow as evenly if they do so from the first round on.
        for (var local : derived.entrySet()) {
            var sum = local.getValue();
            if (sum.factors().keySet().stream().anyMatch(derived::containsKey)) {
                return false;
            }
            steps.put(local.getKey(), stride(sum));
            guards.put(local.getKey(), sum.plus(-stride(sum)));
        }
        return steps.size() <= MOST_STEPS && guards.size() <= MOST_GUARDS;
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
            case IF -> back < 0 ? expect(pop(), true) && open() : arm();
            case END -> {
                // The loop's own end comes only where nothing has led back.
                var isInside = !blocks.isEmpty();
                if (isInside) {
                    cutStack(blocks.removeLast());
                }
                yield isInside;
            }
            case BR -> back < 0 ? branch(reader.index()) : arrive();
            case BR_IF -> {
                if (back >= 0 && reader.index() <= blocks.size()) {
                    yield false;
                }
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
            case GLOBAL_GET -> {
                if (!globals.containsKey(reader.index())) {
                    globalsReadFirst.add(reader.index());
                }
                yield push(globals.getOrDefault(reader.index(), new Other()));
            }
            case GLOBAL_SET -> {
                globals.put(reader.index(), pop());
                yield back >= 0;
            }
            case I32_CONST, I64_CONST -> push(Sum.constant(reader.value()));
            case CALL -> call(reader.index());
            default -> compute(instruction);
        };
    }

    private Value local(int index) {
        var value = locals.get(index);
        if (value == null && isInlined) {
            return Sum.constant(0);
        }
        if (value == null) {
            readFirst.add(index);
            return Sum.local(index);
        }
        return value;
    }

    private void cutStack(int height) {
        stack.subList(height, stack.size()).clear();
    }

    /** Goes into what holds the way back, and around everything else. */
    private boolean arm() {
        var condition = pop();
        if (!reader.blockType().parameters().isEmpty() || !reader.blockType().results().isEmpty()) {
            return false;
        }
        var arm = new CodeReader(module, reader.position(), reader.end());
        var holdsBack = false;
        for (var depth = 1; depth > 0; left--) {
            if (left <= 0) {
                return false;
            }
            switch (arm.next()) {
                case BLOCK, LOOP, IF -> depth++;
                case END -> depth--;
                case ELSE -> {
                    if (depth == 1) {
                        return false;
                    }
                }
                default -> holdsBack |= arm.start() == back;
            }
        }
        if (holdsBack) {
            return expect(condition, true) && open();
        }
        reader = arm;
        return expect(condition, false);
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
            if (++skipped > MOST_SKIPPED) {
                return false;
            }
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
        if (condition instanceof Sum sum && sum.factors().isEmpty()) {
            return (int) sum.constant() != 0 == expected;
        }
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
        if (frame != null && Frame.holds(address)) {
            return word(frame, address, instruction, value);
        }
        var access = new Access(address, reader.value(), 1 << instruction.widthLog2(), value);
        if (isStore) {
            return stores.add(access);
        }
        loads.add(access);
        return push(new Loaded(loads.size() - 1));
    }

    private boolean word(Frame in, Sum address, Instruction instruction, @Nullable Value value) {
        var isWhole = instruction == Instruction.I64_LOAD || instruction == Instruction.I64_STORE;
        var word = isWhole ? in.local(address, reader.value()) : 0;
        return word != 0 && (value == null ? push(in.get(word)) : in.set(word, value));
    }

    /** Goes through a function of the module that has no branches, as Go's for its imports. */
    private boolean inline(int function) {
        if (back < 0 || isInlined) {
            return false;
        }
        var type = module.functionType(function);
        var caller = reader;
        var callersLocals = locals;
        locals = new HashMap<>();
        for (var i = type.parameters().size() - 1; i >= 0; i--) {
            locals.put(i, pop());
        }
        var height = stack.size();
        reader = new CodeReader(module, module.body(function).start(), module.body(function).end());
        for (var groups = reader.u32(); groups > 0; groups--, left--) {
            if (left <= 0) {
                return false;
            }
            reader.u32();
            reader.valueType();
        }
        isInlined = true;
        var instruction = reader.next();
        for (; instruction != Instruction.RETURN && instruction != Instruction.END; left--) {
            if (left <= 0 || isControl(instruction) || !step(instruction)) {
                return false;
            }
            instruction = reader.next();
        }
        // What a return leaves below its results goes.
        stack.subList(height, stack.size() - type.results().size()).clear();
        isInlined = false;
        locals = callersLocals;
        reader = caller;
        return true;
    }

    private boolean call(int function) {
        if (function >= module.importedFunctions()) {
            return inline(function);
        }
        var type = module.functionType(function);
        var parameters = type.parameters();
        if (parameters.isEmpty() || parameters.size() > 2
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
        if (left instanceof Widened widened && right instanceof Sum sum && instruction == Instruction.I64_ADD) {
            return push(new Widened(widened.sum().plus(sum, 1)));
        }
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

    private static boolean isControl(Instruction instruction) {
        return switch (instruction) {
            case BLOCK, LOOP, IF, ELSE, BR, BR_IF -> true;
            default -> false;
        };
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
