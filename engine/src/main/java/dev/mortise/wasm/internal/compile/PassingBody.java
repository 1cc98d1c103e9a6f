package dev.mortise.wasm.internal.compile;

import static dev.mortise.wasm.internal.compile.Descriptors.MODULE_INSTANCE;
import static dev.mortise.wasm.internal.compile.Descriptors.RESULTS;
import static dev.mortise.wasm.internal.compile.Descriptors.kind;
import static dev.mortise.wasm.internal.compile.Descriptors.method;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.ValueType;
import dev.mortise.wasm.internal.compile.LocalFlow.Use;
import dev.mortise.wasm.internal.compile.SplitPlan.Region;
import dev.mortise.wasm.internal.validate.FunctionValidator;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.attribute.StackMapFrameInfo.SimpleVerificationTypeInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.VerificationTypeInfo;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One of the methods of a function that was cut, with locals and operands in the JVM's own places. What a piece uses
 * comes as its parameters: the operands that it takes, the locals, the instance. What it has set or left on top goes back
 * by way of the instance's {@link dev.mortise.wasm.internal.runtime.Results}: first what a label or the end carries, then
 * the locals. It answers 0 to go on or the id of the label to go to; one that has no branch out of it, and leaves nothing
 * on top, answers with the first local that it has set.
 */
final class PassingBody extends Body {

    /**
     * What all methods of a cut function have in common.
     *
     * @param firstLocal where the locals that a piece has set begin, behind what is carried
     * @param handed how many values are handed over at most
     */
    record Common(FunctionType type, Constants constants, int firstLocal, int handed) {
    }

    /** What a piece takes and gives. */
    record Shape(Region region, Use use, ValueType[] locals) {

        /** Whether it answers with a local. */
        boolean returnsLocal() {
            return !use.leaves() && region.heightBehind() == region.low() && use.given().length > 0;
        }

        MethodTypeDesc type(List<ValueType> operands, ClassDesc instance) {
            var parameters = new ArrayList<ClassDesc>();
            operands.forEach(operand -> parameters.add(Descriptors.of(operand)));
            for (var local : use.taken()) {
                parameters.add(Descriptors.of(locals[local]));
            }
            parameters.add(instance);
            var result = use.leaves() ? CD_int
                    : returnsLocal() ? Descriptors.of(locals[use.given()[0]]) : ConstantDescs.CD_void;
            return MethodTypeDesc.of(result, parameters);
        }
    }

    private final Common common;
    private final List<Integer> labelIds;
    /** Null for the function's own method. */
    private final @Nullable Shape shape;
    /** Absolute depths that this method leaves to by returning the id of their label. */
    private final TreeSet<Integer> leaves = new TreeSet<>();
    private final Label exit;

    PassingBody(CodeBuilder code, FunctionValidator validator, int instanceSlot, int roundsSlot, int[] localSlots,
            int nextSlot, List<VerificationTypeInfo> frameLocals, int baseDepth, Common common, List<Integer> labelIds,
            @Nullable Shape shape) {
        super(code, validator, instanceSlot, roundsSlot, localSlots, nextSlot, frameLocals, baseDepth,
                shape == null ? 0 : shape.region.low());
        this.common = common;
        this.labelIds = labelIds;
        this.shape = shape;
        this.exit = code.newLabel();
    }

    // ---- Values that are handed over

    /** Hands over the value on top. */
    private void hand(ValueType type, int index) {
        common.constants.load(code, index);
        code.aload(instanceSlot).invokestatic(RESULTS, "put", method(CD_void, Descriptors.of(type), CD_int,
                MODULE_INSTANCE));
    }

    /** Hands over the values on top, the first of these types at the bottom. */
    private void handAll(List<ValueType> types) {
        for (var i = types.size() - 1; i >= 0; i--) {
            hand(types.get(i), i);
            emitted();
        }
    }

    private void take(ValueType type, int index) {
        code.aload(instanceSlot);
        common.constants.load(code, index);
        code.invokestatic(RESULTS, "take" + suffix(type), method(Descriptors.of(type), MODULE_INSTANCE, CD_int));
        emitted();
    }

    private void takeAll(List<ValueType> types) {
        for (var i = 0; i < types.size(); i++) {
            take(types.get(i), i);
        }
    }

    private List<ValueType> operands(int from) {
        var types = new ArrayList<ValueType>();
        for (var i = from; i < validator.height(); i++) {
            types.add(operand(i));
        }
        return types;
    }

    private void dropDownTo(int from, int to) {
        for (var i = to - 1; i >= from; i--) {
            drop(operand(i));
            emitted();
        }
    }

    // ---- The end of a piece

    @Override
    void jump(int absolute, int below, List<ValueType> carried) {
        if (isOutside(absolute)) {
            handAll(carried);
            leave(absolute, below);
        } else {
            super.jump(absolute, below, carried);
        }
    }

    private void leave(int absolute, int below) {
        dropDownTo(spillBase, below);
        leaves.add(absolute);
        common.constants.load(code, labelIds.get(absolute));
        code.goto_(exit);
        emitted();
    }

    @Override
    void finish() {
        if (shape != null) {
            if (live) {
                handAll(operands(shape.region.low()));
                if (shape.use.leaves()) {
                    code.iconst_0();
                    emitted();
                }
            }
            if (live || !leaves.isEmpty()) {
                exit(shape);
            }
        }
        super.finish();
    }

    private void exit(Shape of) {
        if (!leaves.isEmpty()) {
            bind(exit, List.of(SimpleVerificationTypeInfo.INTEGER));
        }
        var given = of.use.given();
        for (var i = of.returnsLocal() ? 1 : 0; i < given.length; i++) {
            var type = of.locals[given[i]];
            loadLocal(given[i], type);
            hand(type, common.firstLocal + i);
        }
        if (of.use.leaves()) {
            code.ireturn();
        } else if (of.returnsLocal()) {
            var type = of.locals[given[0]];
            loadLocal(given[0], type);
            code.return_(kind(type));
        } else {
            code.return_();
        }
        emitted();
    }

    // ---- Calls of pieces

    /** Calls a piece; the operands that it takes are on top. */
    void callPiece(ClassDesc owner, String name, Shape piece, MethodTypeDesc type) {
        for (var local : piece.use.taken()) {
            loadLocal(local, piece.locals[local]);
        }
        code.aload(instanceSlot).invokestatic(owner, name, type);
        emitted();
    }

    /** What comes behind the call of a piece. */
    void afterPiece(PassingBody piece, Shape of) {
        takeLocals(of);
        var low = of.region.low();
        if (of.use.leaves() && !piece.leaves.isEmpty()) {
            tellApart(piece, low);
        } else {
            if (of.use.leaves()) {
                code.pop();
            }
            if (!piece.live) {
                // It never comes back; the verifier wants to be told.
                code.aconst_null().athrow();
            }
            emitted();
        }
        live = piece.live;
        if (live) {
            takeAll(operands(low));
        }
    }

    private void takeLocals(Shape of) {
        var given = of.use.given();
        for (var i = 0; i < given.length; i++) {
            var type = of.locals[given[i]];
            if (i > 0 || !of.returnsLocal()) {
                take(type, common.firstLocal + i);
            }
            storeLocal(given[i], type);
        }
    }

    private void tellApart(PassingBody piece, int low) {
        var goOn = code.newLabel();
        var cases = new ArrayList<SwitchCase>();
        var stubs = new ArrayList<Label>();
        var stubbed = new ArrayList<Integer>();
        for (var absolute : piece.leaves) {
            Label target;
            if (isSimple(absolute, low) && block(absolute).labelTypes().isEmpty()) {
                target = target(absolute);
            } else {
                target = code.newLabel();
                stubs.add(target);
                stubbed.add(absolute);
            }
            cases.add(SwitchCase.of(labelIds.get(absolute), target));
        }
        var otherwise = piece.live ? goOn : cases.getLast().target();
        cases.sort(Comparator.comparingInt(SwitchCase::caseValue));
        code.lookupswitch(otherwise, cases);
        emitted();
        for (var i = 0; i < stubs.size(); i++) {
            bindHere(stubs.get(i), low, List.of());
            goTo(stubbed.get(i), low);
            emitted();
        }
        if (piece.live) {
            bindHere(goOn, low, List.of());
        }
    }

    /** Goes to a label with the values that a piece has handed over. */
    private void goTo(int absolute, int low) {
        if (isOutside(absolute)) {
            // They are where the next method looks for them.
            leave(absolute, low);
        } else if (absolute == 0) {
            takeAll(common.type.results());
            returnResults(common.type, low);
        } else {
            var carried = block(absolute).labelTypes();
            takeAll(carried);
            jump(absolute, low, carried);
        }
    }
}
