package dev.mortise.wasm.internal.compile;

import static dev.mortise.wasm.internal.compile.Descriptors.SPLIT_FRAME;
import static dev.mortise.wasm.internal.compile.Descriptors.method;
import static java.lang.constant.ConstantDescs.CD_int;

import dev.mortise.wasm.internal.binary.Instruction;
import dev.mortise.wasm.internal.validate.FunctionValidator;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.attribute.StackMapFrameInfo.VerificationTypeInfo;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/** The methods that one function is cut into, each called by the one around it. */
final class Pieces {

    private final FunctionCompiler compiler;
    private final FunctionValidator validator;
    private final ClassDesc owner;
    private final String name;
    private final CutBody.Common common;
    private int labels;
    private int count;

    Pieces(FunctionCompiler compiler, FunctionValidator validator, ClassDesc owner, String name,
            CutBody.Common common) {
        this.compiler = compiler;
        this.validator = validator;
        this.owner = owner;
        this.name = name;
        this.common = common;
    }

    /** A piece takes the frame and the instance, and answers 0 to go on or the id of the label to go to. */
    static MethodTypeDesc type(ModuleCompiler module) {
        return method(CD_int, SPLIT_FRAME, module.instanceDesc());
    }

    /** A block opens at this absolute depth: its label gets an id that no other label of the function has. */
    void opened(int depth) {
        var id = ++labels;
        if (depth == common.labelIds().size()) {
            common.labelIds().add(id);
        } else {
            common.labelIds().set(depth, id);
        }
    }

    /** One of the methods; all operands there are, are in the frame. */
    CutBody body(CodeBuilder code, int instanceSlot, int frameSlot, int roundsSlot, int nextSlot,
            List<VerificationTypeInfo> types) {
        return new CutBody(code, validator, instanceSlot, frameSlot, roundsSlot, nextSlot, List.copyOf(types),
                count == 0 ? 0 : validator.depth(), common);
    }

    /** A block in a method of its own; its first instruction has been read. */
    void block(CutBody outer, Instruction opener) {
        var depth = validator.depth();
        piece(outer, () -> {
            compiler.apply(opener);
            while (validator.depth() > depth) {
                compiler.step();
            }
        });
    }

    /** A run of instructions of one block in a method of its own. */
    void run(CutBody outer, int end) {
        piece(outer, () -> {
            while (validator.reader().position() < end) {
                compiler.step();
            }
        });
    }

    private void piece(CutBody outer, Runnable content) {
        var pieceName = name + "$" + ++count;
        outer.callPiece(owner, pieceName);
        outer.afterPiece(compiler.piece(pieceName, content));
    }
}
