package dev.mortise.wasm.internal.compile;

import static java.lang.constant.ConstantDescs.CD_Integer;
import static java.lang.constant.ConstantDescs.CD_Long;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import dev.mortise.wasm.internal.binary.Instruction;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import org.jspecify.annotations.Nullable;

/**
 * A comparison whose operands are on the stack and whose result is not yet: most are followed by a branch, an
 * {@code if}, a {@code select} or an {@code eqz}, which the JVM does in the same instruction.
 *
 * @param ifTrue the JVM's branch that is taken when it holds
 */
record Condition(Opcode ifTrue) {

    /** The condition that an i32 on the stack is not zero. */
    static final Condition NOT_ZERO = new Condition(Opcode.IFNE);

    /** The opposite. */
    Condition negated() {
        return new Condition(ifFalse());
    }

    /** The branch that is taken when it does not hold. */
    Opcode ifFalse() {
        return switch (ifTrue) {
            case IFEQ -> Opcode.IFNE;
            case IFNE -> Opcode.IFEQ;
            case IFLT -> Opcode.IFGE;
            case IFGE -> Opcode.IFLT;
            case IFGT -> Opcode.IFLE;
            case IFLE -> Opcode.IFGT;
            case IF_ICMPEQ -> Opcode.IF_ICMPNE;
            case IF_ICMPNE -> Opcode.IF_ICMPEQ;
            case IF_ICMPLT -> Opcode.IF_ICMPGE;
            case IF_ICMPGE -> Opcode.IF_ICMPLT;
            case IF_ICMPGT -> Opcode.IF_ICMPLE;
            case IF_ICMPLE -> Opcode.IF_ICMPGT;
            case IFNULL -> Opcode.IFNONNULL;
            case IFNONNULL -> Opcode.IFNULL;
            default -> throw new AssertionError(ifTrue);
        };
    }

    /** Emits what a comparison needs before the branch; null if the instruction is none. */
    static @Nullable Condition of(Instruction instruction, CodeBuilder code) {
        return switch (instruction) {
            case I32_EQZ -> new Condition(Opcode.IFEQ);
            case I32_EQ -> new Condition(Opcode.IF_ICMPEQ);
            case I32_NE -> new Condition(Opcode.IF_ICMPNE);
            case I32_LT_S -> new Condition(Opcode.IF_ICMPLT);
            case I32_GT_S -> new Condition(Opcode.IF_ICMPGT);
            case I32_LE_S -> new Condition(Opcode.IF_ICMPLE);
            case I32_GE_S -> new Condition(Opcode.IF_ICMPGE);
            case I32_LT_U -> unsigned(code, CD_Integer, CD_int, Opcode.IFLT);
            case I32_GT_U -> unsigned(code, CD_Integer, CD_int, Opcode.IFGT);
            case I32_LE_U -> unsigned(code, CD_Integer, CD_int, Opcode.IFLE);
            case I32_GE_U -> unsigned(code, CD_Integer, CD_int, Opcode.IFGE);
            case I64_EQZ -> after(code.lconst_0().lcmp(), Opcode.IFEQ);
            case I64_EQ -> after(code.lcmp(), Opcode.IFEQ);
            case I64_NE -> after(code.lcmp(), Opcode.IFNE);
            case I64_LT_S -> after(code.lcmp(), Opcode.IFLT);
            case I64_GT_S -> after(code.lcmp(), Opcode.IFGT);
            case I64_LE_S -> after(code.lcmp(), Opcode.IFLE);
            case I64_GE_S -> after(code.lcmp(), Opcode.IFGE);
            case I64_LT_U -> unsigned(code, CD_Long, CD_long, Opcode.IFLT);
            case I64_GT_U -> unsigned(code, CD_Long, CD_long, Opcode.IFGT);
            case I64_LE_U -> unsigned(code, CD_Long, CD_long, Opcode.IFLE);
            case I64_GE_U -> unsigned(code, CD_Long, CD_long, Opcode.IFGE);
            // A NaN must make each but "ne" false: the comparison answers 1 or -1 for it, whichever fails.
            case F32_EQ -> after(code.fcmpl(), Opcode.IFEQ);
            case F32_NE -> after(code.fcmpl(), Opcode.IFNE);
            case F32_LT -> after(code.fcmpg(), Opcode.IFLT);
            case F32_LE -> after(code.fcmpg(), Opcode.IFLE);
            case F32_GT -> after(code.fcmpl(), Opcode.IFGT);
            case F32_GE -> after(code.fcmpl(), Opcode.IFGE);
            case F64_EQ -> after(code.dcmpl(), Opcode.IFEQ);
            case F64_NE -> after(code.dcmpl(), Opcode.IFNE);
            case F64_LT -> after(code.dcmpg(), Opcode.IFLT);
            case F64_LE -> after(code.dcmpg(), Opcode.IFLE);
            case F64_GT -> after(code.dcmpl(), Opcode.IFGT);
            case F64_GE -> after(code.dcmpl(), Opcode.IFGE);
            case REF_IS_NULL -> new Condition(Opcode.IFNULL);
            default -> null;
        };
    }

    private static Condition after(CodeBuilder emitted, Opcode ifTrue) {
        return new Condition(ifTrue);
    }

    private static Condition unsigned(CodeBuilder code, ClassDesc owner, ClassDesc type, Opcode ifTrue) {
        code.invokestatic(owner, "compareUnsigned", MethodTypeDesc.of(CD_int, type, type));
        return new Condition(ifTrue);
    }
}
