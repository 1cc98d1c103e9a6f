package dev.mortise.wasm.internal.binary;

import static dev.mortise.wasm.internal.binary.Immediate.*;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Every instruction of the language: the one table that decoder, validator, compiler, text reader and disassembler
 * read.
 *
 * <p>
 * A row is the name in the text format, the opcode, the immediates, and, where they do not depend on the context, the
 * operand and result types as one letter each, in the JVM's notation ({@code I}, {@code J}, {@code F}, {@code D} for
 * i32, i64, f32, f64). Memory instructions add the binary logarithm of the bytes they touch, which is also their
 * natural alignment. Prefixed opcodes are written as {@code prefix << 8 | number}.
 */
public enum Instruction {
    UNREACHABLE("unreachable", 0x00, NONE),
    NOP("nop", 0x01, NONE, "", ""),
    BLOCK("block", 0x02, BLOCK_TYPE),
    LOOP("loop", 0x03, BLOCK_TYPE),
    IF("if", 0x04, BLOCK_TYPE),
    ELSE("else", 0x05, NONE),
    END("end", 0x0B, NONE),
    BR("br", 0x0C, LABEL),
    BR_IF("br_if", 0x0D, LABEL),
    BR_TABLE("br_table", 0x0E, LABEL_TABLE),
    RETURN("return", 0x0F, NONE),
    CALL("call", 0x10, FUNCTION),
    CALL_INDIRECT("call_indirect", 0x11, TYPE_AND_TABLE),
    DROP("drop", 0x1A, NONE),
    SELECT("select", 0x1B, NONE),
    SELECT_TYPED("select", 0x1C, VALUE_TYPES),
    LOCAL_GET("local.get", 0x20, LOCAL),
    LOCAL_SET("local.set", 0x21, LOCAL),
    LOCAL_TEE("local.tee", 0x22, LOCAL),
    GLOBAL_GET("global.get", 0x23, GLOBAL),
    GLOBAL_SET("global.set", 0x24, GLOBAL),
    TABLE_GET("table.get", 0x25, TABLE),
    TABLE_SET("table.set", 0x26, TABLE),
    I32_LOAD("i32.load", 0x28, MEMORY_ARGUMENT, "I", "I", 2),
    I64_LOAD("i64.load", 0x29, MEMORY_ARGUMENT, "I", "J", 3),
    F32_LOAD("f32.load", 0x2A, MEMORY_ARGUMENT, "I", "F", 2),
    F64_LOAD("f64.load", 0x2B, MEMORY_ARGUMENT, "I", "D", 3),
    I32_LOAD8_S("i32.load8_s", 0x2C, MEMORY_ARGUMENT, "I", "I", 0),
    I32_LOAD8_U("i32.load8_u", 0x2D, MEMORY_ARGUMENT, "I", "I", 0),
    I32_LOAD16_S("i32.load16_s", 0x2E, MEMORY_ARGUMENT, "I", "I", 1),
    I32_LOAD16_U("i32.load16_u", 0x2F, MEMORY_ARGUMENT, "I", "I", 1),
    I64_LOAD8_S("i64.load8_s", 0x30, MEMORY_ARGUMENT, "I", "J", 0),
    I64_LOAD8_U("i64.load8_u", 0x31, MEMORY_ARGUMENT, "I", "J", 0),
    I64_LOAD16_S("i64.load16_s", 0x32, MEMORY_ARGUMENT, "I", "J", 1),
    I64_LOAD16_U("i64.load16_u", 0x33, MEMORY_ARGUMENT, "I", "J", 1),
    I64_LOAD32_S("i64.load32_s", 0x34, MEMORY_ARGUMENT, "I", "J", 2),
    I64_LOAD32_U("i64.load32_u", 0x35, MEMORY_ARGUMENT, "I", "J", 2),
    I32_STORE("i32.store", 0x36, MEMORY_ARGUMENT, "II", "", 2),
    I64_STORE("i64.store", 0x37, MEMORY_ARGUMENT, "IJ", "", 3),
    F32_STORE("f32.store", 0x38, MEMORY_ARGUMENT, "IF", "", 2),
    F64_STORE("f64.store", 0x39, MEMORY_ARGUMENT, "ID", "", 3),
    I32_STORE8("i32.store8", 0x3A, MEMORY_ARGUMENT, "II", "", 0),
    I32_STORE16("i32.store16", 0x3B, MEMORY_ARGUMENT, "II", "", 1),
    I64_STORE8("i64.store8", 0x3C, MEMORY_ARGUMENT, "IJ", "", 0),
    I64_STORE16("i64.store16", 0x3D, MEMORY_ARGUMENT, "IJ", "", 1),
    I64_STORE32("i64.store32", 0x3E, MEMORY_ARGUMENT, "IJ", "", 2),
    MEMORY_SIZE("memory.size", 0x3F, MEMORY, "", "I"),
    MEMORY_GROW("memory.grow", 0x40, MEMORY, "I", "I"),
    I32_CONST("i32.const", 0x41, I32, "", "I"),
    I64_CONST("i64.const", 0x42, I64, "", "J"),
    F32_CONST("f32.const", 0x43, F32, "", "F"),
    F64_CONST("f64.const", 0x44, F64, "", "D"),
    I32_EQZ("i32.eqz", 0x45, NONE, "I", "I"),
    I32_EQ("i32.eq", 0x46, NONE, "II", "I"),
    I32_NE("i32.ne", 0x47, NONE, "II", "I"),
    I32_LT_S("i32.lt_s", 0x48, NONE, "II", "I"),
    I32_LT_U("i32.lt_u", 0x49, NONE, "II", "I"),
    I32_GT_S("i32.gt_s", 0x4A, NONE, "II", "I"),
    I32_GT_U("i32.gt_u", 0x4B, NONE, "II", "I"),
    I32_LE_S("i32.le_s", 0x4C, NONE, "II", "I"),
    I32_LE_U("i32.le_u", 0x4D, NONE, "II", "I"),
    I32_GE_S("i32.ge_s", 0x4E, NONE, "II", "I"),
    I32_GE_U("i32.ge_u", 0x4F, NONE, "II", "I"),
    I64_EQZ("i64.eqz", 0x50, NONE, "J", "I"),
    I64_EQ("i64.eq", 0x51, NONE, "JJ", "I"),
    I64_NE("i64.ne", 0x52, NONE, "JJ", "I"),
    I64_LT_S("i64.lt_s", 0x53, NONE, "JJ", "I"),
    I64_LT_U("i64.lt_u", 0x54, NONE, "JJ", "I"),
    I64_GT_S("i64.gt_s", 0x55, NONE, "JJ", "I"),
    I64_GT_U("i64.gt_u", 0x56, NONE, "JJ", "I"),
    I64_LE_S("i64.le_s", 0x57, NONE, "JJ", "I"),
    I64_LE_U("i64.le_u", 0x58, NONE, "JJ", "I"),
    I64_GE_S("i64.ge_s", 0x59, NONE, "JJ", "I"),
    I64_GE_U("i64.ge_u", 0x5A, NONE, "JJ", "I"),
    F32_EQ("f32.eq", 0x5B, NONE, "FF", "I"),
    F32_NE("f32.ne", 0x5C, NONE, "FF", "I"),
    F32_LT("f32.lt", 0x5D, NONE, "FF", "I"),
    F32_GT("f32.gt", 0x5E, NONE, "FF", "I"),
    F32_LE("f32.le", 0x5F, NONE, "FF", "I"),
    F32_GE("f32.ge", 0x60, NONE, "FF", "I"),
    F64_EQ("f64.eq", 0x61, NONE, "DD", "I"),
    F64_NE("f64.ne", 0x62, NONE, "DD", "I"),
    F64_LT("f64.lt", 0x63, NONE, "DD", "I"),
    F64_GT("f64.gt", 0x64, NONE, "DD", "I"),
    F64_LE("f64.le", 0x65, NONE, "DD", "I"),
    F64_GE("f64.ge", 0x66, NONE, "DD", "I"),
    I32_CLZ("i32.clz", 0x67, NONE, "I", "I"),
    I32_CTZ("i32.ctz", 0x68, NONE, "I", "I"),
    I32_POPCNT("i32.popcnt", 0x69, NONE, "I", "I"),
    I32_ADD("i32.add", 0x6A, NONE, "II", "I"),
    I32_SUB("i32.sub", 0x6B, NONE, "II", "I"),
    I32_MUL("i32.mul", 0x6C, NONE, "II", "I"),
    I32_DIV_S("i32.div_s", 0x6D, NONE, "II", "I"),
    I32_DIV_U("i32.div_u", 0x6E, NONE, "II", "I"),
    I32_REM_S("i32.rem_s", 0x6F, NONE, "II", "I"),
    I32_REM_U("i32.rem_u", 0x70, NONE, "II", "I"),
    I32_AND("i32.and", 0x71, NONE, "II", "I"),
    I32_OR("i32.or", 0x72, NONE, "II", "I"),
    I32_XOR("i32.xor", 0x73, NONE, "II", "I"),
    I32_SHL("i32.shl", 0x74, NONE, "II", "I"),
    I32_SHR_S("i32.shr_s", 0x75, NONE, "II", "I"),
    I32_SHR_U("i32.shr_u", 0x76, NONE, "II", "I"),
    I32_ROTL("i32.rotl", 0x77, NONE, "II", "I"),
    I32_ROTR("i32.rotr", 0x78, NONE, "II", "I"),
    I64_CLZ("i64.clz", 0x79, NONE, "J", "J"),
    I64_CTZ("i64.ctz", 0x7A, NONE, "J", "J"),
    I64_POPCNT("i64.popcnt", 0x7B, NONE, "J", "J"),
    I64_ADD("i64.add", 0x7C, NONE, "JJ", "J"),
    I64_SUB("i64.sub", 0x7D, NONE, "JJ", "J"),
    I64_MUL("i64.mul", 0x7E, NONE, "JJ", "J"),
    I64_DIV_S("i64.div_s", 0x7F, NONE, "JJ", "J"),
    I64_DIV_U("i64.div_u", 0x80, NONE, "JJ", "J"),
    I64_REM_S("i64.rem_s", 0x81, NONE, "JJ", "J"),
    I64_REM_U("i64.rem_u", 0x82, NONE, "JJ", "J"),
    I64_AND("i64.and", 0x83, NONE, "JJ", "J"),
    I64_OR("i64.or", 0x84, NONE, "JJ", "J"),
    I64_XOR("i64.xor", 0x85, NONE, "JJ", "J"),
    I64_SHL("i64.shl", 0x86, NONE, "JJ", "J"),
    I64_SHR_S("i64.shr_s", 0x87, NONE, "JJ", "J"),
    I64_SHR_U("i64.shr_u", 0x88, NONE, "JJ", "J"),
    I64_ROTL("i64.rotl", 0x89, NONE, "JJ", "J"),
    I64_ROTR("i64.rotr", 0x8A, NONE, "JJ", "J"),
    F32_ABS("f32.abs", 0x8B, NONE, "F", "F"),
    F32_NEG("f32.neg", 0x8C, NONE, "F", "F"),
    F32_CEIL("f32.ceil", 0x8D, NONE, "F", "F"),
    F32_FLOOR("f32.floor", 0x8E, NONE, "F", "F"),
    F32_TRUNC("f32.trunc", 0x8F, NONE, "F", "F"),
    F32_NEAREST("f32.nearest", 0x90, NONE, "F", "F"),
    F32_SQRT("f32.sqrt", 0x91, NONE, "F", "F"),
    F32_ADD("f32.add", 0x92, NONE, "FF", "F"),
    F32_SUB("f32.sub", 0x93, NONE, "FF", "F"),
    F32_MUL("f32.mul", 0x94, NONE, "FF", "F"),
    F32_DIV("f32.div", 0x95, NONE, "FF", "F"),
    F32_MIN("f32.min", 0x96, NONE, "FF", "F"),
    F32_MAX("f32.max", 0x97, NONE, "FF", "F"),
    F32_COPYSIGN("f32.copysign", 0x98, NONE, "FF", "F"),
    F64_ABS("f64.abs", 0x99, NONE, "D", "D"),
    F64_NEG("f64.neg", 0x9A, NONE, "D", "D"),
    F64_CEIL("f64.ceil", 0x9B, NONE, "D", "D"),
    F64_FLOOR("f64.floor", 0x9C, NONE, "D", "D"),
    F64_TRUNC("f64.trunc", 0x9D, NONE, "D", "D"),
    F64_NEAREST("f64.nearest", 0x9E, NONE, "D", "D"),
    F64_SQRT("f64.sqrt", 0x9F, NONE, "D", "D"),
    F64_ADD("f64.add", 0xA0, NONE, "DD", "D"),
    F64_SUB("f64.sub", 0xA1, NONE, "DD", "D"),
    F64_MUL("f64.mul", 0xA2, NONE, "DD", "D"),
    F64_DIV("f64.div", 0xA3, NONE, "DD", "D"),
    F64_MIN("f64.min", 0xA4, NONE, "DD", "D"),
    F64_MAX("f64.max", 0xA5, NONE, "DD", "D"),
    F64_COPYSIGN("f64.copysign", 0xA6, NONE, "DD", "D"),
    I32_WRAP_I64("i32.wrap_i64", 0xA7, NONE, "J", "I"),
    I32_TRUNC_F32_S("i32.trunc_f32_s", 0xA8, NONE, "F", "I"),
    I32_TRUNC_F32_U("i32.trunc_f32_u", 0xA9, NONE, "F", "I"),
    I32_TRUNC_F64_S("i32.trunc_f64_s", 0xAA, NONE, "D", "I"),
    I32_TRUNC_F64_U("i32.trunc_f64_u", 0xAB, NONE, "D", "I"),
    I64_EXTEND_I32_S("i64.extend_i32_s", 0xAC, NONE, "I", "J"),
    I64_EXTEND_I32_U("i64.extend_i32_u", 0xAD, NONE, "I", "J"),
    I64_TRUNC_F32_S("i64.trunc_f32_s", 0xAE, NONE, "F", "J"),
    I64_TRUNC_F32_U("i64.trunc_f32_u", 0xAF, NONE, "F", "J"),
    I64_TRUNC_F64_S("i64.trunc_f64_s", 0xB0, NONE, "D", "J"),
    I64_TRUNC_F64_U("i64.trunc_f64_u", 0xB1, NONE, "D", "J"),
    F32_CONVERT_I32_S("f32.convert_i32_s", 0xB2, NONE, "I", "F"),
    F32_CONVERT_I32_U("f32.convert_i32_u", 0xB3, NONE, "I", "F"),
    F32_CONVERT_I64_S("f32.convert_i64_s", 0xB4, NONE, "J", "F"),
    F32_CONVERT_I64_U("f32.convert_i64_u", 0xB5, NONE, "J", "F"),
    F32_DEMOTE_F64("f32.demote_f64", 0xB6, NONE, "D", "F"),
    F64_CONVERT_I32_S("f64.convert_i32_s", 0xB7, NONE, "I", "D"),
    F64_CONVERT_I32_U("f64.convert_i32_u", 0xB8, NONE, "I", "D"),
    F64_CONVERT_I64_S("f64.convert_i64_s", 0xB9, NONE, "J", "D"),
    F64_CONVERT_I64_U("f64.convert_i64_u", 0xBA, NONE, "J", "D"),
    F64_PROMOTE_F32("f64.promote_f32", 0xBB, NONE, "F", "D"),
    I32_REINTERPRET_F32("i32.reinterpret_f32", 0xBC, NONE, "F", "I"),
    I64_REINTERPRET_F64("i64.reinterpret_f64", 0xBD, NONE, "D", "J"),
    F32_REINTERPRET_I32("f32.reinterpret_i32", 0xBE, NONE, "I", "F"),
    F64_REINTERPRET_I64("f64.reinterpret_i64", 0xBF, NONE, "J", "D"),
    I32_EXTEND8_S("i32.extend8_s", 0xC0, NONE, "I", "I"),
    I32_EXTEND16_S("i32.extend16_s", 0xC1, NONE, "I", "I"),
    I64_EXTEND8_S("i64.extend8_s", 0xC2, NONE, "J", "J"),
    I64_EXTEND16_S("i64.extend16_s", 0xC3, NONE, "J", "J"),
    I64_EXTEND32_S("i64.extend32_s", 0xC4, NONE, "J", "J"),
    REF_NULL("ref.null", 0xD0, HEAP_TYPE),
    REF_IS_NULL("ref.is_null", 0xD1, NONE),
    REF_FUNC("ref.func", 0xD2, FUNCTION),
    I32_TRUNC_SAT_F32_S("i32.trunc_sat_f32_s", 0xFC00, NONE, "F", "I"),
    I32_TRUNC_SAT_F32_U("i32.trunc_sat_f32_u", 0xFC01, NONE, "F", "I"),
    I32_TRUNC_SAT_F64_S("i32.trunc_sat_f64_s", 0xFC02, NONE, "D", "I"),
    I32_TRUNC_SAT_F64_U("i32.trunc_sat_f64_u", 0xFC03, NONE, "D", "I"),
    I64_TRUNC_SAT_F32_S("i64.trunc_sat_f32_s", 0xFC04, NONE, "F", "J"),
    I64_TRUNC_SAT_F32_U("i64.trunc_sat_f32_u", 0xFC05, NONE, "F", "J"),
    I64_TRUNC_SAT_F64_S("i64.trunc_sat_f64_s", 0xFC06, NONE, "D", "J"),
    I64_TRUNC_SAT_F64_U("i64.trunc_sat_f64_u", 0xFC07, NONE, "D", "J"),
    MEMORY_INIT("memory.init", 0xFC08, DATA_AND_MEMORY, "III", ""),
    DATA_DROP("data.drop", 0xFC09, DATA, "", ""),
    MEMORY_COPY("memory.copy", 0xFC0A, MEMORY_AND_MEMORY, "III", ""),
    MEMORY_FILL("memory.fill", 0xFC0B, MEMORY, "III", ""),
    TABLE_INIT("table.init", 0xFC0C, ELEMENT_AND_TABLE, "III", ""),
    ELEM_DROP("elem.drop", 0xFC0D, ELEMENT, "", ""),
    TABLE_COPY("table.copy", 0xFC0E, TABLE_AND_TABLE, "III", ""),
    TABLE_GROW("table.grow", 0xFC0F, TABLE),
    TABLE_SIZE("table.size", 0xFC10, TABLE, "", "I"),
    TABLE_FILL("table.fill", 0xFC11, TABLE);

    private static final Instruction[] ONE_BYTE = new Instruction[256];
    private static final Instruction[] PREFIX_FC = new Instruction[32];

    static {
        for (var instruction : values()) {
            var opcode = instruction.opcode;
            if (opcode > 0xFF) {
                PREFIX_FC[opcode & 0xFF] = instruction;
            } else {
                ONE_BYTE[opcode] = instruction;
            }
        }
    }

    private final String text;
    private final int opcode;
    private final Immediate immediate;
    private final String operands;
    private final String results;
    private final boolean fixedTypes;
    private final int widthLog2;

    Instruction(String text, int opcode, Immediate immediate) {
        this(text, opcode, immediate, "", "", false, -1);
    }

    Instruction(String text, int opcode, Immediate immediate, String operands, String results) {
        this(text, opcode, immediate, operands, results, true, -1);
    }

    Instruction(String text, int opcode, Immediate immediate, String operands, String results, int widthLog2) {
        this(text, opcode, immediate, operands, results, true, widthLog2);
    }

    Instruction(String text, int opcode, Immediate immediate, String operands, String results, boolean fixedTypes,
            int widthLog2) {
        this.text = text;
        this.opcode = opcode;
        this.immediate = immediate;
        this.operands = operands;
        this.results = results;
        this.fixedTypes = fixedTypes;
        this.widthLog2 = widthLog2;
    }

    /** The name in the text format; {@code select} has two rows with the same name. */
    public String text() {
        return text;
    }

    /** The opcode; a prefixed one as {@code prefix << 8 | number}. */
    public int opcode() {
        return opcode;
    }

    /** What follows the opcode. */
    public Immediate immediate() {
        return immediate;
    }

    /** Whether {@link #operands} and {@link #results} say everything about the instruction's type. */
    public boolean hasFixedTypes() {
        return fixedTypes;
    }

    /** The operand types, a letter each; empty where they depend on the context. */
    public String operands() {
        return operands;
    }

    /** The result types, a letter each; empty where they depend on the context. */
    public String results() {
        return results;
    }

    /** The natural alignment of a load or store as a power of two, or -1 for other instructions. */
    public int widthLog2() {
        return widthLog2;
    }

    /** The instruction with this opcode (prefixed ones as {@code prefix << 8 | number}). */
    public static Optional<Instruction> ofOpcode(int opcode) {
        return Optional.ofNullable(opcode <= 0xFF ? oneByte(opcode) : opcode >> 8 == 0xFC ? prefixFc(opcode & 0xFF)
                : null);
    }

    /** The instruction of an unprefixed opcode, or null: the decoder's own look-up, which allocates nothing. */
    static @org.jspecify.annotations.Nullable Instruction oneByte(int opcode) {
        return ONE_BYTE[opcode];
    }

    /** The instruction behind the prefix 0xFC, or null. */
    static @org.jspecify.annotations.Nullable Instruction prefixFc(int number) {
        return number < PREFIX_FC.length ? PREFIX_FC[number] : null;
    }

    /** The instruction with this name in the text format; the untyped one for {@code select}. */
    public static Optional<Instruction> ofText(String text) {
        return Optional.ofNullable(ByText.INDEX.get(text));
    }

    /** Filled on first use: running a binary module never needs it. */
    private static final class ByText {
        static final Map<String, Instruction> INDEX = new HashMap<>();

        static {
            for (var instruction : values()) {
                INDEX.putIfAbsent(instruction.text, instruction);
            }
        }
    }
}
