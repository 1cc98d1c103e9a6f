package dev.mortise.wasm;

import static dev.mortise.wasm.ValueType.F64;
import static dev.mortise.wasm.ValueType.I32;
import static dev.mortise.wasm.ValueType.I64;
import static dev.mortise.wasm.build.Code.I32_ADD;
import static dev.mortise.wasm.build.Code.I32_AND;
import static dev.mortise.wasm.build.Code.I32_EQ;
import static dev.mortise.wasm.build.Code.I32_MUL;
import static dev.mortise.wasm.build.Code.I32_XOR;
import static dev.mortise.wasm.build.Code.RETURN;
import static dev.mortise.wasm.build.Mixing.mix;
import static dev.mortise.wasm.build.Mixing.mixed;
import static dev.mortise.wasm.build.Mixing.pile;
import static dev.mortise.wasm.build.Mixing.piled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mortise.wasm.InvalidModuleException.Phase;
import dev.mortise.wasm.build.Code;
import dev.mortise.wasm.build.ModuleBuilder;
import dev.mortise.wasm.internal.LoadedModule;
import dev.mortise.wasm.internal.compile.CompileOptions;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shapes that no compiler writes and the format allows: very many values, labels, constants and levels. */
class HugeFunctionTest {

    private static final FunctionType TYPE = FunctionType.of(I32).returning(I32);

    private static Instance instance(FunctionType type, Consumer<Code> content) {
        var builder = new ModuleBuilder().memory(1, 1);
        builder.function("before", TYPE, code -> code.get(0).i32(1).op(I32_ADD));
        builder.function("big", type, content);
        builder.function("after", TYPE, code -> code.get(0).i32(2).op(I32_ADD));
        return builder.toModule().instantiate();
    }

    private static Function function(FunctionType type, Consumer<Code> content) {
        var instance = instance(type, content);
        assertThat(call(instance.function("before"), 1)).isEqualTo(2);
        assertThat(call(instance.function("after"), 1)).isEqualTo(3);
        return instance.function("big");
    }

    private static int call(Function function, int argument) {
        return (int) Objects.requireNonNull(function.call(argument)[0]);
    }

    private static FunctionType returning(int count) {
        return new FunctionType(List.of(I32), Collections.nCopies(count, I32));
    }

    private static Object[] from(int first, int count) {
        var values = new Object[count];
        Arrays.setAll(values, i -> first + i);
        return values;
    }

    @Test
    void returnsOfManyResults() {
        var big = function(returning(60), code -> {
            for (var k = 0; k < 150; k++) {
                code.get(0).i32(k).op(I32_EQ).ifThen();
                for (var i = 0; i < 60; i++) {
                    code.i32(k + i);
                }
                code.op(RETURN).end();
            }
            for (var i = 0; i < 60; i++) {
                code.i32(-i);
            }
        });
        assertThat(big.call(0)).containsExactly(from(0, 60));
        assertThat(big.call(149)).containsExactly(from(149, 60));
        assertThat(Objects.requireNonNull(big.call(150)[59])).isEqualTo(-59);
    }

    @ParameterizedTest
    @ValueSource(ints = {3_000, 3_900})
    void operandsThatCrossPieces(int count) {
        var big = function(TYPE, code -> pile(code, count));
        assertThat(call(big, 9)).isEqualTo(piled(9, count));
    }

    @Test
    void operandsOfAllTypesBelowLoopsAndBranches() {
        var levels = 200;
        var big = function(TYPE, code -> {
            var i = code.local(I32);
            for (var k = 0; k < levels; k++) {
                code.get(0).get(0).op(Code.I64_EXTEND_I32_S).f64(k).f32(k);
                code.i32(3).set(i).loop();
                for (var m = 0; m < 10; m++) {
                    mix(code, m);
                }
                code.block().get(0).i32(7).op(I32_AND).brIf(0);
                mix(code, 1).end();
                code.get(i).i32(-1).op(I32_ADD).tee(i).brIf(0).end();
                code.get(0).get(k % 2).get(0).i32(1).op(I32_AND).op(Code.SELECT);
            }
            for (var k = 0; k < levels; k++) {
                code.set(i).op(0xbb, Code.F64_ADD, Code.I32_TRUNC_F64_S).get(i).op(I32_XOR)
                        .op(Code.I64_EXTEND_I32_S, Code.I64_ADD, Code.I32_WRAP_I64, I32_ADD);
                mix(code, k).get(0).op(I32_XOR);
                if (k < levels - 1) {
                    // Back to the type that the next level expects on top.
                    code.set(i).get(i);
                    code.op(I32_XOR);
                }
            }
        });
        var x = 12;
        var first = new int[levels];
        var last = new int[levels];
        for (var k = 0; k < levels; k++) {
            first[k] = x;
            for (var round = 0; round < 3; round++) {
                x = mixed(x, 10);
                x = (x & 7) != 0 ? x : (x ^ 1) * 31 + 1;
            }
            last[k] = k % 2 == 0 || (x & 1) != 0 ? x : 0;
        }
        var result = 0;
        for (var k = 0; k < levels; k++) {
            var level = levels - 1 - k;
            result ^= last[level];
            result = first[level] + (first[level] + (2 * level ^ result));
            x = (x ^ k) * 31 + k;
            result ^= x;
        }
        assertThat(call(big, 12)).isEqualTo(result);
    }

    @Test
    void blocksOfManyResults() {
        var many = FunctionType.of().returning(Collections.nCopies(900, I32).toArray(ValueType[]::new));
        var builder = new ModuleBuilder();
        var typeIndex = builder.type(many);
        builder.function("before", TYPE, code -> code.get(0).i32(1).op(I32_ADD));
        builder.function("big", TYPE, code -> {
            for (var k = 0; k < 200; k++) {
                code.blockOfType(typeIndex);
                for (var i = 0; i < 900; i++) {
                    code.get(0);
                }
                code.get(0).i32(k).op(I32_EQ).brIf(0);
                code.op(Code.DROP).i32(k).end();
                code.get(0).op(I32_ADD).set(0);
                for (var i = 1; i < 900; i++) {
                    code.op(Code.DROP);
                }
            }
            code.get(0);
        });
        var instance = builder.toModule().instantiate();
        assertThat(call(instance.function("before"), 1)).isEqualTo(2);
        for (var start : new int[]{0, 7, 50}) {
            var x = start;
            for (var k = 0; k < 200; k++) {
                x += x == k ? x : k;
            }
            assertThat(call(instance.function("big"), start)).isEqualTo(x);
        }
    }

    @Test
    void callsOfManyParametersAndResults() {
        var type = new FunctionType(Collections.nCopies(900, I32), Collections.nCopies(900, I32));
        var builder = new ModuleBuilder();
        var inner = builder.function("inner", type, code -> {
            for (var i = 1; i < 900; i++) {
                code.get(i);
            }
            code.get(0).i32(1).op(I32_ADD);
        });
        builder.function("big", type, code -> {
            for (var i = 0; i < 900; i++) {
                code.get(i);
            }
            for (var k = 0; k < 1_000; k++) {
                code.call(inner);
            }
        });
        var results = builder.toModule().instantiate().function("big").call(from(0, 900));
        var expected = new Object[900];
        Arrays.setAll(expected, i -> (i + 1_000) % 900 + (i + 1_000) / 900);
        assertThat(results).containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {4_000, 20_000, 60_000})
    void aTableOfDistinctLabels(int depth) {
        var table = new int[depth];
        Arrays.setAll(table, k -> k);
        var big = function(TYPE, code -> {
            for (var d = 0; d < depth; d++) {
                code.block();
            }
            code.get(0).brTable(table);
            for (var d = 0; d < depth; d++) {
                code.end();
                code.get(0).i32(d + 1).op(I32_MUL).set(0);
            }
            code.get(0);
        });
        for (var start : new int[]{0, 1, 500, depth - 2, depth - 1, depth, -1}) {
            var from = start < 0 || start >= depth ? depth - 1 : start;
            var x = start;
            for (var d = from; d < depth; d++) {
                x *= d + 1;
            }
            assertThat(call(big, start)).as("start %s", start).isEqualTo(x);
        }
    }

    @Test
    void constantsBeyondAConstantPool() {
        var count = 120_000;
        var big = function(TYPE, code -> {
            for (var k = 0; k < count; k++) {
                code.get(0).i32(k * 40_009).op(I32_XOR).set(0);
                if (k % 8 == 0) {
                    code.i64(k * 1_000_003_000_007L).op(Code.I32_WRAP_I64).get(0).op(I32_ADD).set(0);
                    code.f64(k + 0.5).op(Code.I32_TRUNC_F64_S).get(0).op(I32_ADD).set(0);
                    code.f32(k).op(0xbb).op(Code.I32_TRUNC_F64_S).get(0).op(I32_ADD).set(0);
                }
            }
            code.get(0);
        });
        var x = 3;
        for (var k = 0; k < count; k++) {
            x ^= k * 40_009;
            if (k % 8 == 0) {
                x += (int) (k * 1_000_003_000_007L) + (int) (k + 0.5) + (int) (float) k;
            }
        }
        assertThat(call(big, 3)).isEqualTo(x);
    }

    /** Each level is too big to stay with the one around it. */
    @ParameterizedTest
    @ValueSource(ints = {1_000, 10_000})
    void levelsThatAreBigThemselves(int depth) {
        var big = function(TYPE, code -> {
            for (var d = 0; d < depth; d++) {
                code.block();
                for (var k = 0; k < 40; k++) {
                    mix(code, k);
                }
                code.get(0).i32(1_023).op(I32_AND).i32(d % 1_024).op(I32_EQ).brIf(d / 2);
            }
            for (var d = 0; d < depth; d++) {
                code.end();
            }
            code.get(0);
        });
        assertThat(call(big, 5)).isEqualTo(levels(5, depth));
        assertThat(call(big, 77)).isEqualTo(levels(77, depth));
    }

    private static int levels(int start, int depth) {
        var x = start;
        for (var d = 0; d < depth; d++) {
            x = mixed(x, 40);
            if ((x & 1_023) == d % 1_024) {
                break;
            }
        }
        return x;
    }

    @Test
    void aBodyOfMegabytes() {
        var count = 500_000;
        var big = function(TYPE, code -> {
            for (var k = 0; k < count; k++) {
                mix(code, k & 63);
            }
            code.get(0);
        });
        var x = 5;
        for (var k = 0; k < count; k++) {
            x = (x ^ k & 63) * 31 + (k & 63);
        }
        assertThat(call(big, 5)).isEqualTo(x);
    }

    @Test
    void aBodyOfBranches() {
        var count = 100_000;
        var big = function(TYPE, code -> {
            for (var k = 0; k < count; k++) {
                code.get(0).i32(1 << k % 20).op(I32_AND).ifThen();
                mix(code, k & 63).otherwise().get(0).i32(1).op(I32_ADD).set(0).end();
            }
            code.get(0);
        });
        var x = 5;
        for (var k = 0; k < count; k++) {
            x = (x & 1 << k % 20) != 0 ? (x ^ k & 63) * 31 + (k & 63) : x + 1;
        }
        assertThat(call(big, 5)).isEqualTo(x);
    }

    @Test
    void fiftyThousandLocals() {
        var count = 49_000;
        var big = function(TYPE, code -> {
            for (var i = 0; i < count; i++) {
                code.local(i % 3 == 0 ? I32 : i % 3 == 1 ? I64 : F64);
            }
            for (var i = 1; i < count; i += 3) {
                code.get(Math.max(0, i - 3)).i32(1).op(I32_ADD).set(i);
            }
            code.get((count - 2) / 3 * 3 + 1);
        });
        assertThat(call(big, 10)).isEqualTo(10 + (count - 2) / 3 + 1);
    }

    /** A class file names fewer methods than this function calls. */
    @Test
    void whatDoesNotFitAClassFileIsRefusedAlone() {
        var builder = new ModuleBuilder();
        var first = builder.privateFunction("f0", FunctionType.of(), code -> {
        });
        var count = 30_000;
        for (var i = 1; i < count; i++) {
            builder.privateFunction("f" + i, FunctionType.of(), code -> {
            });
        }
        builder.function("big", TYPE, code -> {
            for (var i = 0; i < count; i++) {
                code.call(first + i);
            }
            code.get(0);
        });
        builder.function("user", TYPE, code -> code.get(0).call(count));
        builder.function("after", TYPE, code -> code.get(0).i32(2).op(I32_ADD));
        var instance = builder.toModule().instantiate();
        for (var i = 0; i < 2; i++) {
            for (var name : new String[]{"big", "user"}) {
                assertThatExceptionOfType(InvalidModuleException.class)
                        .isThrownBy(() -> instance.function(name).call(1))
                        .withMessageContaining("\"big\"").satisfies(e -> assertThat(e.phase()).isEqualTo(Phase.LIMIT));
            }
        }
        assertThat(call(instance.function("after"), 1)).isEqualTo(3);
    }

    /** Nothing is cut here, so that a function that shares a class with others is too big for it. */
    @Test
    void whatDoesNotFitAMethodIsRefusedWithoutItsNeighbours() {
        var many = new FunctionType(Collections.nCopies(900, I32), Collections.nCopies(900, I32));
        var builder = new ModuleBuilder();
        builder.function("before", TYPE, code -> code.get(0).i32(1).op(I32_ADD));
        var big = builder.function("big", many, code -> {
            for (var i = 0; i < 900; i++) {
                code.get(i);
            }
            for (var i = 0; i < 20; i++) {
                code.call(1);
            }
        });
        builder.function("after", TYPE, code -> code.get(0).i32(2).op(I32_ADD));
        assertThat(big).isEqualTo(1);
        var instance = LoadedModule.load("test.wasm", builder.toBytes(), new CompileOptions(Integer.MAX_VALUE, true))
                .instantiate();
        assertThat(call(instance.function("before"), 1)).isEqualTo(2);
        assertThat(call(instance.function("after"), 1)).isEqualTo(3);
        assertThatExceptionOfType(InvalidModuleException.class)
                .isThrownBy(() -> instance.function("big").call(from(0, 900)))
                .withMessageContaining("too big").withMessageContaining("function 1 \"big\"")
                .satisfies(e -> assertThat(e.phase()).isEqualTo(Phase.LIMIT));
    }

    @Test
    void aTowerAsHighAsTheLimitAllows() {
        var depth = 99_000;
        var big = function(TYPE, code -> {
            for (var d = 0; d < depth; d++) {
                code.block();
                mix(code, 1);
                mix(code, 2);
            }
            for (var d = 0; d < depth; d++) {
                code.end();
            }
            code.get(0);
        });
        var x = 5;
        for (var d = 0; d < depth; d++) {
            x = (x ^ 1) * 31 + 1;
            x = (x ^ 2) * 31 + 2;
        }
        assertThat(call(big, 5)).isEqualTo(x);
    }
}
