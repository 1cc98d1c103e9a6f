package dev.mortise.wasm.internal.compile;

import static dev.mortise.wasm.internal.compile.Descriptors.FUEL_TANK;
import static dev.mortise.wasm.internal.compile.Descriptors.INTERRUPTION_POINT;
import static dev.mortise.wasm.internal.compile.Descriptors.MODULE_INSTANCE;
import static dev.mortise.wasm.internal.compile.Descriptors.RESULTS;
import static dev.mortise.wasm.internal.compile.Descriptors.kind;
import static dev.mortise.wasm.internal.compile.Descriptors.method;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.NumberType;
import dev.mortise.wasm.ValueType;
import dev.mortise.wasm.internal.binary.Instruction;
import dev.mortise.wasm.internal.runtime.JvmTypes;
import dev.mortise.wasm.internal.validate.FunctionValidator;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.attribute.StackMapFrameInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.ObjectVerificationTypeInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.SimpleVerificationTypeInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.VerificationTypeInfo;
import java.lang.classfile.attribute.StackMapTableAttribute;
import java.lang.constant.ConstantDescs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One JVM method being emitted: a whole function, or, as a {@link PassingBody} or a {@link CutBody}, a piece of one that is too big. It keeps
 * what the validator does not: which operands lie on the JVM's stack and which in slots, where branches go, and the
 * stack map frames.
 *
 * <p>
 * Wasm operands are JVM operands. Only at a loop are all of them moved to slots, because HotSpot replaces a running
 * loop by compiled code (OSR) only while the operand stack is empty.
 */
sealed class Body permits CutBody, PassingBody {

    private static final VerificationTypeInfo OBJECT = ObjectVerificationTypeInfo.of(ConstantDescs.CD_Object);

    /** A control frame as far as it is emitted here. */
    static final class Block {

        final Instruction opener;
        final FunctionType type;
        /** Operands below it, its parameters not counted. */
        final int height;
        final Label label;
        /** Where a false {@code if} goes; null once there is an {@code else}, and for other blocks. */
        @Nullable
        Label elseLabel;
        private final int spillBase;
        private final int nextSlot;
        private final List<VerificationTypeInfo> frameLocals;
        /** The code before it never ends, so nothing of it is emitted. */
        final boolean dead;
        boolean targeted;
        /** Whether a loop passes the outer one of its headers only now and then. */
        boolean countsRounds;
        /** Of a loop: where its own instructions begin, see {@link Induction}. */
        int stretch;
        /** Where a loop goes when it has made as many rounds as it may. */
        private @Nullable Label pollLabel;
        /** Where it goes otherwise. */
        private @Nullable Label headLabel;

        private Block(Instruction opener, FunctionType type, int height, Label label, Body body) {
            this.opener = opener;
            this.type = type;
            this.height = height;
            this.label = label;
            this.spillBase = body.spillBase;
            this.nextSlot = body.nextSlot;
            this.frameLocals = body.frameLocals;
            this.dead = !body.live;
        }

        List<ValueType> labelTypes() {
            return FunctionValidator.Control.labelTypes(opener, type);
        }
    }

    final CodeBuilder code;
    final int instanceSlot;
    /** The slot of the rounds that loops may still make, see {@link LoopRounds}, or -1 if there are none. */
    private final int roundsSlot;
    private final int[] localSlots;
    /** The absolute depth of the first control frame that this method holds. */
    final int baseDepth;
    /** Whether the next instruction can be reached. */
    boolean live = true;

    final FunctionValidator validator;
    private final ArrayList<Block> blocks = new ArrayList<>();
    private final List<StackMapFrameInfo> frames = new ArrayList<>();
    private int[] spillSlots = new int[16];
    /** Operands below this one are in slots (or in the frame of a cut function), those above on the JVM's stack. */
    int spillBase;
    private int nextSlot;
    private List<VerificationTypeInfo> frameLocals;
    private boolean nothingSinceLabel;

    Body(CodeBuilder code, FunctionValidator validator, int instanceSlot, int roundsSlot, int[] localSlots,
            int nextSlot, List<VerificationTypeInfo> frameLocals, int baseDepth, int spillBase) {
        this.code = code;
        this.validator = validator;
        this.instanceSlot = instanceSlot;
        this.roundsSlot = roundsSlot;
        this.localSlots = localSlots;
        this.nextSlot = nextSlot;
        this.frameLocals = frameLocals;
        this.baseDepth = baseDepth;
        this.spillBase = spillBase;
    }

    static VerificationTypeInfo verificationType(ValueType type) {
        return type instanceof NumberType number ? switch (number) {
            case I32 -> SimpleVerificationTypeInfo.INTEGER;
            case I64 -> SimpleVerificationTypeInfo.LONG;
            case F32 -> SimpleVerificationTypeInfo.FLOAT;
            case F64 -> SimpleVerificationTypeInfo.DOUBLE;
        } : OBJECT;
    }

    /** Writes the stack map; to be called when everything is emitted. */
    void finish() {
        if (!frames.isEmpty()) {
            code.with(StackMapTableAttribute.of(frames));
        }
    }

    /** To be called when an instruction that leaves code is emitted. */
    void emitted() {
        nothingSinceLabel = false;
    }

    // ---- Operands

    /** The type of an operand in code that can run, where it is known. */
    ValueType operand(int index) {
        var type = validator.operand(index);
        if (type == null) {
            throw new AssertionError("an operand of reachable code has a type");
        }
        return type;
    }

    ValueType top() {
        return operand(validator.height() - 1);
    }

    /** A slot that is free until the next label. */
    int scratch(int offset) {
        return nextSlot + offset;
    }

    /** Moves operands of these types from the stack to scratch slots; answers the first slot. */
    int storeScratch(List<ValueType> types, int offset) {
        var slot = nextSlot + offset;
        for (var type : types) {
            slot += JvmTypes.slots(type);
        }
        for (var i = types.size() - 1; i >= 0; i--) {
            slot -= JvmTypes.slots(types.get(i));
            code.storeLocal(kind(types.get(i)), slot);
        }
        return slot;
    }

    /** Puts them back. */
    void loadScratch(List<ValueType> types, int slot) {
        for (var type : types) {
            code.loadLocal(kind(type), slot);
            slot += JvmTypes.slots(type);
        }
    }

    void drop(ValueType type) {
        if (JvmTypes.slots(type) == 2) {
            code.pop2();
        } else {
            code.pop();
        }
    }

    // ---- Locals

    void loadLocal(int local, ValueType type) {
        code.loadLocal(kind(type), localSlots[local]);
    }

    void storeLocal(int local, ValueType type) {
        code.storeLocal(kind(type), localSlots[local]);
    }

    /** The end of the names of the accessors for a type. */
    static String suffix(ValueType type) {
        return type instanceof NumberType number ? switch (number) {
            case I32 -> "Int";
            case I64 -> "Long";
            case F32 -> "Float";
            case F64 -> "Double";
        } : "Reference";
    }

    // ---- What only the pieces of a function that was cut must care for

    /** Brings at least this many operands to the JVM's stack: an instruction is going to take them. */
    void need(int count) {}

    /** Whether they are there. */
    boolean isOnStack(int count) {
        return true;
    }

    /** Prepares operands for an {@code if} whose condition is on top; answers what it has become. */
    Condition beforeIf(Condition condition, List<ValueType> parameters) {
        return condition;
    }

    /** Makes the two arrays of a call with very many arguments, which are on top; answers whether it did. */
    boolean packWide(int below, int count) {
        return false;
    }

    /** Prepares operands for a call with several results; its arguments begin at {@code below}. */
    void prepareResults(FunctionType callee, int below) {}

    /** Takes the results of a call whose first one is on top; answers whether it did. */
    boolean takeResults(FunctionType callee, int below) {
        return false;
    }

    // ---- Control

    /** Absolute depth of a label: 0 is the function's own. */
    int absolute(int label) {
        return validator.depth() - 1 - label;
    }

    boolean isOutside(int absolute) {
        return absolute < baseDepth;
    }

    Block block(int absolute) {
        return blocks.get(absolute - baseDepth);
    }

    Block innermost() {
        return blocks.getLast();
    }

    /** Opens a block whose parameters are on top; the condition of an {@code if} is already used. */
    Block open(Instruction opener, FunctionType type, int height) {
        var block = new Block(opener, type, height, code.newLabel(), this);
        blocks.add(block);
        if (live && opener == Instruction.LOOP) {
            openLoop(block);
        }
        return block;
    }

    /** Moves operands out of the way of a loop that begins. */
    void openLoop(Block block) {
        var top = block.height + block.type.parameters().size();
        spill(top);
        bindLoop(block);
        // Its parameters come back from their slots, where each branch to the loop leaves them.
        for (var i = block.height; i < top; i++) {
            loadSpilled(i);
        }
        spillBase = block.height;
    }

    /** The headers of a loop; nothing is on the stack. */
    final void bindLoop(Block block) {
        block.pollLabel = code.newLabel();
        block.headLabel = code.newLabel();
        bind(block.pollLabel, List.of());
        interruptionPoint();
        bind(block.headLabel, List.of());
    }

    /** Moves all operands below this index from the stack to slots of their own. */
    private void spill(int top) {
        if (spillSlots.length < top) {
            spillSlots = Arrays.copyOf(spillSlots, top * 2);
        }
        if (spillBase == top) {
            return;
        }
        var locals = new ArrayList<>(frameLocals);
        for (var i = spillBase; i < top; i++) {
            spillSlots[i] = nextSlot;
            nextSlot += JvmTypes.slots(operand(i));
            locals.add(verificationType(operand(i)));
        }
        for (var i = top - 1; i >= spillBase; i--) {
            code.storeLocal(kind(operand(i)), spillSlots[i]);
        }
        frameLocals = locals;
        spillBase = top;
    }

    private void loadSpilled(int index) {
        code.loadLocal(kind(operand(index)), spillSlots[index]);
    }

    /** Binds a label where operands from the spill base up to a height, then these types, are on the stack. */
    void bindHere(Label label, int height, List<ValueType> above) {
        var stack = new ArrayList<VerificationTypeInfo>();
        for (var i = spillBase; i < height; i++) {
            stack.add(verificationType(operand(i)));
        }
        above.forEach(type -> stack.add(verificationType(type)));
        bind(label, stack);
    }

    final void bind(Label label, List<VerificationTypeInfo> stack) {
        if (nothingSinceLabel) {
            // Two stack map frames must not be at one place.
            code.nop();
        }
        code.labelBinding(label);
        frames.add(StackMapFrameInfo.of(label, frameLocals, stack));
        nothingSinceLabel = true;
    }

    /** The second arm of an {@code if} begins. */
    void otherwise() {
        var block = innermost();
        if (block.dead) {
            return;
        }
        if (live) {
            emitted();
            code.goto_(block.label);
            block.targeted = true;
        }
        var label = block.elseLabel;
        if (label == null) {
            throw new AssertionError("an if that is reached has an else label");
        }
        block.elseLabel = null;
        bindElse(label, block);
        live = true;
    }

    /** Binds the label of an {@code else}, which begins with the block's parameters. */
    void bindElse(Label label, Block block) {
        bindHere(label, block.height, block.type.parameters());
    }

    /** Takes the innermost block off, as it ends. */
    final Block removeInnermost() {
        return blocks.removeLast();
    }

    /** The innermost block ends; its results are on top if this is reached. */
    void end() {
        var block = removeInnermost();
        if (block.dead) {
            return;
        }
        var results = block.type.results();
        if (live && block.opener == Instruction.LOOP && block.height > block.spillBase) {
            var slot = storeScratch(results, 0);
            for (var i = block.spillBase; i < block.height; i++) {
                loadSpilled(i);
            }
            loadScratch(results, slot);
            emitted();
        }
        var after = block.targeted ? nextRound(block) : null;
        spillBase = block.spillBase;
        nextSlot = block.nextSlot;
        frameLocals = block.frameLocals;
        if (after != null) {
            bindHere(after, block.height, results);
        }
        if (block.opener != Instruction.LOOP && block.targeted) {
            bindHere(block.label, block.height, results);
            live = true;
        }
        var elseLabel = block.elseLabel;
        if (elseLabel != null) {
            // An if without else: its parameters are its results.
            bindHere(elseLabel, block.height, results);
            live = true;
        }
    }

    /** The back edge of a loop; other blocks have none. */
    final @Nullable Label nextRound(Block block) {
        return block.pollLabel != null && block.headLabel != null
                ? nextRound(block.pollLabel, block.countsRounds ? block.headLabel : null, block.label)
                : null;
    }

    /**
     * The back edge of a loop, see {@link LoopRounds}. All operands are in slots here.
     *
     * @param head null if the rounds are not counted
     * @return where the code goes on that has reached the end of the loop, if any has
     */
    private @Nullable Label nextRound(Label poll, @Nullable Label head, Label next) {
        var after = live ? code.newLabel() : null;
        if (after != null) {
            code.goto_(after);
            emitted();
        }
        bind(next, List.of());
        if (head != null) {
            code.iinc(roundsSlot, -1).iload(roundsSlot).ifgt(head).loadConstant(LoopRounds.MOST).istore(roundsSlot);
        }
        code.goto_(poll);
        emitted();
        return after;
    }

    /** Traps here if the instance was interrupted. */
    void interruptionPoint() {
        code.aload(instanceSlot).invokestatic(INTERRUPTION_POINT, "check", method(CD_void, MODULE_INSTANCE));
        emitted();
    }

    /** Pays for the instructions that come next; traps if there is not enough fuel. */
    void charge(int units) {
        code.loadConstant(units).aload(instanceSlot).invokestatic(FUEL_TANK, "charge",
                method(CD_void, CD_int, MODULE_INSTANCE));
        emitted();
    }

    /**
     * Whether a branch is more than a jump: operands must be moved, or the method left.
     *
     * @param below how many operands lie below those that the branch carries
     */
    boolean isSimple(int absolute, int below) {
        if (isOutside(absolute) || absolute == 0) {
            return false;
        }
        var block = block(absolute);
        if (block.opener == Instruction.LOOP) {
            return block.type.parameters().isEmpty() && below == spillBase;
        }
        return below == Math.max(block.height, spillBase) && (block.spillBase == spillBase
                || block.height == block.spillBase);
    }

    boolean isLoop(int absolute) {
        return block(absolute).opener == Instruction.LOOP;
    }

    /** Jumps there if the condition holds; only for simple branches. */
    void jumpIf(Opcode opcode, int absolute) {
        var block = block(absolute);
        block.targeted = true;
        code.branch(opcode, block.label);
    }

    /** The label of a block of this method, for a switch; only for simple branches. */
    Label target(int absolute) {
        var block = block(absolute);
        block.targeted = true;
        return block.label;
    }

    /** Branches to a block of this method: moves what it carries to where the label expects it, drops the rest. */
    void jump(int absolute, int below, List<ValueType> carried) {
        var block = block(absolute);
        block.targeted = true;
        if (!isSimple(absolute, below)) {
            var slot = storeScratch(carried, 0);
            var isLoop = block.opener == Instruction.LOOP;
            // Inside of a loop everything from outside is in slots, and nothing may stay on the stack.
            var keep = isLoop || block.spillBase < spillBase ? spillBase : block.height;
            for (var i = below - 1; i >= keep; i--) {
                drop(operand(i));
            }
            if (isLoop) {
                storeLoopParameters(block, slot);
            } else {
                for (var i = block.spillBase; i < Math.min(block.height, spillBase); i++) {
                    loadSpilled(i);
                }
                loadScratch(carried, slot);
            }
        }
        code.goto_(block.label);
    }

    /** Returns from the function; its results are on top, {@code below} operands lie below them. */
    void returnResults(FunctionType function, int below) {
        var results = function.results();
        for (var i = results.size() - 1; i > 0; i--) {
            code.loadConstant(i).aload(instanceSlot).invokestatic(RESULTS, "put",
                    method(CD_void, Descriptors.of(results.get(i)), CD_int, MODULE_INSTANCE));
        }
        code.return_(Descriptors.resultKind(function));
        emitted();
    }

    private void storeLoopParameters(Block block, int scratch) {
        var slot = scratch;
        var parameters = block.type.parameters();
        for (var i = 0; i < parameters.size(); i++) {
            var kind = kind(parameters.get(i));
            code.loadLocal(kind, slot).storeLocal(kind, spillSlots[block.height + i]);
            slot += JvmTypes.slots(parameters.get(i));
        }
    }

    /** Turns a pending condition into an i32. */
    void materialise(Condition condition, int below) {
        var isTrue = code.newLabel();
        var end = code.newLabel();
        code.branch(condition.ifTrue(), isTrue).iconst_0().goto_(end);
        emitted();
        bindHere(isTrue, below, List.of());
        code.iconst_1();
        emitted();
        bindHere(end, below, List.of(ValueType.I32));
    }
}
