package dev.mortise.wasm;

import static dev.mortise.wasm.ValueType.F32;
import static dev.mortise.wasm.ValueType.F64;
import static dev.mortise.wasm.ValueType.I32;
import static dev.mortise.wasm.ValueType.I64;
import static dev.mortise.wasm.build.Code.I32_ADD;
import static dev.mortise.wasm.build.Code.I32_AND;
import static dev.mortise.wasm.build.Code.I32_EQ;
import static dev.mortise.wasm.build.Code.I32_MUL;
import static dev.mortise.wasm.build.Code.RETURN;
import static dev.mortise.wasm.build.Mixing.mix;
import static dev.mortise.wasm.build.Mixing.mixed;
import static dev.mortise.wasm.build.Mixing.pile;
import static dev.mortise.wasm.build.Mixing.piled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mortise.wasm.build.Code;
import dev.mortise.wasm.build.ModuleBuilder;
import dev.mortise.wasm.internal.runtime.FunctionReference;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions that do not fit one JVM method: they are cut, and give what they would give in one piece. */
class BigFunctionTest {

    private static final FunctionType TYPE = FunctionType.of(I32).returning(I32);
    /** Far over 64 KiB of bytecode in each of the shapes below. */
    private static final int MANY = 20_000;

    private static Function function(FunctionType type, Consumer<Code> content) {
        var builder = new ModuleBuilder().memory(1, 1);
        builder.function("big", type, content);
        return builder.toModule().instantiate().function("big");
    }

    private static Function function(Consumer<Code> content) {
        return function(TYPE, content);
    }

    private static int call(Function function, int argument) {
        var result = (int) Objects.requireNonNull(function.call(argument)[0]);
        assertThat(((FunctionReference) function).owner().framePlaces).as("whatever way it returned").isZero();
        return result;
    }

    @Test
    void aStraightLine() {
        var big = function(code -> {
            for (var k = 0; k < MANY; k++) {
                mix(code, k);
            }
            code.get(0);
        });
        assertThat(call(big, 5)).isEqualTo(mixed(5, MANY));
        assertThat(call(big, -1)).isEqualTo(mixed(-1, MANY));
    }

    @Test
    void oneExpressionThatLeavesItsValuesOnTheStackAcrossPieces() {
        for (var count : new int[]{100, 300, 900}) {
            assertThat(call(function(code -> oneExpression(code, count)), 9)).as("%s values", count)
                    .isEqualTo(9 + piled(9, count));
        }
    }

    /** An i64 lies below all the time. */
    private static void oneExpression(Code code, int count) {
        code.get(0).op(0xac);
        pile(code, count);
        code.op(0xac, Code.I64_ADD).op(Code.I32_WRAP_I64);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 900})
    void nestedBlocksThatAreLeftFromInside(int depth) {
        var perBlock = MANY / depth;
        var big = function(code -> {
            for (var d = 0; d < depth; d++) {
                code.block();
            }
            for (var d = 0; d < depth; d++) {
                for (var k = 0; k < perBlock; k++) {
                    mix(code, k);
                }
                // Leaves everything when x & 1023 is d.
                code.get(0).i32(1023).op(I32_AND).i32(d).op(I32_EQ).brIf(depth - 1 - d);
                code.end();
            }
            code.get(0);
        });
        for (var start : new int[]{1, 2, 77, -5}) {
            var x = start;
            for (var d = 0; d < depth; d++) {
                x = mixed(x, perBlock);
                if ((x & 1023) == d) {
                    break;
                }
            }
            assertThat(call(big, start)).isEqualTo(x);
        }
    }

    @Test
    void aBigLoopWithBranchesBackAndOutAndReturnsFromItsPieces() {
        var big = function(code -> {
            var i = code.local(I32);
            code.block(I32).loop(I32);
            code.get(0).get(i).i32(1).op(I32_ADD).tee(i).i32(50).op(I32_EQ).brIf(1).op(Code.DROP);
            for (var k = 0; k < MANY; k++) {
                mix(code, k);
                if (k % 4_000 == 3_999) {
                    code.get(0).i32(15).op(I32_AND).i32(1).op(I32_EQ).brIf(0);
                    code.i32(1000 + k).get(0).i32(15).op(I32_AND).i32(2).op(I32_EQ).brIf(1).op(Code.DROP);
                    code.get(0).i32(15).op(I32_AND).i32(3).op(I32_EQ).ifThen().get(i).op(RETURN).end();
                }
            }
            code.get(0).i32(3).op(I32_AND).brIf(0);
            code.get(i).end().end();
        });
        for (var start = -8; start < 8; start++) {
            assertThat(call(big, start)).as("start %s", start).isEqualTo(bigLoop(start));
        }
    }

    private static int bigLoop(int start) {
        var x = start;
        var i = 0;
        again: while (true) {
            if (++i == 50) {
                return x;
            }
            for (var k = 0; k < MANY; k++) {
                x = (x ^ k) * 31 + k;
                if (k % 4_000 == 3_999) {
                    if ((x & 15) == 1) {
                        continue again;
                    } else if ((x & 15) == 2) {
                        return 1000 + k;
                    } else if ((x & 15) == 3) {
                        return i;
                    }
                }
            }
            if ((x & 3) == 0) {
                return i;
            }
        }
    }

    @Test
    void bigArmsOfAnIf() {
        var big = function(code -> {
            code.get(0).i32(1).op(I32_AND).ifThen(I32);
            for (var k = 0; k < MANY; k++) {
                mix(code, k);
            }
            code.get(0).otherwise();
            for (var k = 0; k < MANY; k++) {
                mix(code, k + 7);
            }
            code.get(0).end().i32(1).op(I32_ADD);
        });
        assertThat(call(big, 3)).isEqualTo(mixed(3, MANY) + 1);
        var x = 4;
        for (var k = 7; k < MANY + 7; k++) {
            x = (x ^ k) * 31 + k;
        }
        assertThat(call(big, 4)).isEqualTo(x + 1);
    }

    @Test
    void aChainOfIfsInsideOfEachOther() {
        var depth = 400;
        var big = function(code -> {
            for (var d = 0; d < depth; d++) {
                code.get(0).i32(d).op(I32_EQ).ifThen(I32);
                for (var k = 0; k < 30; k++) {
                    mix(code, k);
                }
                code.get(0).otherwise();
            }
            code.i32(-1);
            for (var d = 0; d < depth; d++) {
                code.end();
            }
        });
        for (var start : new int[]{0, 1, 200, depth - 1}) {
            assertThat(call(big, start)).isEqualTo(mixed(start, 30));
        }
        assertThat(call(big, depth)).isEqualTo(-1);
    }

    @Test
    void valuesOfEveryTypeCrossThePieces() {
        var type = FunctionType.of(I32, I64, F32, F64).returning(F64, F32, I64, I32);
        var big = function(type, code -> {
            code.get(3).get(2).get(1);
            for (var k = 0; k < MANY; k++) {
                mix(code, k);
                if (k % 1_000 == 0) {
                    code.get(1).i64(k).op(Code.I64_ADD).set(1);
                    code.get(2).f32(k).op(Code.F32_ADD).set(2);
                    code.get(3).f64(k).op(Code.F64_ADD).set(3);
                }
            }
            code.get(0);
        });
        assertThat(big.call(1, 2L, 3f, 4d)).containsExactly(4d, 3f, 2L, mixed(1, MANY));
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 5_000, 60_000})
    void aTableOfBranches(int labels) {
        // label k of the table: k % 3 chooses one of three blocks.
        var table = new int[labels + 1];
        for (var k = 0; k < labels; k++) {
            table[k] = k % 3;
        }
        table[labels] = 3;
        var big = function(code -> {
            code.block().block().block().block();
            code.get(0).brTable(table);
            code.end().i32(100).op(RETURN);
            code.end().i32(101).op(RETURN);
            code.end().i32(102).op(RETURN);
            code.end().i32(103);
        });
        for (var index : new int[]{0, 1, 2, 3, labels / 2, labels - 1}) {
            assertThat(call(big, index)).as("index %s", index).isEqualTo(100 + index % 3);
        }
        assertThat(call(big, labels)).isEqualTo(103);
        assertThat(call(big, -1)).isEqualTo(103);
        assertThat(call(big, Integer.MAX_VALUE)).isEqualTo(103);
    }

    @Test
    void aTableToEachOfManyBlocks() {
        var depth = 1_000;
        var table = new int[depth];
        Arrays.setAll(table, k -> k);
        var big = function(code -> {
            for (var d = 0; d < depth; d++) {
                code.block();
            }
            code.get(0).brTable(table);
            for (var d = 0; d < depth; d++) {
                code.end();
                for (var k = 0; k < 10; k++) {
                    mix(code, k);
                }
            }
            code.get(0);
        });
        for (var start : new int[]{0, 1, 500, depth - 1, depth, -1}) {
            var blocks = start < 0 || start >= depth ? 1 : depth - start;
            var x = start;
            for (var b = 0; b < blocks; b++) {
                x = mixed(x, 10);
            }
            assertThat(call(big, start)).as("start %s", start).isEqualTo(x);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {254, 255, 256, 300, 1_000})
    void manyParameters(int count) {
        var type = new FunctionType(Collections.nCopies(count, I32), List.of(I32));
        var builder = new ModuleBuilder();
        var inner = builder.privateFunction("inner", type, code -> {
            code.get(0);
            for (var i = 1; i < count; i++) {
                code.i32(3).op(I32_MUL).get(i).op(I32_ADD);
            }
        });
        builder.function("outer", type, code -> {
            for (var i = 0; i < count; i++) {
                code.get(i);
            }
            code.call(inner);
        });
        var expected = 0;
        var arguments = new Object[count];
        for (var i = 0; i < count; i++) {
            arguments[i] = i * 7;
            expected = expected * 3 + i * 7;
        }
        assertThat(builder.toModule().instantiate().function("outer").call(arguments)).containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 5_000, 40_000})
    void manyLocals(int count) {
        var big = function(code -> {
            for (var i = 0; i < count; i++) {
                code.local(i % 2 == 0 ? I32 : I64);
            }
            code.get(0).set(1);
            code.get(1).op(0xac).set(count % 2 == 0 ? count : count - 1);
            code.get(count % 2 == 0 ? count : count - 1).op(Code.I32_WRAP_I64).get(3).op(I32_ADD);
        });
        assertThat(call(big, 42)).isEqualTo(42);
    }

    @Test
    void aDeepTowerOfBlocksAndLoops() {
        for (var depth : new int[]{100, 900}) {
            var big = function(code -> {
                for (var d = 0; d < depth; d++) {
                    code.op(d % 2 == 0 ? 0x02 : 0x03, 0x7f);
                }
                code.get(0);
                for (var d = 0; d < depth; d++) {
                    code.end().i32(1).op(I32_ADD);
                }
            });
            assertThat(call(big, 5)).isEqualTo(5 + depth);
        }
    }

    @Test
    void manyLoopsInsideOfEachOtherThatPassOnWhatTheyFind() {
        var depth = 3_000;
        var big = function(code -> {
            var locals = new int[depth];
            for (var d = 0; d < depth; d++) {
                locals[d] = code.local(I32);
            }
            for (var d = 0; d < depth; d++) {
                code.loop();
                // What a loop sets is used in the next round of the one around it.
                code.get(locals[d]).get(0).op(I32_ADD).set(0);
                code.i32(d).set(locals[(d + 1) % depth]);
            }
            for (var d = depth - 1; d >= 0; d--) {
                code.i32(0).brIf(0).end();
            }
            code.get(0);
        });
        var x = 7;
        for (var d = 1; d < depth; d++) {
            x += d - 1;
        }
        assertThat(call(big, 7)).isEqualTo(x);
    }
}
