package dev.mortise.wasm;

import static dev.mortise.wasm.ValueType.FUNCREF;
import static dev.mortise.wasm.ValueType.I32;
import static dev.mortise.wasm.build.Code.DROP;
import static dev.mortise.wasm.build.Code.I32_ADD;
import static dev.mortise.wasm.build.Code.I32_EQZ;
import static dev.mortise.wasm.build.Code.I32_SUB;
import static dev.mortise.wasm.build.Code.RETURN;
import static dev.mortise.wasm.build.Code.SELECT;
import static dev.mortise.wasm.build.Code.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mortise.wasm.build.Code;
import dev.mortise.wasm.build.ModuleBuilder;
import dev.mortise.wasm.internal.LoadedModule;
import dev.mortise.wasm.internal.compile.CompileOptions;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each construct costs, counted by hand: a unit for entering the function, and one for each instruction that runs. */
class FuelCountsTest {

    private static final FunctionType TYPE = FunctionType.of(I32).returning(I32);
    private static final int NOP = 0x01;
    private static final int FILL = 11;
    private static final int COPY = 10;
    private static final int INIT = 8;
    private static final int TABLE_GROW = 15;
    private static final int TABLE_FILL = 17;
    private static final int TABLE_COPY = 14;
    private static final int TABLE_INIT = 12;
    /** More than any case needs. */
    private static final long PLENTY = 1_000_000;
    private static final int MANY = 5_000;
    private static final long LOOP_IN_LOOP_10 = 1 + 2 + 10 * (2 + 50 + 5) + 1;

    /** One JVM method, one with loops that count their rounds, and pieces of few instructions. */
    private static final List<CompileOptions> WAYS = List.of(new CompileOptions(7_500, false),
            new CompileOptions(7_500, true), new CompileOptions(30, false));

    /** A function of one i32, what it is called with, and what that costs. */
    enum Case {
        STRAIGHT(code -> code.get(0).i32(1).op(I32_ADD), cost(5, 1 + 3)),
        FREE_INSTRUCTIONS(code -> code.op(NOP).block().get(0).op(DROP).end().get(0).op(RETURN), cost(5, 1 + 2)),
        TWO_ARMS(code -> code.get(0).ifThen(I32).i32(1).otherwise().i32(1).i32(2).op(I32_ADD).end(),
                cost(1, 1 + 2 + 1), cost(0, 1 + 2 + 3)),
        BEHIND_TWO_ARMS(code -> code.get(0).ifThen(I32).i32(1).otherwise().i32(2).i32(3).op(I32_ADD).end().i32(9)
                .op(I32_ADD), cost(1, 1 + 2 + 1 + 2), cost(0, 1 + 2 + 3 + 2)),
        ONE_ARM(code -> code.get(0).ifThen().get(0).i32(1).op(I32_ADD).set(0).end().get(0), cost(0, 1 + 2 + 1),
                cost(5, 1 + 2 + 4 + 1)),
        LOOP(code -> code.loop().get(0).i32(1).op(I32_SUB).tee(0).brIf(0).end().get(0), cost(1, 1 + 5 + 1),
                cost(1_000, 1 + 5_000 + 1)),
        LOOP_LEFT_FROM_ITS_MIDST(code -> code.block().loop().get(0).op(I32_EQZ).brIf(1).get(0).i32(1).op(I32_SUB)
                .set(0).br(0).end().end().get(0), cost(0, 1 + 3 + 1), cost(100, 1 + 800 + 3 + 1)),
        LOOP_IN_LOOP(FuelCountsTest::loopInLoop, cost(1, 1 + 2 + 2 + 5 + 5 + 1), cost(10, LOOP_IN_LOOP_10)),
        LOOP_WITH_ARM(code -> code.loop().get(0).i32(1).op(Code.I32_AND).ifThen().op(NOP).i32(8).op(DROP).end().get(0)
                .i32(1).op(I32_SUB).tee(0).brIf(0).end().get(0), cost(1, 1 + 4 + 1 + 5 + 1),
                cost(10, 1 + 10 * 9 + 5 + 1)),
        LOOP_THAT_ENDS(code -> code.loop().get(0).set(0).end().get(0), cost(7, 1 + 2 + 1)),
        TAIL_BEHIND_A_BRANCH(code -> code.block().get(0).brIf(0).i32(7).set(0).br(0).i32(1).set(0).end().get(0),
                cost(1, 1 + 2 + 1), cost(0, 1 + 2 + 3 + 1)),
        BLOCK_LEFT_FOR_FURTHER_OUT(code -> code.block().block().get(0).brIf(1).get(0).op(DROP).end().i32(5).set(0).end()
                .get(0), cost(1, 1 + 2 + 1), cost(0, 1 + 2 + 1 + 2 + 1)),
        ARM_LEFT_FOR_FURTHER_OUT(code -> code.block().get(0).ifThen().br(1).end().i32(5).set(0).end().get(0),
                cost(1, 1 + 2 + 1 + 1), cost(0, 1 + 2 + 2 + 1)),
        FIRST_ARM_THAT_BRANCHES_TO_ITS_END(code -> code.get(0).ifThen().get(0).i32(1).op(I32_SUB).brIf(0).i32(4).set(0)
                .br(0).otherwise().i32(6).set(0).end().get(0), cost(0, 1 + 2 + 2 + 1), cost(1, 1 + 2 + 4 + 3 + 1),
                cost(2, 1 + 2 + 4 + 1)),
        SWITCH(code -> code.block().block().block().get(0).brTable(0, 1, 2).end().i32(10).set(0).br(1).end().i32(20)
                .set(0).end().get(0), cost(0, 1 + 2 + 3 + 1), cost(1, 1 + 2 + 2 + 1), cost(2, 1 + 2 + 1),
                cost(-1, 1 + 2 + 1)),
        SWITCH_TO_A_LOOP(code -> code.loop().block().get(0).i32(1).op(I32_SUB).tee(0).brTable(0, 1, 0).end().end()
                .get(0), cost(1, 1 + 5 + 1), cost(2, 1 + 5 + 5 + 1)),
        RETURN_EARLY(code -> code.get(0).ifThen().i32(1).op(RETURN).end().i32(2).i32(3).op(I32_ADD),
                cost(1, 1 + 2 + 1), cost(0, 1 + 2 + 3)),
        RETURN_BY_BRANCH(code -> code.i32(3).get(0).brIf(0).op(DROP).i32(4), cost(1, 1 + 3), cost(0, 1 + 3 + 1)),
        SECOND_ARM_RETURNS(code -> code.get(0).ifThen().i32(1).set(0).otherwise().i32(9).op(RETURN).end().get(0),
                cost(1, 1 + 2 + 2 + 1), cost(0, 1 + 2 + 1)),
        SECOND_ARM_TRAPS(code -> code.get(0).ifThen().i32(1).set(0).otherwise().op(UNREACHABLE).end().get(0),
                cost(1, 1 + 2 + 2 + 1)),
        BLOCKS_THAT_ARE_NEVER_REACHED(code -> code.block().br(0).i32(1).ifThen().i32(2).set(0).end().i32(3).set(0)
                .i32(4).ifThen().i32(5).set(0).otherwise().i32(6).set(0).end().i32(7).set(0).loop().br(0).end().end()
                .get(0), cost(5, 1 + 1 + 1)),
        MANY_BRANCHES(FuelCountsTest::manyBranches, cost(0, 1 + 4 * MANY + 1), cost(1, 1 + 2 * MANY + 1)),
        UNREACHABLE_ARM(code -> code.get(0).ifThen().op(UNREACHABLE).end().get(0), cost(0, 1 + 2 + 1)),
        CALL(code -> code.get(0).call(0), cost(5, 1 + 2 + 1 + 3)),
        CALL_INDIRECT(code -> code.get(0).i32(0).callIndirect(0), cost(5, 1 + 3 + 1 + 3)),
        CALL_INDIRECT_TO_CHANGING_TABLE(code -> code.i32(0).i32(0).i32(1).prefixed(TABLE_COPY, 1, 0).get(0).i32(0)
                .with(0x11, 0, 1), cost(5, 1 + 4 + 1 + 3 + 1 + 3)),
        SELECTED(code -> code.i32(1).i32(2).get(0).op(SELECT), cost(5, 1 + 4)),
        MEMORY_ACCESS(code -> code.get(0).get(0).store32(8).get(0).load32(8), cost(5, 1 + 5)),
        MEMORY_SIZE(code -> code.memorySize(), cost(5, 1 + 1)),
        MEMORY_GROW(code -> code.get(0).memoryGrow(), cost(0, 1 + 2), cost(2, 1 + 2 + 2 * 8_192), // Beyond its limit, and beyond any.
                cost(4, 1 + 2), cost(-1, 1 + 2)),
        MEMORY_FILL(code -> code.i32(0).i32(7).get(0).prefixed(FILL, 0).get(0), cost(0, 1 + 5), cost(1, 1 + 5 + 1),
                cost(8, 1 + 5 + 1), cost(9, 1 + 5 + 2), cost(65_536, 1 + 5 + 8_192)),
        MEMORY_COPY(code -> code.i32(0).i32(7).get(0).prefixed(COPY, 0, 0).get(0), cost(17, 1 + 5 + 3)),
        MEMORY_INIT(code -> code.i32(0).i32(0).get(0).prefixed(INIT, 0, 0).get(0), cost(0, 1 + 5),
                cost(20, 1 + 5 + 3)),
        TABLE_GROWN(code -> code.with(0xd0, 0x70).get(0).prefixed(TABLE_GROW, 1), cost(0, 1 + 3), cost(3, 1 + 3 + 3),
                cost(100, 1 + 3)),
        TABLE_FILLED(code -> code.i32(1).with(0xd0, 0x70).get(0).prefixed(TABLE_FILL, 1).get(0), cost(3, 1 + 5 + 3)),
        TABLE_COPIED(code -> code.i32(0).i32(1).get(0).prefixed(TABLE_COPY, 1, 1).get(0), cost(2, 1 + 5 + 2)),
        TABLE_INITIALISED(code -> code.i32(0).i32(0).get(0).prefixed(TABLE_INIT, 1, 1).get(0), cost(0, 1 + 5),
                cost(3, 1 + 5 + 3));

        final Consumer<Code> code;
        final List<Cost> costs;

        Case(Consumer<Code> code, Cost... costs) {
            this.code = code;
            this.costs = List.of(costs);
        }
    }

    private record Cost(int argument, long units) {}

    private static Cost cost(int argument, long units) {
        return new Cost(argument, units);
    }

    /** Too many for one JVM method in any of the ways. */
    private static void manyBranches(Code code) {
        var local = code.local(I32);
        for (var i = 0; i < MANY; i++) {
            code.block().get(0).brIf(0).i32(i).set(local).end();
        }
        code.get(0);
    }

    /** The inner loop makes as many rounds as the outer one in all. */
    private static void loopInLoop(Code code) {
        var outer = code.local(I32);
        var inner = code.local(I32);
        code.get(0).set(outer);
        code.loop().get(0).set(inner);
        code.loop().get(inner).i32(1).op(I32_SUB).tee(inner).brIf(0).end();
        code.get(outer).i32(1).op(I32_SUB).tee(outer).brIf(0).end().get(0);
    }

    private static byte[] module(Consumer<Code> content) {
        var builder = new ModuleBuilder().memory(1, 4).table(FUNCREF, 8, 8).table(FUNCREF, 8, 16);
        builder.privateFunction("callee", TYPE, code -> code.get(0).get(0).op(I32_ADD));
        builder.function("run", TYPE, content);
        builder.elements(0, 0);
        builder.passiveElements(0, 0, 0).passiveData(new byte[20]);
        return builder.toBytes();
    }

    private static Instance instance(Consumer<Code> content, CompileOptions options) {
        return LoadedModule.load("test.wasm", module(content), options)
                .instantiate(Imports.builder().fuel(Fuel.of(PLENTY)).build());
    }

    static Stream<CompileOptions> ways() {
        return WAYS.stream();
    }

    @ParameterizedTest
    @EnumSource
    void costsWhatWasCountedByHand(Case each) {
        for (var options : WAYS) {
            for (var cost : each.costs) {
                var instance = instance(each.code, options);
                var before = instance.fuel().consumed();
                instance.function("run").call(cost.argument);
                assertThat(instance.fuel().consumed() - before).as("%s of %s, %s", each, cost.argument, options)
                        .isEqualTo(cost.units);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneUnitLessDoesNotSuffice(Case each) {
        for (var options : WAYS) {
            for (var cost : each.costs) {
                var instance = instance(each.code, options);
                var fuel = instance.fuel();
                for (var units = 0L; units < cost.units; units += 1 + cost.units / 20) {
                    assertRunsOut(instance, cost.argument, units);
                }
                assertRunsOut(instance, cost.argument, cost.units - 1);
                fuel.set(cost.units);
                instance.function("run").call(cost.argument);
                assertThat(fuel.left()).isZero();
            }
        }
    }

    private static void assertRunsOut(Instance instance, int argument, long units) {
        var fuel = instance.fuel();
        fuel.set(units);
        var before = fuel.consumed();
        assertThatExceptionOfType(Trap.class).isThrownBy(() -> instance.function("run").call(argument))
                .satisfies(trap -> assertThat(trap.kind()).isEqualTo(Trap.Kind.OUT_OF_FUEL));
        assertThat(fuel.consumed() - before + fuel.left()).isEqualTo(units);
        assertThat(fuel.left()).isBetween(0L, units);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aTrapHasCostWhatWouldHaveFollowedIt(CompileOptions options) {
        var instance = instance(Case.UNREACHABLE_ARM.code, options);
        var before = instance.fuel().consumed();
        assertThatExceptionOfType(Trap.class).isThrownBy(() -> instance.function("run").call(1));
        assertThat(instance.fuel().consumed() - before).isEqualTo(1 + 2 + 1);
    }

    /** Through the interpreter and both of HotSpot's compilers. */
    @Test
    void costsTheSameHoweverOftenItRan() {
        var instance = instance(FuelCountsTest::loopInLoop, WAYS.getFirst());
        var run = instance.function("run").as(IntUnaryOperator.class);
        for (var i = 0; i < 30_000; i++) {
            instance.fuel().set(PLENTY);
            var before = instance.fuel().consumed();
            assertThat(run.applyAsInt(10)).isEqualTo(10);
            assertThat(instance.fuel().consumed() - before).isEqualTo(LOOP_IN_LOOP_10);
        }
    }

    @Test
    void realCodeCostsTheSameWholeAndCut() {
        var bytes = Guests.bytes("guests/kernels/kernels.wasm");
        var arguments = List.of("sieve:1000", "matrix:12", "matrix_rows:12", "hash:5000", "sha256:1000", "fib:12",
                "trees:6", "interpret:500", "interpret_switch:500", "opcodes:2000");
        var costs = Stream.of(WAYS.getFirst(), new CompileOptions(400, true), new CompileOptions(60, false))
                .map(options -> {
                    var instance = LoadedModule.load("kernels.wasm", bytes, options)
                            .instantiate(Imports.builder().fuel(Fuel.of(Long.MAX_VALUE)).build());
                    return arguments.stream().map(each -> each.split(":")).map(each -> {
                        var before = instance.fuel().consumed();
                        instance.function(each[0]).call(Integer.parseInt(each[1]));
                        return instance.fuel().consumed() - before;
                    }).toList();
                }).toList();
        assertThat(costs.get(1)).isEqualTo(costs.getFirst());
        assertThat(costs.get(2)).isEqualTo(costs.getFirst());
        assertThat(costs.getFirst()).allMatch(units -> units > 1_000);
    }

    /** The last of the ways is one: the stack shows the pieces. */
    @Test
    void smallPiecesAreReallyMade() {
        var instance = instance(code -> {
            loopInLoop(code);
            code.op(DROP, UNREACHABLE);
        }, WAYS.getLast());
        assertThatExceptionOfType(Trap.class).isThrownBy(() -> instance.function("run").call(1))
                .satisfies(trap -> assertThat(Arrays.stream(trap.getStackTrace()).map(StackTraceElement::getMethodName))
                        .anyMatch(method -> method.contains("$")));
    }
}
