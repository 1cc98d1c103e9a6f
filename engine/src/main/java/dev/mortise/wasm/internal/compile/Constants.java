package dev.mortise.wasm.internal.compile;

import static dev.mortise.wasm.internal.compile.Descriptors.method;
import static java.lang.constant.ConstantDescs.CD_Double;
import static java.lang.constant.ConstantDescs.CD_Float;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.util.HashSet;
import java.util.Set;

/**
 * The numbers in the code of one function. A class file holds 65,535 constants, names and all, and a function of
 * megabytes may have more numbers than that: those that come late are put together from small ones.
 */
final class Constants {

    /** Entries of the constant pool for numbers. The rest is for names of pieces, functions and globals. */
    private static final int MAX_ENTRIES = 20_000;

    private final Set<Object> known = new HashSet<>();
    private int entries;

    private boolean fits(Object constant, int size) {
        if (known.contains(constant)) {
            return true;
        }
        if (entries + size > MAX_ENTRIES) {
            return false;
        }
        known.add(constant);
        entries += size;
        return true;
    }

    void load(CodeBuilder code, int value) {
        if (value == (short) value || fits(value, 1)) {
            code.loadConstant(value);
        } else {
            code.loadConstant(value >> 16).bipush(16).ishl().loadConstant(value & 0xFF00).loadConstant(value & 0xFF)
                    .ior().ior();
        }
    }

    void load(CodeBuilder code, long value) {
        if (fits(value, 2)) {
            code.loadConstant(value);
        } else if (value == (int) value) {
            load(code, (int) value);
            code.i2l();
        } else {
            load(code, (int) (value >> 32));
            code.i2l().bipush(32).lshl();
            load(code, (int) value);
            // Unsigned: the sign is shifted out and not in again.
            code.i2l().bipush(32).lshl().bipush(32).lushr().lor();
        }
    }

    void loadFloat(CodeBuilder code, int bits) {
        var value = Float.intBitsToFloat(bits);
        if (!Float.isNaN(value) && fits(value, 1)) {
            code.loadConstant(value);
        } else {
            // A class file may not keep the bits of a NaN.
            load(code, bits);
            code.invokestatic(CD_Float, "intBitsToFloat", method(CD_float, CD_int));
        }
    }

    void loadDouble(CodeBuilder code, long bits) {
        var value = Double.longBitsToDouble(bits);
        if (!Double.isNaN(value) && fits(value, 2)) {
            code.loadConstant(value);
        } else {
            load(code, bits);
            code.invokestatic(CD_Double, "longBitsToDouble", method(CD_double, CD_long));
        }
    }
}
