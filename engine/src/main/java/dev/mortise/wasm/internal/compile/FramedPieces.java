package dev.mortise.wasm.internal.compile;

import static dev.mortise.wasm.internal.compile.Descriptors.SPLIT_FRAME;
import static dev.mortise.wasm.internal.compile.Descriptors.method;
import static java.lang.constant.ConstantDescs.CD_int;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.internal.compile.SplitPlan.Region;
import dev.mortise.wasm.internal.validate.FunctionValidator;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.attribute.StackMapFrameInfo.ObjectVerificationTypeInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.VerificationTypeInfo;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.List;

/** Pieces that find all locals and operands in an object. It takes any number of them. */
final class FramedPieces extends Pieces {

    private final ClassDesc owner;
    private final ClassDesc instance;
    private final CutBody.Common common;

    FramedPieces(FunctionCompiler compiler, FunctionValidator validator, ClassDesc owner, ClassDesc instance,
            String name, FunctionType type, Constants constants, int transferIndex, boolean sharesSwitch) {
        super(compiler, validator, name);
        this.owner = owner;
        this.instance = instance;
        // A piece takes the frame and the instance, and answers 0 to go on or the id of the label to go to.
        this.common = new CutBody.Common(type, method(CD_int, SPLIT_FRAME, instance), constants, transferIndex,
                labelIds, sharesSwitch);
    }

    /** The function's own method. */
    CutBody root(CodeBuilder code, int instanceSlot, int frameSlot, int roundsSlot, List<VerificationTypeInfo> types) {
        return new CutBody(code, validator, instanceSlot, frameSlot, roundsSlot, frameSlot + 1, List.copyOf(types), 0,
                common);
    }

    @Override
    void piece(String method, Region region, Runnable content) {
        var outer = (CutBody) compiler.body();
        outer.callPiece(owner, method);
        outer.afterPiece(compiler.pieceMethod(method, common.pieceType(), this::inner, content));
    }

    private CutBody inner(CodeBuilder code) {
        var types = new ArrayList<VerificationTypeInfo>();
        types.add(ObjectVerificationTypeInfo.of(SPLIT_FRAME));
        types.add(ObjectVerificationTypeInfo.of(instance));
        var roundsSlot = compiler.roundsSlot(code, 2, types);
        return new CutBody(code, validator, 1, 0, roundsSlot, types.size(), List.copyOf(types), validator.depth(),
                common);
    }
}
