package dev.mortise.wasm;

import static dev.mortise.wasm.ValueType.EXTERNREF;
import static dev.mortise.wasm.ValueType.F64;
import static dev.mortise.wasm.ValueType.I32;
import static dev.mortise.wasm.ValueType.I64;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mortise.wasm.build.Code;
import dev.mortise.wasm.build.ModuleBuilder;
import dev.mortise.wasm.internal.LoadedModule;
import dev.mortise.wasm.internal.compile.CompileOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a function gives does not depend on how it is cut. One that is cut wrongly may never end. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class CutFunctionsTest {

    private static final CompileOptions WHOLE = new CompileOptions(Integer.MAX_VALUE, false);
    private static final List<ValueType> LOCALS = List.of(I32, I32, I64, F64, I32, I64, F64, I32);
    private static final FunctionType TYPE = FunctionType.of(I32, I32, I64, F64).returning(I32, I64, F64);
    private static final int GLOBAL = 0;

    static IntStream seeds() {
        return IntStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void likeTheWholeFunction(int seed) {
        likeTheWholeFunction(new Generator(seed, 0));
    }

    /** What takes more locals than a method has parameters shares an object, and a dispatch is one switch then. */
    @ParameterizedTest
    @MethodSource("seeds")
    void withManyLocals(int seed) {
        likeTheWholeFunction(new Generator(seed, 130));
    }

    private static void likeTheWholeFunction(Generator generator) {
        var bytes = generator.module();
        var expected = run(bytes, WHOLE);
        assertThat(expected).hasSize(6);
        for (var methodBytes : new int[]{40, 90, 200, 500, 1_500}) {
            for (var countsRounds : new boolean[]{false, true}) {
                assertThat(run(bytes, new CompileOptions(methodBytes, countsRounds))).as("cut at %s", methodBytes)
                        .isEqualTo(expected);
            }
        }
    }

    private static List<String> run(byte[] bytes, CompileOptions options) {
        var instance = LoadedModule.load("cut.wasm", bytes, options).instantiate();
        var function = instance.function("f");
        return IntStream.range(0, 6)
                .mapToObj(k -> Arrays.toString(function.call(k * 77 - 3, k, k * 1_000_003L, k / 3.0))).toList();
    }

    /** An interpreter spends its time between the table and the arms: few calls may lie between them. */
    @ParameterizedTest
    @CsvSource({"0, false, 6", "0, true, 6", "130, false, 3", "130, true, 3"})
    void armsOfADispatchAreFewCallsAway(int locals, boolean hasIf, int most) {
        var arms = 250;
        var builder = new ModuleBuilder().memory(1, 1);
        var arrive = builder.importFunction("host", "arrive", FunctionType.of(I32));
        builder.function("interpret", FunctionType.of(I32).returning(I32), code -> {
            for (var k = 0; k < locals; k++) {
                code.get(0).set(code.local(I32));
            }
            for (var arm = 0; arm < arms; arm++) {
                // CRuby's compiler leaves one of them to test for what is out of the table.
                if (hasIf && arm == arms - 2) {
                    code.get(0).i32(arms).op(Code.I32_LT_U).ifThen();
                } else {
                    code.block();
                }
            }
            code.get(0).brTable(IntStream.range(0, arms).toArray());
            for (var arm = 0; arm < arms; arm++) {
                code.end();
                for (var k = 0; k < 40; k++) {
                    code.i32(8 * k).get(0).i32(arm + k).op(Code.I32_XOR).store32(0);
                }
                // More than a method of the JVM takes as parameters.
                for (var k = 0; arm == 99 && k < locals; k++) {
                    code.i32(0).get(1 + k).store32(0);
                }
                code.i32(arm).call(arrive).i32(arm).op(Code.RETURN);
            }
        });
        var depths = new TreeMap<Integer, Integer>();
        var imports =
                Imports.builder().function("host", "arrive", HostFunction.of(FunctionType.of(I32), (caller, values) -> {
                    var frames = StackWalker.getInstance()
                            .walk(stack -> stack.filter(frame -> frame.getMethodName().startsWith("interpret"))
                                    .count());
                    depths.put((Integer) Objects.requireNonNull(values[0]), frames.intValue());
                    return new Object[0];
                })).build();
        var function = builder.toModule().instantiate(imports).function("interpret");
        for (var arm = 0; arm < arms; arm++) {
            assertThat(function.call(arm)).containsExactly(arm);
        }
        assertThat(depths).hasSize(arms);
        assertThat(depths.values()).allMatch(depth -> depth <= most);
    }

    /** A table that is never reached has no bytes that a plan might save. */
    @Test
    void aDispatchBesideATableThatIsNeverReached() {
        var expected = interpreterWithDeadTable(0);
        assertThat(interpreterWithDeadTable(400)).isEqualTo(expected);
        assertThat(interpreterWithDeadTable(4_000)).isEqualTo(expected);
    }

    private static Object interpreterWithDeadTable(int labels) {
        var arms = 120;
        var locals = 200;
        var builder = new ModuleBuilder();
        builder.function("interpret", FunctionType.of(I32).returning(I64), code -> {
            code.locals(locals, I64).loop().block();
            for (var arm = 0; arm < arms; arm++) {
                code.block();
            }
            code.get(0).brTable(IntStream.rangeClosed(0, arms).toArray());
            if (labels > 0) {
                code.get(0).brTable(IntStream.range(0, labels).map(k -> k % 9).toArray());
            }
            for (var arm = 0; arm < arms; arm++) {
                code.end();
                for (var k = 0; k < 150; k++) {
                    var local = 1 + (arm * 7 + k) % locals;
                    code.get(local).i64(k + 1).op(Code.I64_ADD).set(local);
                }
                code.get(0).i32(arms / 2).op(Code.I32_ADD).tee(0).i32(100_000).op(Code.I32_LT_S).brIf(arms - arm);
            }
            code.end().end().get(1);
            for (var local = 2; local <= locals; local++) {
                code.get(local).op(Code.I64_ADD);
            }
        });
        return Objects.requireNonNull(builder.toModule().instantiate().function("interpret").call(0)[0]);
    }

    @Test
    void referencesCrossPiecesAndAreNotKept() {
        var type = FunctionType.of(EXTERNREF, EXTERNREF, I32).returning(EXTERNREF);
        var builder = new ModuleBuilder();
        builder.function("f", type, code -> {
            var kept = code.local(EXTERNREF);
            for (var k = 0; k < 40; k++) {
                code.block().get(2).i32(k).op(Code.I32_EQ).brIf(0).get(k % 2).set(kept).end();
                code.get(2).i32(k).op(Code.I32_EQ).ifThen().get(kept).op(Code.RETURN).end();
            }
            code.get(kept);
        });
        var instance = LoadedModule.load("references.wasm", builder.toBytes(), new CompileOptions(100, false))
                .instantiate();
        var function = instance.function("f");
        assertThat(function.call("even", "odd", 9)).containsExactly("even");
        assertThat(function.call("even", "odd", 10)).containsExactly("odd");
        assertThat(function.call("even", "odd", 99)).containsExactly("odd");
        assertThat(function.call("even", "odd", 0)).containsExactly(new Object[]{null});
    }

    /**
     * Makes functions of assignments, blocks, loops that end, ifs, tables, and branches to all of them, with operands
     * left below now and then. Each loop counts in a local of its own.
     */
    private static final class Generator {

        private static final int MOST_DEPTH = 5;

        private final Random random;
        /** Of the open blocks, the outermost first: whether a branch may go to their label, carrying nothing. */
        private final List<Boolean> labels = new ArrayList<>(List.of(false));
        private int statements = 120;
        private final int moreLocals;

        Generator(int seed, int moreLocals) {
            random = new Random(seed);
            this.moreLocals = moreLocals;
        }

        byte[] module() {
            var builder = new ModuleBuilder().memory(1, 1);
            builder.global(I32, true, code -> code.i32(0));
            builder.function("f", TYPE, code -> {
                for (var i = TYPE.parameters().size(); i < LOCALS.size(); i++) {
                    assertThat(code.local(LOCALS.get(i))).isEqualTo(i);
                }
                for (var i = 0; i < moreLocals; i++) {
                    code.get(0).i32(i).op(Code.I32_XOR).set(code.local(I32));
                }
                while (statements > 0) {
                    statement(code);
                }
                results(code);
            });
            return builder.toBytes();
        }

        private void results(Code code) {
            code.get(0).get(4).op(Code.I32_ADD).get(1).op(Code.I32_XOR).get(7).op(Code.I32_ADD).globalGet(GLOBAL)
                    .op(Code.I32_ADD);
            code.get(2).get(5).op(Code.I64_ADD).get(3).get(6).op(Code.F64_ADD);
        }

        private void statement(Code code) {
            statements--;
            switch (random.nextInt(labels.size() <= MOST_DEPTH ? 14 : 7)) {
                case 0, 1, 2 -> assign(code);
                case 3 -> branch(code);
                case 4 -> {
                    code.i32(random.nextInt(16) * 4);
                    number(code);
                    code.store32(8);
                }
                case 5 -> {
                    number(code);
                    code.globalGet(GLOBAL).op(Code.I32_ADD).globalSet(GLOBAL);
                }
                case 6 -> {
                    number(code);
                    code.i32(63).op(Code.I32_AND, Code.I32_EQZ).ifThen();
                    results(code);
                    code.op(Code.RETURN).end();
                }
                case 7 -> nested(code.block(), true);
                case 8 -> {
                    number(code);
                    code.i32(1).op(Code.I32_AND).ifThen();
                    body(code, true);
                    nested(code.otherwise(), true);
                }
                case 9 -> loop(code);
                case 10 -> {
                    number(code);
                    body(code.block(I32), false);
                    number(code);
                    number(code);
                    code.i32(3).op(Code.I32_AND).brIf(0).i32(17).op(Code.I32_ADD).end();
                    code.op(Code.I32_ADD).set(random.nextBoolean() ? 0 : 7);
                }
                case 11 -> table(code);
                case 12 -> dispatch(code);
                default -> {
                    code.get(2).get(3);
                    number(code);
                    nested(code.i32(7).op(Code.I32_AND).ifThen(), true);
                    code.set(6).set(5);
                }
            }
        }

        private void nested(Code code, boolean isTarget) {
            body(code, isTarget);
            code.end();
        }

        private void body(Code code, boolean isTarget) {
            labels.add(isTarget);
            for (var count = 1 + random.nextInt(4); count > 0; count--) {
                statement(code);
            }
            labels.removeLast();
        }

        private void loop(Code code) {
            var counter = code.local(I32);
            body(code.loop(), false);
            code.get(counter).i32(1).op(Code.I32_ADD).tee(counter).i32(2 + random.nextInt(4)).op(Code.I32_LT_S).brIf(0)
                    .end();
        }

        private void table(Code code) {
            code.block().block().block();
            number(code);
            code.brTable(0, 1, 2, random.nextInt(3)).end();
            labels.add(true);
            body(code, true);
            code.br(random.nextInt(2)).end();
            labels.removeLast();
            nested(code, true);
        }

        /** As interpreters have it: a loop around a table whose arms follow each other, and end in different ways. */
        private void dispatch(Code code) {
            var arms = 8 + random.nextInt(4);
            var counter = code.local(I32);
            code.block().loop();
            labels.add(true);
            labels.add(false);
            code.get(counter).i32(1).op(Code.I32_ADD).tee(counter).i32(7).op(Code.I32_GT_S).brIf(1);
            var hasElse = new boolean[arms];
            for (var arm = arms - 1; arm >= 0; arm--) {
                if (random.nextInt(4) == 0) {
                    number(code);
                    code.ifThen();
                    hasElse[arm] = random.nextInt(3) == 0;
                } else {
                    code.block();
                }
                labels.add(true);
            }
            number(code);
            code.i32(arms).op(Code.I32_REM_U).brTable(IntStream.rangeClosed(0, arms).toArray());
            for (var arm = 0; arm < arms; arm++) {
                if (hasElse[arm]) {
                    statement(code.otherwise());
                }
                code.end();
                labels.removeLast();
                for (var count = random.nextInt(3); count > 0; count--) {
                    statement(code);
                }
                for (var k = 0; k < moreLocals && arm == 3; k++) {
                    var local = LOCALS.size() + k;
                    code.get(local).get(0).op(Code.I32_ADD).tee(local).get(7).op(Code.I32_ADD).set(7);
                }
                switch (random.nextInt(4)) {
                    case 0 -> code.br(arms - 1 - arm);
                    case 1 -> {
                        number(code);
                        code.i32(1).op(Code.I32_AND).brIf(arms - 1 - arm);
                    }
                    case 2 -> code.br(arms - arm);
                    default -> {
                    }
                }
            }
            code.end().end();
            labels.removeLast();
            labels.removeLast();
        }

        private void branch(Code code) {
            var targets = IntStream.range(0, labels.size()).filter(label -> labels.get(labels.size() - 1 - label))
                    .toArray();
            if (targets.length > 0) {
                number(code);
                code.i32(random.nextInt(8)).op(Code.I32_AND, Code.I32_EQZ)
                        .brIf(targets[random.nextInt(targets.length)]);
            }
        }

        private void assign(Code code) {
            var local = random.nextInt(LOCALS.size());
            switch (LOCALS.get(local)) {
                case NumberType.I32 -> number(code);
                case NumberType.I64 -> {
                    number(code);
                    code.op(Code.I64_EXTEND_I32_S).get(2).op(Code.I64_ADD).get(5).op(Code.I64_ADD);
                }
                default -> code.get(3).f64(random.nextInt(9) / 4.0).op(Code.F64_ADD).get(6).op(Code.F64_ADD);
            }
            code.set(local);
        }

        private void number(Code code) {
            switch (random.nextInt(4)) {
                case 0 -> code.get(0).get(4).op(Code.I32_XOR);
                case 1 -> code.get(1).i32(random.nextInt(100)).op(Code.I32_ADD);
                case 2 -> code.i32(random.nextInt(16) * 4).load32(8).get(7).op(Code.I32_ADD);
                default -> code.get(7).i32(31).op(Code.I32_MUL).get(0).op(Code.I32_ADD);
            }
        }
    }
}
