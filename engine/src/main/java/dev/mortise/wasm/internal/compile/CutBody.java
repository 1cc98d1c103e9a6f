package dev.mortise.wasm.internal.compile;

import static dev.mortise.wasm.internal.compile.Descriptors.LONGS;
import static dev.mortise.wasm.internal.compile.Descriptors.MODULE_INSTANCE;
import static dev.mortise.wasm.internal.compile.Descriptors.OBJECTS;
import static dev.mortise.wasm.internal.compile.Descriptors.SPLIT_FRAME;
import static dev.mortise.wasm.internal.compile.Descriptors.method;
import static java.lang.constant.ConstantDescs.CD_Double;
import static java.lang.constant.ConstantDescs.CD_Float;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_Throwable;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.NumberType;
import dev.mortise.wasm.ValueType;
import dev.mortise.wasm.internal.binary.Instruction;
import dev.mortise.wasm.internal.runtime.JvmTypes;
import dev.mortise.wasm.internal.validate.FunctionValidator;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.attribute.StackMapFrameInfo.ObjectVerificationTypeInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.SimpleVerificationTypeInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.VerificationTypeInfo;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One of the methods of a function that was cut. Its locals are in the {@link
 * dev.mortise.wasm.internal.runtime.SplitFrame} that these methods share, and each operand has a place there, too.
 * Operands below the spill base are in the frame, the few above it on the JVM's stack.
 *
 * <p>
 * However many values there are, moving them costs little code: an operand goes to the frame at most once and comes
 * back at most once, all of them at a block's begin and at the call of a piece, so that none has to be moved at a
 * label; more than one value of a label travels in the frame, moved there by one call.
 */
final class CutBody extends Body {

    /** More of them on the stack than an instruction needs would make stack map frames and branches long. */
    static final int MAX_ON_STACK = 32;
    /** Results of a call that go to the stack one by one. */
    static final int MAX_RESULTS = 4;
    /** Labels that the code behind the call of a piece tells apart itself. */
    private static final int MAX_LEAVES = 4;

    /**
     * What all methods of a cut function have in common.
     *
     * @param transferIndex where values that a label carries lie while a piece returns
     * @param labelIds of each label that is open, by its absolute depth
     * @param sharesSwitch whether labels that pieces leave to are always told apart by one switch a method
     */
    record Common(FunctionType type, MethodTypeDesc pieceType, Constants constants, int transferIndex,
            List<Integer> labelIds, boolean sharesSwitch) {
    }

    private static final MethodTypeDesc PUT_REFERENCE = method(CD_void, CD_Object, CD_int, SPLIT_FRAME);
    private static final MethodTypeDesc TAKE_REFERENCE = method(CD_Object, SPLIT_FRAME, CD_int);

    /** Absolute depths that this method leaves to by returning the id of their label. */
    final BitSet leaves = new BitSet();
    private final Common common;
    private final int frameSlot;
    /** Of the frame's array of numbers. */
    private final int numbersSlot;
    /** Labels that pieces leave to by way of the switch at the end of this method, by id. */
    private final Map<Integer, Block> dispatched = new TreeMap<>();
    /** Of the frame that this method made; 0 if that was another. */
    private int places;
    private @Nullable Label guarded;
    private boolean dispatchesReturn;
    private boolean hasDispatch;
    private final Label dispatch;

    CutBody(CodeBuilder code, FunctionValidator validator, int instanceSlot, int frameSlot, int roundsSlot,
            int nextSlot, List<VerificationTypeInfo> frameLocals, int baseDepth, Common common) {
        super(code, validator, instanceSlot, roundsSlot, new int[0], nextSlot + 1, withNumbers(frameLocals), baseDepth,
                validator.height());
        this.frameSlot = frameSlot;
        this.numbersSlot = nextSlot;
        code.aload(frameSlot).getfield(SPLIT_FRAME, "numbers", LONGS).astore(numbersSlot);
        this.common = common;
        this.dispatch = code.newLabel();
    }

    private static List<VerificationTypeInfo> withNumbers(List<VerificationTypeInfo> frameLocals) {
        var types = new ArrayList<>(frameLocals);
        types.add(ObjectVerificationTypeInfo.of(LONGS));
        return List.copyOf(types);
    }

    // ---- The frame

    /** The frame of so many places was made here: from now on, whatever leaves this method gives them back. */
    void takesPlaces(int count) {
        places = count;
        guarded = code.newBoundLabel();
    }

    /** No call: the stack may be nearly full. */
    private void givePlacesBack() {
        code.aload(instanceSlot).dup().getfield(MODULE_INSTANCE, "framePlaces", CD_int);
        common.constants.load(code, places);
        code.isub().putfield(MODULE_INSTANCE, "framePlaces", CD_int);
    }

    private void givePlacesBackOnFailure(Label from) {
        var to = code.newBoundLabel();
        var handler = code.newLabel();
        bind(handler, List.of(ObjectVerificationTypeInfo.of(CD_Throwable)));
        givePlacesBack();
        code.athrow();
        emitted();
        code.exceptionCatch(from, to, handler, CD_Throwable);
    }

    private int place(int operand) {
        return validator.locals().length + operand;
    }

    // Not by calls, which C2 no longer inlines where there are hundreds: the loop of 250 operations took 5.4 ns an
    // operation with them, and takes 4.2.
    private void store(int index, ValueType type) {
        if (!(type instanceof NumberType number)) {
            common.constants.load(code, index);
            code.aload(frameSlot).invokestatic(SPLIT_FRAME, "put", PUT_REFERENCE);
            return;
        }
        switch (number) {
            case I32 -> code.i2l();
            case I64 -> {
            }
            case F32 -> code.invokestatic(CD_Float, "floatToRawIntBits", method(CD_int, CD_float)).i2l();
            case F64 -> code.invokestatic(CD_Double, "doubleToRawLongBits", method(CD_long, CD_double));
        }
        code.aload(numbersSlot);
        common.constants.load(code, index);
        code.dup2_x2().pop2().lastore();
    }

    private void load(int index, ValueType type) {
        if (!(type instanceof NumberType number)) {
            code.aload(frameSlot);
            common.constants.load(code, index);
            code.invokestatic(SPLIT_FRAME, "takeReference", TAKE_REFERENCE);
            return;
        }
        code.aload(numbersSlot);
        common.constants.load(code, index);
        code.laload();
        switch (number) {
            case I32 -> code.l2i();
            case I64 -> {
            }
            case F32 -> code.l2i().invokestatic(CD_Float, "intBitsToFloat", method(CD_float, CD_int));
            case F64 -> code.invokestatic(CD_Double, "longBitsToDouble", method(CD_double, CD_long));
        }
    }

    private void move(int from, int to, int count) {
        if (from != to && count > 0) {
            common.constants.load(code, from);
            common.constants.load(code, to);
            common.constants.load(code, count);
            code.aload(frameSlot).invokestatic(SPLIT_FRAME, "move",
                    method(CD_void, CD_int, CD_int, CD_int, SPLIT_FRAME));
        }
    }

    /** Moves the operands on the JVM's stack to the frame; {@code to} is behind the topmost. */
    void flush(int to) {
        flushDownTo(spillBase, to);
        spillBase = to;
    }

    private void flushDownTo(int from, int to) {
        for (var i = to - 1; i >= from; i--) {
            store(place(i), operand(i));
            emitted();
        }
    }

    /** Calls a piece, which finds everything in the frame. */
    void callPiece(ClassDesc owner, String name) {
        flush(validator.height());
        code.aload(frameSlot).aload(instanceSlot).invokestatic(owner, name, common.pieceType);
        emitted();
    }

    @Override
    void loadLocal(int local, ValueType type) {
        load(local, type);
    }

    @Override
    void storeLocal(int local, ValueType type) {
        store(local, type);
    }

    @Override
    boolean isOnStack(int count) {
        return spillBase <= validator.height() - count;
    }

    @Override
    void need(int count) {
        var height = validator.height();
        var first = height - count;
        if (height - spillBase > count + MAX_ON_STACK) {
            flush(height);
        }
        if (spillBase > first) {
            var above = types(spillBase, height);
            var slot = above.isEmpty() ? 0 : storeScratch(above, 0);
            for (var i = first; i < spillBase; i++) {
                load(place(i), operand(i));
            }
            if (!above.isEmpty()) {
                loadScratch(above, slot);
            }
            spillBase = first;
            emitted();
        }
    }

    private List<ValueType> types(int from, int to) {
        var types = new ArrayList<ValueType>();
        for (var i = from; i < to; i++) {
            types.add(operand(i));
        }
        return types;
    }

    // ---- Calls

    @Override
    boolean packWide(int below, int count) {
        flush(below + count);
        for (var helper : List.of("wideNumbers", "wideReferences")) {
            common.constants.load(code, place(below));
            common.constants.load(code, count);
            code.aload(frameSlot).invokestatic(SPLIT_FRAME, helper,
                    method(helper.equals("wideNumbers") ? LONGS : OBJECTS, CD_int, CD_int, SPLIT_FRAME));
        }
        spillBase = below;
        return true;
    }

    @Override
    void prepareResults(FunctionType callee, int below) {
        if (callee.results().size() > MAX_RESULTS && spillBase < below && !JvmTypes.isWide(callee)) {
            var height = validator.height();
            flush(height);
            need(height - below);
        }
    }

    @Override
    boolean takeResults(FunctionType callee, int below) {
        var results = callee.results();
        if (results.size() <= MAX_RESULTS) {
            return false;
        }
        store(place(below), results.getFirst());
        common.constants.load(code, place(below + 1));
        common.constants.load(code, results.size() - 1);
        code.aload(frameSlot).aload(instanceSlot).invokestatic(SPLIT_FRAME, "takeResults",
                method(CD_void, CD_int, CD_int, SPLIT_FRAME, MODULE_INSTANCE));
        spillBase = below + results.size();
        return true;
    }

    // ---- Control

    /** Whether the values of a label travel in the frame: all of a loop's, and where there are several. */
    private static boolean inFrame(Instruction opener, List<ValueType> types) {
        return opener == Instruction.LOOP || types.size() > 1;
    }

    /** Brings the values of a label, which are on top, to where it expects them; everything below to the frame. */
    private void settle(Instruction opener, int height, List<ValueType> types) {
        if (types.size() != 1 || inFrame(opener, types)) {
            flush(height + types.size());
        } else if (spillBase > height) {
            load(place(height), types.getFirst());
            spillBase = height;
            emitted();
        } else if (spillBase < height) {
            var slot = storeScratch(types, 2);
            flush(height);
            loadScratch(types, slot);
            emitted();
        }
    }

    /** Binds a label whose values are where {@link #settle} puts them. */
    private void arrive(Label label, Instruction opener, int height, List<ValueType> types) {
        if (inFrame(opener, types)) {
            spillBase = height + types.size();
            bind(label, List.of());
        } else {
            spillBase = height;
            bindHere(label, height, types);
        }
    }

    @Override
    Condition beforeIf(Condition condition, List<ValueType> parameters) {
        var height = validator.height() - 1 - parameters.size();
        if (condition.equals(Condition.NOT_ZERO)) {
            need(1);
        }
        if (spillBase == height + (parameters.size() > 1 ? parameters.size() : 0)) {
            return condition;
        }
        if (!condition.equals(Condition.NOT_ZERO)) {
            materialise(condition, validator.height() - 1);
        }
        code.istore(scratch(0));
        settle(Instruction.IF, height, parameters);
        code.iload(scratch(0));
        emitted();
        return Condition.NOT_ZERO;
    }

    @Override
    Block open(Instruction opener, FunctionType type, int height) {
        if (live && opener != Instruction.IF) {
            settle(opener, height, type.parameters());
        }
        return super.open(opener, type, height);
    }

    @Override
    void openLoop(Block block) {
        bindLoop(block);
    }

    @Override
    void otherwise() {
        var block = innermost();
        if (block.dead) {
            return;
        }
        if (live) {
            settle(block.opener, block.height, block.type.results());
        }
        super.otherwise();
    }

    @Override
    void bindElse(Label label, Block block) {
        arrive(label, block.opener, block.height, block.type.parameters());
    }

    @Override
    void end() {
        var block = removeInnermost();
        if (block.dead) {
            return;
        }
        var results = block.type.results();
        var isLoop = block.opener == Instruction.LOOP;
        var elseLabel = block.elseLabel;
        if (live && (block.targeted || elseLabel != null)) {
            settle(Instruction.BLOCK, block.height, results);
        }
        if (isLoop && block.targeted) {
            var after = nextRound(block);
            if (after != null) {
                arrive(after, Instruction.BLOCK, block.height, results);
            }
        } else if (block.targeted) {
            arrive(block.label, Instruction.BLOCK, block.height, results);
            live = true;
        }
        if (elseLabel != null) {
            arrive(elseLabel, Instruction.BLOCK, block.height, results);
            live = true;
        }
    }

    @Override
    boolean isSimple(int absolute, int below) {
        if (isOutside(absolute) || absolute == 0) {
            return false;
        }
        var block = block(absolute);
        var types = block.labelTypes();
        return types.isEmpty() || !inFrame(block.opener, types)
                ? spillBase == below
                : spillBase == below + types.size() && below == block.height;
    }

    @Override
    void jump(int absolute, int below, List<ValueType> carried) {
        var framed = spillBase;
        if (isOutside(absolute)) {
            stage(below, carried);
            leave(absolute);
        } else {
            var block = block(absolute);
            block.targeted = true;
            if (!isSimple(absolute, below)) {
                if (carried.size() == 1 && !inFrame(block.opener, carried)) {
                    alone(below, carried);
                } else {
                    flushDownTo(Math.max(spillBase, below), below + carried.size());
                    dropDownTo(spillBase, below);
                    move(place(below), place(block.height), carried.size());
                }
            }
            code.goto_(block.label);
        }
        // Where this branch is not taken, everything is as it was.
        spillBase = framed;
    }

    /** Brings the one value on top to the stack and drops what lies below it there. */
    private void alone(int below, List<ValueType> carried) {
        if (spillBase > below) {
            load(place(below), carried.getFirst());
        } else if (spillBase < below) {
            var slot = storeScratch(carried, 0);
            dropDownTo(spillBase, below);
            loadScratch(carried, slot);
        }
    }

    private void dropDownTo(int from, int to) {
        for (var i = to - 1; i >= from; i--) {
            drop(operand(i));
        }
    }

    /** Puts what a branch carries out of this method where the method finds it that has its label. */
    private void stage(int below, List<ValueType> carried) {
        if (carried.size() == 1) {
            if (spillBase > below) {
                load(place(below), carried.getFirst());
            }
            store(common.transferIndex, carried.getFirst());
        } else {
            flushDownTo(Math.max(spillBase, below), below + carried.size());
            move(place(below), common.transferIndex, carried.size());
        }
    }

    private void leave(int absolute) {
        leaves.set(absolute);
        common.constants.load(code, common.labelIds.get(absolute));
        code.ireturn();
        emitted();
    }

    @Override
    void returnResults(FunctionType type, int below) {
        var results = type.results();
        var framed = spillBase;
        if (results.size() == 1) {
            alone(below, results);
        } else if (results.size() > 1) {
            flushDownTo(Math.max(spillBase, below), below + results.size());
            returnFrom(place(below));
            spillBase = framed;
            return;
        }
        givePlacesBack();
        code.return_(Descriptors.resultKind(type));
        emitted();
        spillBase = framed;
    }

    private void returnFrom(int index) {
        var results = common.type.results();
        if (results.size() > 1) {
            common.constants.load(code, index + 1);
            common.constants.load(code, results.size() - 1);
            code.aload(frameSlot).aload(instanceSlot).invokestatic(SPLIT_FRAME, "leaveResults",
                    method(CD_void, CD_int, CD_int, SPLIT_FRAME, MODULE_INSTANCE));
        }
        if (!results.isEmpty()) {
            load(index, results.getFirst());
        }
        givePlacesBack();
        code.return_(Descriptors.resultKind(common.type));
        emitted();
    }

    /**
     * A {@code br_table} with more labels than a {@code tableswitch} should tell apart: a piece of its own, so that all
     * labels are outside. A table of their ids gives what the piece returns.
     */
    void branchByIds(int[] labels, int below, List<ValueType> carried) {
        code.istore(scratch(0));
        var framed = spillBase;
        stage(below, carried);
        spillBase = framed;
        var ids = new int[labels.length];
        for (var i = 0; i < ids.length; i++) {
            var absolute = absolute(labels[i]);
            leaves.set(absolute);
            ids[i] = common.labelIds.get(absolute);
        }
        code.iload(scratch(0));
        BranchTables.number(code, ids, 16);
        code.bipush(16).ishl().iload(scratch(0));
        BranchTables.number(code, ids, 0);
        var known = code.newLabel();
        // An index beyond the table gave all ones.
        code.ior().dup().ifge(known).pop();
        common.constants.load(code, ids[ids.length - 1]);
        emitted();
        bind(known, List.of(SimpleVerificationTypeInfo.INTEGER));
        code.ireturn();
        emitted();
        live = false;
    }

    // ---- Pieces

    /** The end of a piece: everything is in the frame, and its caller goes on. */
    private void goOn() {
        flush(validator.height());
        code.iconst_0().ireturn();
        emitted();
    }

    /** What comes behind the call of a piece, which returned 0 to go on or the id of a label. */
    void afterPiece(CutBody piece) {
        if (piece.leaves.isEmpty()) {
            code.pop();
            if (!piece.live) {
                // It never comes back; the verifier wants to be told.
                code.aconst_null().athrow();
            }
            emitted();
        } else if (!common.sharesSwitch && piece.leaves.cardinality() <= MAX_LEAVES) {
            tellApart(piece);
        } else {
            var outside = (BitSet) piece.leaves.clone();
            outside.clear(baseDepth, Math.max(baseDepth, outside.length()));
            leaves.or(outside);
            for (var absolute = piece.leaves.nextSetBit(baseDepth); absolute >= 0; absolute =
                    piece.leaves.nextSetBit(absolute + 1)) {
                if (absolute == 0) {
                    dispatchesReturn = true;
                } else {
                    var block = block(absolute);
                    block.targeted = true;
                    dispatched.put(common.labelIds.get(absolute), block);
                }
            }
            hasDispatch = true;
            if (piece.live) {
                code.dup().ifne(dispatch).pop();
            } else {
                code.goto_(dispatch);
            }
            emitted();
        }
        live = piece.live;
        if (live) {
            spillBase = validator.height();
        }
    }

    private void tellApart(CutBody piece) {
        var goOn = code.newLabel();
        var cases = new ArrayList<SwitchCase>();
        for (var absolute : piece.leaves.stream().toArray()) {
            cases.add(SwitchCase.of(common.labelIds.get(absolute), code.newLabel()));
        }
        code.lookupswitch(piece.live ? goOn : cases.getLast().target(), sorted(cases));
        emitted();
        var next = 0;
        for (var absolute : piece.leaves.stream().toArray()) {
            bind(cases.get(next++).target(), List.of());
            if (isOutside(absolute)) {
                leave(absolute);
            } else if (absolute == 0) {
                returnFrom(common.transferIndex);
            } else {
                enter(block(absolute));
            }
            emitted();
        }
        if (piece.live) {
            bind(goOn, List.of());
        }
    }

    private static List<SwitchCase> sorted(List<SwitchCase> cases) {
        return cases.stream().sorted((a, b) -> Integer.compare(a.caseValue(), b.caseValue())).toList();
    }

    /** Goes to a label with the values that a piece left. */
    private void enter(Block block) {
        block.targeted = true;
        var types = block.labelTypes();
        if (types.size() == 1 && !inFrame(block.opener, types)) {
            load(common.transferIndex, types.getFirst());
        } else {
            move(common.transferIndex, place(block.height), types.size());
        }
        code.goto_(block.label);
    }

    @Override
    void finish() {
        if (baseDepth > 0 && live) {
            goOn();
        }
        if (hasDispatch) {
            bind(dispatch, List.of(SimpleVerificationTypeInfo.INTEGER));
            var cases = new ArrayList<SwitchCase>();
            for (var id : dispatched.keySet()) {
                cases.add(SwitchCase.of(id, code.newLabel()));
            }
            var returns = code.newLabel();
            if (dispatchesReturn) {
                cases.add(SwitchCase.of(common.labelIds.getFirst(), returns));
            }
            var outside = code.newLabel();
            code.dup().lookupswitch(outside, sorted(cases));
            emitted();
            var next = 0;
            for (var block : dispatched.values()) {
                bind(cases.get(next++).target(), List.of(SimpleVerificationTypeInfo.INTEGER));
                code.pop();
                enter(block);
                emitted();
            }
            if (dispatchesReturn) {
                bind(returns, List.of(SimpleVerificationTypeInfo.INTEGER));
                code.pop();
                returnFrom(common.transferIndex);
                emitted();
            }
            bind(outside, List.of(SimpleVerificationTypeInfo.INTEGER));
            if (baseDepth > 0) {
                code.ireturn();
            } else {
                code.pop().aconst_null().athrow();
            }
            emitted();
        }
        if (guarded != null) {
            givePlacesBackOnFailure(guarded);
        }
        super.finish();
    }
}
