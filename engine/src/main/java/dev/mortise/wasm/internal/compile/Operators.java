package dev.mortise.wasm.internal.compile;

import static dev.mortise.wasm.internal.compile.Descriptors.NUMERIC;
import static dev.mortise.wasm.internal.compile.Descriptors.method;
import static java.lang.constant.ConstantDescs.CD_Double;
import static java.lang.constant.ConstantDescs.CD_Float;
import static java.lang.constant.ConstantDescs.CD_Integer;
import static java.lang.constant.ConstantDescs.CD_Long;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import dev.mortise.wasm.internal.binary.Instruction;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;

/**
 * Numeric instructions that take operands and leave one result: the JVM's own, a method of the JDK, or of ours. What a
 * method of the JDK does without being an intrinsic is better done in place: each inlined method counts against the
 * 8,000 bytes that HotSpot takes into one compilation (rotations in place make SHA-256 a fifth faster).
 */
final class Operators {

    private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");

    private Operators() {}

    /** Emits an operator; comparisons are {@link Condition}s instead. */
    static void emit(Instruction instruction, CodeBuilder code) {
        switch (instruction) {
            case I32_CLZ -> call(code, CD_Integer, "numberOfLeadingZeros", CD_int, CD_int);
            case I32_CTZ -> call(code, CD_Integer, "numberOfTrailingZeros", CD_int, CD_int);
            case I32_POPCNT -> call(code, CD_Integer, "bitCount", CD_int, CD_int);
            case I32_ADD -> code.iadd();
            case I32_SUB -> code.isub();
            case I32_MUL -> code.imul();
            case I32_AND -> code.iand();
            case I32_OR -> code.ior();
            case I32_XOR -> code.ixor();
            case I32_DIV_S -> call(code, NUMERIC, "divideSigned", CD_int, CD_int, CD_int);
            case I32_REM_S -> code.irem();
            case I32_DIV_U -> call(code, CD_Integer, "divideUnsigned", CD_int, CD_int, CD_int);
            case I32_REM_U -> call(code, CD_Integer, "remainderUnsigned", CD_int, CD_int, CD_int);
            case I32_SHL -> code.ishl();
            case I32_SHR_S -> code.ishr();
            case I32_SHR_U -> code.iushr();
            case I32_ROTL -> code.dup2().ishl().dup_x2().pop().ineg().iushr().ior();
            case I32_ROTR -> code.dup2().iushr().dup_x2().pop().ineg().ishl().ior();
            case I64_CLZ -> {
                call(code, CD_Long, "numberOfLeadingZeros", CD_int, CD_long);
                code.i2l();
            }
            case I64_CTZ -> {
                call(code, CD_Long, "numberOfTrailingZeros", CD_int, CD_long);
                code.i2l();
            }
            case I64_POPCNT -> {
                call(code, CD_Long, "bitCount", CD_int, CD_long);
                code.i2l();
            }
            case I64_ADD -> code.ladd();
            case I64_SUB -> code.lsub();
            case I64_MUL -> code.lmul();
            case I64_AND -> code.land();
            case I64_OR -> code.lor();
            case I64_XOR -> code.lxor();
            case I64_DIV_S -> call(code, NUMERIC, "divideSigned", CD_long, CD_long, CD_long);
            case I64_REM_S -> code.lrem();
            case I64_DIV_U -> call(code, CD_Long, "divideUnsigned", CD_long, CD_long, CD_long);
            case I64_REM_U -> call(code, CD_Long, "remainderUnsigned", CD_long, CD_long, CD_long);
            case I64_SHL -> code.l2i().lshl();
            case I64_SHR_S -> code.l2i().lshr();
            case I64_SHR_U -> code.l2i().lushr();
            case I64_ROTL -> {
                code.l2i();
                call(code, CD_Long, "rotateLeft", CD_long, CD_long, CD_int);
            }
            case I64_ROTR -> {
                code.l2i();
                call(code, CD_Long, "rotateRight", CD_long, CD_long, CD_int);
            }
            case F32_ABS -> call(code, MATH, "abs", CD_float, CD_float);
            case F32_NEG -> code.fneg();
            case F32_CEIL -> call(code, NUMERIC, "ceil", CD_float, CD_float);
            case F32_FLOOR -> call(code, NUMERIC, "floor", CD_float, CD_float);
            case F32_NEAREST -> call(code, NUMERIC, "nearest", CD_float, CD_float);
            case F32_SQRT -> call(code, NUMERIC, "sqrt", CD_float, CD_float);
            case F32_TRUNC -> call(code, NUMERIC, "trunc", CD_float, CD_float);
            case F32_ADD -> code.fadd();
            case F32_SUB -> code.fsub();
            case F32_MUL -> code.fmul();
            case F32_DIV -> code.fdiv();
            case F32_MIN -> call(code, NUMERIC, "min", CD_float, CD_float, CD_float);
            case F32_MAX -> call(code, NUMERIC, "max", CD_float, CD_float, CD_float);
            case F32_COPYSIGN -> call(code, NUMERIC, "copysign", CD_float, CD_float, CD_float);
            case F64_ABS -> call(code, MATH, "abs", CD_double, CD_double);
            case F64_NEG -> code.dneg();
            case F64_CEIL -> call(code, NUMERIC, "ceil", CD_double, CD_double);
            case F64_FLOOR -> call(code, NUMERIC, "floor", CD_double, CD_double);
            case F64_NEAREST -> call(code, MATH, "rint", CD_double, CD_double);
            case F64_SQRT -> call(code, MATH, "sqrt", CD_double, CD_double);
            case F64_TRUNC -> call(code, NUMERIC, "trunc", CD_double, CD_double);
            case F64_ADD -> code.dadd();
            case F64_SUB -> code.dsub();
            case F64_MUL -> code.dmul();
            case F64_DIV -> code.ddiv();
            case F64_MIN -> call(code, NUMERIC, "min", CD_double, CD_double, CD_double);
            case F64_MAX -> call(code, NUMERIC, "max", CD_double, CD_double, CD_double);
            case F64_COPYSIGN -> call(code, NUMERIC, "copysign", CD_double, CD_double, CD_double);
            case I32_WRAP_I64 -> code.l2i();
            case I64_EXTEND_I32_S -> code.i2l();
            case I64_EXTEND_I32_U -> code.i2l().loadConstant(0xFFFF_FFFFL).land();
            case I32_TRUNC_F32_S -> {
                code.f2d();
                call(code, NUMERIC, "truncateToI32", CD_int, CD_double);
            }
            case I32_TRUNC_F64_S -> call(code, NUMERIC, "truncateToI32", CD_int, CD_double);
            case I32_TRUNC_SAT_F32_S -> code.f2i();
            case I32_TRUNC_SAT_F64_S -> code.d2i();
            case I32_TRUNC_F32_U -> {
                code.f2d();
                call(code, NUMERIC, "truncateToU32", CD_int, CD_double);
            }
            case I32_TRUNC_F64_U -> call(code, NUMERIC, "truncateToU32", CD_int, CD_double);
            case I32_TRUNC_SAT_F32_U -> {
                code.f2d();
                call(code, NUMERIC, "saturateToU32", CD_int, CD_double);
            }
            case I32_TRUNC_SAT_F64_U -> call(code, NUMERIC, "saturateToU32", CD_int, CD_double);
            case I64_TRUNC_F32_S -> {
                code.f2d();
                call(code, NUMERIC, "truncateToI64", CD_long, CD_double);
            }
            case I64_TRUNC_F64_S -> call(code, NUMERIC, "truncateToI64", CD_long, CD_double);
            case I64_TRUNC_SAT_F32_S -> code.f2l();
            case I64_TRUNC_SAT_F64_S -> code.d2l();
            case I64_TRUNC_F32_U -> {
                code.f2d();
                call(code, NUMERIC, "truncateToU64", CD_long, CD_double);
            }
            case I64_TRUNC_F64_U -> call(code, NUMERIC, "truncateToU64", CD_long, CD_double);
            case I64_TRUNC_SAT_F32_U -> {
                code.f2d();
                call(code, NUMERIC, "saturateToU64", CD_long, CD_double);
            }
            case I64_TRUNC_SAT_F64_U -> call(code, NUMERIC, "saturateToU64", CD_long, CD_double);
            case F32_CONVERT_I32_S -> code.i2f();
            case F32_CONVERT_I64_S -> code.l2f();
            case F32_CONVERT_I32_U -> call(code, NUMERIC, "unsignedToFloat", CD_float, CD_int);
            case F32_CONVERT_I64_U -> call(code, NUMERIC, "unsignedToFloat", CD_float, CD_long);
            case F64_CONVERT_I32_S -> code.i2d();
            case F64_CONVERT_I64_S -> code.l2d();
            case F64_CONVERT_I32_U -> call(code, NUMERIC, "unsignedToDouble", CD_double, CD_int);
            case F64_CONVERT_I64_U -> call(code, NUMERIC, "unsignedToDouble", CD_double, CD_long);
            case F32_DEMOTE_F64 -> code.d2f();
            case F64_PROMOTE_F32 -> code.f2d();
            case I32_REINTERPRET_F32 -> call(code, CD_Float, "floatToRawIntBits", CD_int, CD_float);
            case I64_REINTERPRET_F64 -> call(code, CD_Double, "doubleToRawLongBits", CD_long, CD_double);
            case F32_REINTERPRET_I32 -> call(code, CD_Float, "intBitsToFloat", CD_float, CD_int);
            case F64_REINTERPRET_I64 -> call(code, CD_Double, "longBitsToDouble", CD_double, CD_long);
            case I32_EXTEND8_S -> code.i2b();
            case I32_EXTEND16_S -> code.i2s();
            case I64_EXTEND8_S -> code.l2i().i2b().i2l();
            case I64_EXTEND16_S -> code.l2i().i2s().i2l();
            case I64_EXTEND32_S -> code.l2i().i2l();
            default -> throw new AssertionError(instruction);
        }
    }

    private static void call(CodeBuilder code, ClassDesc owner, String name, ClassDesc result, ClassDesc... operands) {
        code.invokestatic(owner, name, method(result, operands));
    }
}
