package dev.mortise.wasm;

import static dev.mortise.wasm.ValueType.F64;
import static dev.mortise.wasm.ValueType.FUNCREF;
import static dev.mortise.wasm.ValueType.I32;
import static dev.mortise.wasm.ValueType.I64;
import static dev.mortise.wasm.build.Mixing.mix;
import static dev.mortise.wasm.build.Mixing.mixed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mortise.wasm.InvalidModuleException.Phase;
import dev.mortise.wasm.build.Code;
import dev.mortise.wasm.build.ModuleBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Modules that are big in one way each. They run, or are refused by a limit that is told, from a thread of usual and
 * from one of little stack; a hang is for the timeout.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ScaleTest {

    private static final FunctionType TYPE = FunctionType.of(I32).returning(I32);
    private static final int MEGABYTE = 1 << 20;
    private static final int DEEP = 10_000;
    /** About the least that a JVM gives a thread. */
    private static final long LITTLE_STACK = 256 << 10;
    private static final int STARTS = 3;

    /** A module with one function, and two small ones that it may call. */
    private static byte[] module(Consumer<Code> content) {
        var builder = new ModuleBuilder().memory(1, 1).table(FUNCREF, 2, 2).global(I32, true, code -> code.i32(1));
        builder.privateFunction("next", TYPE, code -> code.get(0).i32(1).op(Code.I32_ADD));
        builder.function("big", TYPE, content);
        builder.elements(0, 0, 0);
        return builder.toBytes();
    }

    private static int call(byte[] bytes, int argument) {
        return call(Module.parse(bytes).instantiate(), argument);
    }

    private static int call(Instance instance, int argument) {
        return (int) Objects.requireNonNull(instance.function("big").call(argument)[0]);
    }

    /** The module gives what is expected; where the stack is little it may be too little, and nothing worse. */
    private static void assertRuns(byte[] bytes, IntUnaryOperator expected) {
        var instance = Module.parse(bytes).instantiate();
        for (var start = 0; start < STARTS; start++) {
            assertThat(call(instance, start)).as("from %s", start).isEqualTo(expected.applyAsInt(start));
        }
        assertThat(onLittleStack(bytes)).isIn("" + expected.applyAsInt(5), "STACK_EXHAUSTED");
        assertThat(call(instance, 5)).as("after what happened there").isEqualTo(expected.applyAsInt(5));
    }

    private static String onLittleStack(byte[] bytes) {
        var outcome = new AtomicReference<>("nothing");
        var thread = new Thread(null, () -> {
            try {
                outcome.set("" + call(bytes, 5));
            } catch (Trap e) {
                outcome.set("" + e.kind());
            } catch (Throwable e) {
                outcome.set(e + " at " + Arrays.toString(e.getStackTrace()));
            }
        }, "little stack", LITTLE_STACK);
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return outcome.get();
    }

    private static void assertRefused(byte[] bytes, String limit) {
        assertThatExceptionOfType(InvalidModuleException.class).isThrownBy(() -> call(bytes, 1))
                .withMessageContaining(limit).satisfies(e -> assertThat(e.phase()).isEqualTo(Phase.LIMIT));
    }

    // ---- A megabyte of body

    /** What a body may consist of, and what each piece of it makes of the parameter. */
    private enum Content {
        STRAIGHT {
            @Override
            void add(Code code, int k) {
                mix(code, k & 63);
            }

            @Override
            int apply(int x, int k) {
                return (x ^ k & 63) * 31 + (k & 63);
            }
        },
        BRANCHES_OUT {
            @Override
            void begin(Code code) {
                code.block();
            }

            @Override
            void add(Code code, int k) {
                code.get(0).i32(1).op(Code.I32_ADD).tee(0).i32(Integer.MIN_VALUE).op(Code.I32_EQ).brIf(0);
            }

            @Override
            void end(Code code) {
                code.end();
            }

            @Override
            int apply(int x, int k) {
                return x + 1;
            }
        },
        RETURNS {
            @Override
            void add(Code code, int k) {
                code.get(0).i32(3).op(Code.I32_ADD).tee(0).i32(Integer.MIN_VALUE + k % 3).op(Code.I32_EQ).ifThen()
                        .i32(k).op(Code.RETURN).end();
            }

            @Override
            int apply(int x, int k) {
                return x + 3;
            }
        },
        CALLS {
            @Override
            void add(Code code, int k) {
                code.get(0).call(0).set(0);
            }

            @Override
            int apply(int x, int k) {
                return x + 1;
            }
        },
        INDIRECT_CALLS {
            @Override
            void add(Code code, int k) {
                code.get(0).i32(k & 1).callIndirect(0).set(0);
            }

            @Override
            int apply(int x, int k) {
                return x + 1;
            }
        },
        MEMORY {
            @Override
            void add(Code code, int k) {
                code.i32(k & 1023).get(0).store32(4).i32(k & 1023).load8(4).i32(k & 1023).load32(4).op(Code.I32_ADD)
                        .set(0);
            }

            @Override
            int apply(int x, int k) {
                return (x & 255) + x;
            }
        },
        GLOBALS {
            @Override
            void add(Code code, int k) {
                code.get(0).globalSet(0).globalGet(0).globalGet(0).i32(5).op(Code.SELECT).set(0);
            }

            @Override
            int apply(int x, int k) {
                return x;
            }
        },
        LOOPS {
            @Override
            void add(Code code, int k) {
                code.i32(3).set(1).loop();
                mix(code, k & 7);
                code.get(1).i32(1).op(Code.I32_SUB).tee(1).brIf(0).end();
            }

            @Override
            int apply(int x, int k) {
                for (var i = 0; i < 3; i++) {
                    x = (x ^ k & 7) * 31 + (k & 7);
                }
                return x;
            }
        },
        TABLES {
            @Override
            void add(Code code, int k) {
                for (var i = 0; i < 9; i++) {
                    code.block();
                }
                code.get(0).i32(7).op(Code.I32_AND).brTable(0, 1, 2, 3, 4, 5, 6, 7, 8);
                for (var i = 0; i < 9; i++) {
                    code.end().get(0).i32(k & 63).op(Code.I32_ADD).set(0);
                }
            }

            @Override
            int apply(int x, int k) {
                return x + (9 - (x & 7)) * (k & 63);
            }
        },
        BLOCK_VALUES {
            @Override
            void add(Code code, int k) {
                code.get(0).i32(1).op(Code.I32_AND).ifThen(I32).get(0).i32(k & 63).op(Code.I32_ADD).otherwise().get(0)
                        .i32(31).op(Code.I32_MUL).i32(7).op(Code.I32_ADD).end().set(0);
            }

            @Override
            int apply(int x, int k) {
                return (x & 1) != 0 ? x + (k & 63) : x * 31 + 7;
            }
        },
        /** One expression without an end, so that there is no place between statements. */
        ONE_EXPRESSION {
            @Override
            void begin(Code code) {
                code.i64(1).get(0);
            }

            @Override
            void add(Code code, int k) {
                code.i32(k & 63).op(Code.I32_XOR).i32(31).op(Code.I32_MUL);
            }

            @Override
            void end(Code code) {
                code.set(0).op(Code.DROP);
            }

            @Override
            int apply(int x, int k) {
                return (x ^ k & 63) * 31;
            }
        },
        /** Conditions that wait for the next one. */
        NEGATIONS {
            @Override
            void begin(Code code) {
                code.get(0);
            }

            @Override
            void add(Code code, int k) {
                code.op(Code.I32_EQZ);
            }

            @Override
            void end(Code code) {
                code.set(0);
            }

            @Override
            int apply(int x, int k) {
                return x == 0 ? 1 : 0;
            }
        },
        DEAD {
            @Override
            void begin(Code code) {
                code.block().br(0);
            }

            @Override
            void add(Code code, int k) {
                code.op(Code.I32_ADD, Code.DROP).block().end().loop().i32(k & 63).brIf(1).op(Code.UNREACHABLE).end();
            }

            @Override
            void end(Code code) {
                code.end();
            }

            @Override
            int apply(int x, int k) {
                return x;
            }
        },
        NOTHING {
            @Override
            void add(Code code, int k) {
                code.op(0x01);
            }

            @Override
            int apply(int x, int k) {
                return x;
            }
        };

        void begin(Code code) {}

        abstract void add(Code code, int k);

        void end(Code code) {}

        abstract int apply(int x, int k);
    }

    @ParameterizedTest
    @EnumSource
    void aMegabyteOf(Content content) {
        var counts = new int[1];
        var bytes = module(code -> {
            code.local(I32);
            content.begin(code);
            for (counts[0] = 0; code.size() < MEGABYTE; counts[0]++) {
                content.add(code, counts[0]);
            }
            content.end(code);
            code.get(0);
        });
        assertRuns(bytes, start -> {
            var x = start;
            for (var k = 0; k < counts[0]; k++) {
                x = content.apply(x, k);
            }
            return x;
        });
    }

    @Test
    void anExpressionOverTheLimit() {
        assertRefused(module(code -> {
            code.get(0);
            for (var k = 0; k < 100_000; k++) {
                code.get(0).i32(k).op(Code.I32_XOR);
            }
            for (var k = 0; k < 100_000; k++) {
                code.op(Code.I32_ADD);
            }
        }), "the operand stack is over 4000 high");
    }

    @Test
    void aBodyOverTheLimit() {
        assertRefused(module(code -> {
            while (code.size() < 7_700_000) {
                mix(code, 1_000_000);
            }
            code.get(0);
        }), "this engine allows 7654321");
    }

    // ---- Levels

    private enum Level {
        BLOCK {
            @Override
            void open(Code code) {
                code.block();
            }
        },
        LOOP {
            @Override
            void open(Code code) {
                code.loop();
            }
        },
        IF {
            @Override
            void open(Code code) {
                code.i32(1).ifThen();
            }
        },
        IF_ELSE {
            @Override
            void open(Code code) {
                code.get(0).i32(Integer.MIN_VALUE).op(Code.I32_EQ).ifThen();
                mix(code, 5);
                code.otherwise();
            }
        },
        BLOCK_OF_A_VALUE {
            @Override
            void open(Code code) {
                code.block(I32);
            }

            @Override
            void close(Code code) {
                code.get(0).end().set(0);
            }
        };

        abstract void open(Code code);

        void close(Code code) {
            code.end();
        }
    }

    @ParameterizedTest
    @EnumSource
    void levels(Level level) {
        var bytes = module(code -> {
            for (var d = 0; d < DEEP; d++) {
                level.open(code);
            }
            mix(code, 3);
            for (var d = 0; d < DEEP; d++) {
                level.close(code);
            }
            code.get(0);
        });
        assertRuns(bytes, x -> (x ^ 3) * 31 + 3);
    }

    @ParameterizedTest
    @EnumSource
    void levelsWithContentBeforeAndBehind(Level level) {
        var bytes = module(code -> {
            for (var d = 0; d < DEEP; d++) {
                mix(code, d & 63);
                level.open(code);
            }
            mix(code, 3);
            for (var d = DEEP - 1; d >= 0; d--) {
                level.close(code);
                mix(code, d & 31);
            }
            code.get(0);
        });
        assertRuns(bytes, start -> {
            var x = start;
            for (var d = 0; d < DEEP; d++) {
                x = (x ^ d & 63) * 31 + (d & 63);
            }
            x = (x ^ 3) * 31 + 3;
            for (var d = DEEP - 1; d >= 0; d--) {
                x = (x ^ d & 31) * 31 + (d & 31);
            }
            return x;
        });
    }

    @Test
    void branchesFromAllLevelsToAll() {
        var random = new Random(1);
        var random2 = new Random(1);
        var bytes = module(code -> {
            for (var d = 0; d < DEEP; d++) {
                code.block();
            }
            for (var d = 0; d < DEEP; d++) {
                mix(code, d & 63);
                code.get(0).i32(0x3ff0).op(Code.I32_AND, Code.I32_EQZ).brIf(random.nextInt(DEEP - d)).end();
            }
            code.get(0);
        });
        var targets = IntStream.range(0, DEEP).map(d -> random2.nextInt(DEEP - d)).toArray();
        assertRuns(bytes, start -> {
            var x = start;
            for (var d = 0; d < DEEP; d++) {
                x = (x ^ d & 63) * 31 + (d & 63);
                if ((x & 0x3ff0) == 0) {
                    d += targets[d];
                }
            }
            return x;
        });
    }

    /** Each is an interpreter's loop inside of the one before. */
    @ParameterizedTest
    @ValueSource(ints = {500, DEEP})
    void tablesAtAllLevels(int depth) {
        var bytes = module(code -> {
            for (var d = 0; d < depth; d++) {
                code.block();
            }
            for (var d = 0; d < depth; d++) {
                mix(code, d & 63);
                var levels = Math.min(16, depth - d);
                code.get(0).i32(15).op(Code.I32_AND).brTable(IntStream.range(0, levels).toArray()).end();
            }
            code.get(0);
        });
        assertRuns(bytes, start -> {
            var x = start;
            for (var d = 0; d < depth; d++) {
                x = (x ^ d & 63) * 31 + (d & 63);
                d += Math.min(x & 15, Math.min(16, depth - d) - 1);
            }
            return x;
        });
    }

    /** What is looked for at a loop must not be looked for through all loops inside of it. */
    @Test
    void loopsThatSkipAllOfThemInside() {
        var bytes = module(code -> {
            for (var d = 0; d < DEEP; d++) {
                code.loop().block().get(0).brIf(0);
            }
            for (var d = 0; d < DEEP; d++) {
                code.end().end();
            }
            mix(code, 3);
            code.get(0);
        });
        assertRuns(bytes, x -> (x ^ 3) * 31 + 3);
    }

    /** Nor at one that a state machine may be, through all of those and their tables. */
    @Test
    void dispatchLoopsInsideOfEachOther() {
        var loops = 8_000;
        var entries = new int[65_000];
        var bytes = module(code -> {
            for (var d = 0; d < loops; d++) {
                code.loop().block().block().get(0).brTable(0, 1).end();
            }
            for (var table = 0; table < 32; table++) {
                code.block().get(0).brTable(entries).end();
            }
            for (var d = 0; d < loops; d++) {
                code.end().end();
            }
            code.get(0);
        });
        assertRuns(bytes, x -> x);
    }

    /** What a state machine calls is looked through on its way, and again on the next. */
    @Test
    void aDispatchLoopWithAWayThroughManyCalls() {
        var builder = new ModuleBuilder();
        builder.privateFunction("callee", FunctionType.of(), code -> {
            for (var group = 0; group < 40_000; group++) {
                code.locals(0, I32);
            }
        });
        builder.function("big", TYPE, code -> {
            code.loop().block().block().get(0).brTable(0, 1).end();
            for (var call = 0; call < 300; call++) {
                code.call(0);
            }
            for (var back = 0; back < 3_000; back++) {
                code.get(0).ifThen().i32(0).set(0).br(2).end();
            }
            code.end().end().get(0);
        });
        assertRuns(builder.toBytes(), x -> x);
    }

    // ---- Tables

    @Test
    void aTableOverTheLimit() {
        assertRefused(module(code -> {
            for (var d = 0; d < 99_990; d++) {
                code.block();
            }
            code.get(0).brTable(IntStream.range(0, 99_990).toArray());
            for (var d = 0; d < 99_990; d++) {
                code.end();
                mix(code, d & 63);
            }
            code.get(0);
        }), "this engine allows 65520");
    }

    /** As many entries as there may be, to some labels: in turn, one after the other, and anyhow. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100, 499, 501, 5_000, 65_520})
    void aTableOfAllEntries(int labels) {
        var random = new Random(labels);
        for (var entries : new int[][]{IntStream.range(0, 65_521).map(k -> k % labels).toArray(),
            IntStream.range(0, 65_521).map(k -> (int) ((long) k * labels / 65_521)).toArray(),
            IntStream.range(0, 65_521).map(k -> random.nextInt(labels)).toArray()}) {
            var bytes = module(code -> {
                for (var d = 0; d < labels; d++) {
                    code.block();
                }
                code.get(0).i32(20_011).op(Code.I32_MUL).brTable(entries);
                for (var d = 0; d < labels; d++) {
                    code.end();
                    mix(code, d & 63);
                }
                code.get(0);
            });
            assertRuns(bytes, start -> {
                var x = start;
                for (var d = entries[Math.min(start * 20_011, 65_520)]; d < labels; d++) {
                    x = (x ^ d & 63) * 31 + (d & 63);
                }
                return x;
            });
        }
    }

    /** A loop around a table with an arm for each entry. */
    @Test
    void anInterpreterOfAllOperations() {
        var arms = 60_000;
        var bytes = module(code -> {
            var round = code.local(I32);
            code.block().loop();
            for (var d = 0; d < arms; d++) {
                code.block();
            }
            code.get(round).i32(1).op(Code.I32_ADD).tee(round).i32(100).op(Code.I32_EQ).brIf(arms + 1);
            code.get(0).i32(arms).op(Code.I32_REM_U).brTable(IntStream.range(0, arms).toArray());
            for (var d = 0; d < arms; d++) {
                code.end();
                mix(code, d);
                code.br(arms - 1 - d);
            }
            code.end().end().get(0);
        });
        assertRuns(bytes, start -> {
            var x = start;
            for (var round = 1; round < 100; round++) {
                x = mixedOnce(x, Integer.remainderUnsigned(x, arms));
            }
            return x;
        });
    }

    private static int mixedOnce(int x, int k) {
        return (x ^ k) * 31 + k;
    }

    // ---- Locals

    /** All keep a value over the rounds, and each is used behind the loop. */
    @ParameterizedTest
    @ValueSource(ints = {200, 2_000, 10_000, 49_998})
    void localsThatLiveAcrossALoop(int count) {
        var bytes = module(code -> {
            var round = code.local(I32);
            for (var i = 2; i < count + 2; i++) {
                code.local(i % 4 == 0 ? I64 : I32);
            }
            code.i32(3).set(round).loop();
            for (var i = 2; i < count + 2; i++) {
                if (i % 4 == 0) {
                    code.get(i).get(0).op(Code.I64_EXTEND_I32_S, Code.I64_ADD).set(i);
                } else {
                    code.get(i).get(0).i32(i & 7).op(Code.I32_ADD, Code.I32_XOR).set(i);
                }
            }
            mix(code, 9);
            code.get(round).i32(1).op(Code.I32_SUB).tee(round).brIf(0).end();
            for (var i = 2; i < count + 2; i++) {
                code.get(0).i32(31).op(Code.I32_MUL).get(i);
                if (i % 4 == 0) {
                    code.op(Code.I32_WRAP_I64);
                }
                code.op(Code.I32_ADD).set(0);
            }
            code.get(0);
        });
        assertRuns(bytes, start -> {
            var x = start;
            var locals = new int[count + 2];
            for (var round = 0; round < 3; round++) {
                for (var i = 2; i < count + 2; i++) {
                    locals[i] = i % 4 == 0 ? locals[i] + x : locals[i] ^ x + (i & 7);
                }
                x = mixedOnce(x, 9);
            }
            for (var i = 2; i < count + 2; i++) {
                x = x * 31 + locals[i];
            }
            return x;
        });
    }

    @Test
    void localsOverTheLimit() {
        assertRefused(module(code -> {
            for (var i = 0; i < 50_000; i++) {
                code.local(F64);
            }
            code.get(0);
        }), "too many locals: 50001, this engine allows 50000");
    }

    /** Two bytes each, of which a local's type is found behind many. */
    @Test
    void groupsOfNoLocals() {
        assertRuns(module(code -> {
            for (var i = 0; i < 3_000_000; i++) {
                code.locals(0, F64);
            }
            var last = code.local(I32);
            for (var i = 0; i < 60_000; i++) {
                code.get(0).i32(1).op(Code.I32_ADD).set(last).get(last).set(0);
            }
            code.get(0);
        }), x -> x + 60_000);
    }

    // ---- Functions

    /** Each calls the one before the last; all are in the table, exported, and have names. */
    @Test
    void aHundredThousandFunctions() {
        var count = 100_000;
        var builder = new ModuleBuilder().table(FUNCREF, count, count);
        for (var i = 0; i < count; i++) {
            var k = i;
            builder.function("f" + i, TYPE, code -> {
                mix(code, k & 63).get(0);
                if (k >= 1_000) {
                    code.call(k - 1_000);
                }
            });
        }
        builder.function("big", TYPE, code -> {
            var i = code.local(I32);
            code.loop().get(0).get(i).callIndirect(builder.type(TYPE)).set(0);
            code.get(i).i32(1).op(Code.I32_ADD).tee(i).i32(3_000).op(Code.I32_NE).brIf(0).end();
            // Each of the classes is called into.
            for (var k = 0; k < 1_000; k++) {
                code.get(0).call(count - 1 - k).set(0);
            }
            code.get(0);
        });
        builder.elements(0, IntStream.range(0, count).toArray());
        assertRuns(builder.toBytes(), start -> {
            var x = start;
            for (var i = 0; i < 3_000; i++) {
                x = chain(x, i);
            }
            for (var k = 0; k < 1_000; k++) {
                x = chain(x, count - 1 - k);
            }
            return x;
        });
    }

    private static int chain(int start, int function) {
        var x = start;
        for (var k = function; k >= 0; k -= 1_000) {
            x = mixedOnce(x, k & 63);
        }
        return x;
    }

    /** A few bytes of each module ask for hundreds of kilobytes. */
    @Test
    void aHundredThousandFunctionsOfAllLocals() {
        var builder = new ModuleBuilder();
        builder.function("big", TYPE, code -> code.get(0).i32(1).op(Code.I32_ADD));
        for (var i = 0; i < 100_000; i++) {
            builder.privateFunction("", TYPE, code -> code.locals(49_999, I64).get(0));
        }
        assertRuns(builder.toBytes(), x -> x + 1);
    }

    // ---- Megabytes

    @Test
    void fortyMegabytesOfData() {
        var builder = new ModuleBuilder().memory(800, 800);
        var data = new byte[40 * MEGABYTE];
        new Random(1).nextBytes(data);
        builder.data(5 * MEGABYTE, data);
        builder.function("big", TYPE, code -> code.get(0).load32(5 * MEGABYTE));
        assertRuns(builder.toBytes(), x -> ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN)
                .getInt(x));
    }

    @Test
    void fortyMegabytesOfSmallSegments() {
        var builder = new ModuleBuilder().memory(700, 700);
        for (var k = 0; k < 100_000; k++) {
            builder.data(k * 400, new byte[]{(byte) k, 1, 2, 3});
        }
        for (var k = 0; k < 100; k++) {
            builder.passiveData(new byte[400_000]);
        }
        builder.function("big", TYPE, code -> code.get(0).i32(400).op(Code.I32_MUL).load8(0));
        assertRuns(builder.toBytes(), x -> x & 255);
    }

    @Test
    void fortyMegabytesOfCode() {
        var count = 40_000;
        var builder = new ModuleBuilder().memory(1, 1);
        for (var i = 0; i < count; i++) {
            var k = i;
            builder.privateFunction("function " + i, TYPE, code -> {
                for (var n = 0; n < 70; n++) {
                    mix(code, n);
                }
                code.get(0);
                if (k > 0) {
                    code.call(k / 2);
                }
            });
        }
        builder.function("big", TYPE, code -> {
            for (var k = 0; k < 1_000; k++) {
                code.get(0).call(count - 1 - 40 * k).set(0);
            }
            code.get(0);
        });
        assertRuns(builder.toBytes(), start -> {
            var x = start;
            for (var k = 0; k < 1_000; k++) {
                for (var function = count - 1 - 40 * k;; function /= 2) {
                    x = mixed(x, 70);
                    if (function == 0) {
                        break;
                    }
                }
            }
            return x;
        });
    }
}
