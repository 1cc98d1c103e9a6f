package dev.mortise.wasm;

import static dev.mortise.wasm.NumberType.F32;
import static dev.mortise.wasm.NumberType.F64;
import static dev.mortise.wasm.NumberType.I32;
import static dev.mortise.wasm.NumberType.I64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.wasm.build.Code;
import dev.mortise.wasm.build.ModuleBuilder;
import dev.mortise.wasm.internal.BlockFunction;
import dev.mortise.wasm.internal.LoadedModule;
import dev.mortise.wasm.internal.compile.CompileOptions;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Loops that do most of their rounds at once leave what the same loops leave round by round: results, memory, the
 * host's memory, locals, traps and fuel. {@code -Dmortise.bulkLoops.seeds=20000} looks longer.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class BulkLoopsTest {

    private static final int SEEDS = Integer.getInteger("mortise.bulkLoops.seeds", 150);
    private static final int LOOPS = 6;
    private static final int CALLS = 8;
    private static final int MEMORY = 65_536;
    private static final int HOST_MEMORY = 5_003;
    private static final CompileOptions BULK = new CompileOptions(7_500, false);
    private static final List<CompileOptions> WAYS = List.of(BULK, new CompileOptions(7_500, true),
            new CompileOptions(60, false), new CompileOptions(200, true));
    /** Two addresses, a number of bytes or rounds, an address and a value; all come back behind the loop. */
    private static final FunctionType TYPE = FunctionType.of(I32, I32, I32, I64, I64)
            .returning(I32, I32, I32, I64, I64, I32, I64);

    private static final int I64_MUL = 0x7e;

    private static final AtomicInteger CALLS_OF_LOAD8 = new AtomicInteger();
    private static final Attachment<byte[]> HOST = Attachment.create(byte[].class);

    static IntStream seeds() {
        return IntStream.range(0, SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void likeRoundByRound(int seed) {
        var random = new Random(seed);
        var bytes = module(random);
        var calls = IntStream.range(0, CALLS).mapToObj(k -> arguments(random)).toList();
        var expected = run(bytes, BULK.withoutBulkLoops(), calls);
        var way = WAYS.get(seed % WAYS.size());
        var actual = run(bytes, way, calls);
        for (var i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i)).isEqualTo(expected.get(i));
        }
    }

    /** 500 words are fetched by few calls, although Go's loop has its own state, stack and functions for imports. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void goReadsItsInputAtOnce(boolean isBulk) {
        var builder = withImports();
        GoLoop.addWrappers(builder);
        GoLoop.addPlain(builder, "f", TYPE);
        var module = LoadedModule.load("go.wasm", builder.toBytes(), isBulk ? BULK : BULK.withoutBulkLoops());
        var instance = module.instantiate(imports().attach(HOST, new byte[HOST_MEMORY]).build());
        var before = CALLS_OF_LOAD8.get();
        instance.function("f").call(8_000, 100, 500, 0L, 0L);
        if (isBulk) {
            assertThat(CALLS_OF_LOAD8.get() - before).isLessThan(10);
        } else {
            assertThat(CALLS_OF_LOAD8.get() - before).isEqualTo(500);
        }
    }

    /** Locals that take each other's values, of whatever type, are none of the numbers that a loop counts with. */
    @Test
    void localsOfAnyTypeMayTakeEachOthersValues() {
        for (var type : List.of(F32, F64, I32, I64, ValueType.EXTERNREF, ValueType.FUNCREF)) {
            var builder = new ModuleBuilder();
            builder.memory(1, 1).export("memory", 2, 0);
            builder.function("f", FunctionType.of(I32).returning(I32), code -> {
                var x = code.local(type);
                var y = code.local(type);
                var i = code.local(I32);
                code.loop().get(y).op(Code.DROP).get(x).set(y).get(i).i32(7).with(0x3a, 0, 0);
                code.get(i).i32(1).op(Code.I32_ADD).tee(i).get(0).op(Code.I32_LT_U).brIf(0).end().get(i);
            });
            var instance = LoadedModule.load("takes.wasm", builder.toBytes(), BULK).instantiate(Imports.none());
            assertThat(instance.function("f").call(100)).containsExactly(100);
            assertThat(instance.memory("memory").readByte(99)).isEqualTo((byte) 7);
        }
    }

    /** What rounds set beside their work is what the last one that went well has set, wherever the next one ends. */
    @ParameterizedTest
    @EnumSource
    void aRoundThatTrapsLeavesAllOfTheOneBefore(Ending ending) {
        var expected = afterEnding(ending, BULK.withoutBulkLoops());
        assertThat(afterEnding(ending, BULK)).isEqualTo(expected);
    }

    /** How a dispatch loop's round ends all of them. */
    enum Ending {
        MEMORY_WITHOUT_FRAME, MEMORY, HOST
    }

    private static String afterEnding(Ending ending, CompileOptions options) {
        var builder = new ModuleBuilder();
        builder.importFunction("host", "load8", FunctionType.of(I64).returning(I64));
        builder.memory(1, 1).export("memory", 2, 0);
        builder.global(I32, true, code -> code.i32(-1));
        builder.export("global", 3, 0);
        builder.function("f", FunctionType.of(I32), code -> {
            var stack = code.local(I32);
            var i = code.local(I64);
            code.i32(4_096).set(stack);
            code.loop().block().block().block().get(0).brTable(0, 1, 2).end();
            code.i32(1).set(0).br(2).end();
            code.get(i).op(Code.I32_WRAP_I64).i32(8_192).op(Code.I32_ADD);
            if (ending == Ending.HOST) {
                code.get(i).call(0);
            } else {
                code.i64(7);
            }
            code.with(0x37, 0, 0);
            if (ending != Ending.MEMORY_WITHOUT_FRAME) {
                code.get(stack).get(i).with(0x37, 0, 0);
            }
            code.get(ending == Ending.MEMORY_WITHOUT_FRAME ? i : stack);
            if (ending == Ending.MEMORY_WITHOUT_FRAME) {
                code.op(Code.I32_WRAP_I64);
            }
            code.globalSet(0).get(i).i64(8).op(Code.I64_ADD).set(i);
            code.get(i).i64(80_000).op(Code.I64_LT_S).ifThen().i32(1).set(0).br(2).end().end().end();
        });
        var load = BlockFunction.attach(HostFunction.leaf(handle("throwingLoad8", long.class, long.class)),
                new ThrowingLoad());
        var instance = LoadedModule.load("ends.wasm", builder.toBytes(), options)
                .instantiate(Imports.builder().function("host", "load8", load).build());
        var memory = instance.memory("memory");
        assertThatThrownBy(() -> instance.function("f").call(0)).isInstanceOfAny(Trap.class,
                IllegalStateException.class);
        return "global " + instance.global("global").get() + " word " + memory.readLong(4_096) + " memory "
                + Arrays.hashCode(memory.read(0, MEMORY));
    }

    static long throwingLoad8(long address, Instance caller) {
        if (address >= 400) {
            throw new IllegalStateException("no more");
        }
        return address;
    }

    private record ThrowingLoad() implements BlockFunction.Source {

        @Override
        public int width() {
            return 8;
        }

        @Override
        public int load(long address, byte[] target, int offset, int length, Instance caller) {
            var words = ByteBuffer.wrap(target).order(ByteOrder.LITTLE_ENDIAN);
            var done = 0;
            for (; done < length && address + done < 400; done += 8) {
                words.putLong(offset + done, address + done);
            }
            return done;
        }
    }

    /** What one run leaves: with fuel, and without where that was enough. */
    private static List<String> run(byte[] bytes, CompileOptions options, List<Object[]> calls) {
        var module = LoadedModule.load("loops.wasm", bytes, options);
        var outcome = new ArrayList<String>();
        for (var loop = 0; loop < LOOPS; loop++) {
            for (var call : calls) {
                var metered = run(module, "f" + loop, call, true);
                outcome.add(metered);
                if (!metered.contains("OUT_OF_FUEL")) {
                    outcome.add(run(module, "f" + loop, call, false));
                }
            }
        }
        return outcome;
    }

    private static String run(Module module, String function, Object[] arguments, boolean isMetered) {
        var host = new byte[HOST_MEMORY];
        new Random(3).nextBytes(host);
        var imports = imports().attach(HOST, host);
        // Often it does not last.
        var instance = module.instantiate((isMetered ? imports.fuel(Fuel.of(700 + ((int) arguments[2] & 0xfff) * 40L))
                : imports).build());
        var memory = instance.memory("memory");
        var contents = new byte[MEMORY];
        new Random(4).nextBytes(contents);
        memory.write(0, contents, 0, MEMORY);
        String result;
        try {
            result = Arrays.toString(instance.function(function).call(arguments));
        } catch (Trap trap) {
            result = trap.kind().toString();
        }
        return function + Arrays.toString(arguments) + " -> " + result + " memory "
                + Arrays.hashCode(memory.read(0, MEMORY)) + " host " + Arrays.hashCode(host)
                + (isMetered ? " fuel " + instance.fuel().left() : "");
    }

    private static Object[] arguments(Random random) {
        var length = switch (random.nextInt(4)) {
            case 0 -> random.nextInt(40);
            case 1 -> random.nextInt(100) * 8;
            case 2 -> random.nextInt(9_000);
            default -> random.nextInt(20) == 0 ? random.nextInt() : 20 + random.nextInt(400);
        };
        var to = address(random);
        var from = random.nextBoolean() ? address(random)
                : to + (random.nextBoolean() ? random.nextInt(40) - 20
                        : random.nextInt(2_000) - 1_000);
        var hostAddress = switch (random.nextInt(4)) {
            case 0 -> 0L;
            case 1 -> random.nextInt(HOST_MEMORY);
            case 2 -> HOST_MEMORY - random.nextInt(200) - 1L;
            default -> random.nextInt(10) == 0 ? random.nextLong() : -random.nextInt(100);
        };
        var value = random.nextBoolean() ? random.nextLong() : 0x0101_0101_0101_0101L * random.nextInt(256);
        return new Object[]{to, from, length, hostAddress, value};
    }

    private static int address(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> random.nextInt(100);
            case 1 -> MEMORY - random.nextInt(1_000);
            case 2 -> random.nextInt(10) == 0 ? random.nextInt() : -random.nextInt(50);
            default -> random.nextInt(MEMORY);
        };
    }

    private static byte[] module(Random random) {
        var builder = withImports();
        GoLoop.addWrappers(builder);
        for (var i = 0; i < LOOPS; i++) {
            if (random.nextInt(3) == 0) {
                GoLoop.add(builder, random, "f" + i, TYPE);
            } else {
                builder.function("f" + i, TYPE, code -> new Generator(random, code).function());
            }
        }
        return builder.toBytes();
    }

    private static ModuleBuilder withImports() {
        var builder = new ModuleBuilder();
        for (var name : List.of("load1", "load8", "store1", "store8")) {
            var word = name.endsWith("1") ? I32 : I64;
            builder.importFunction("host", name, name.startsWith("load") ? FunctionType.of(I64).returning(word)
                    : FunctionType.of(I64, word));
        }
        builder.memory(1, 1);
        builder.export("memory", 2, 0);
        builder.global(I32, true, code -> code.i32(7));
        builder.global(I32, true, code -> code.i32(0));
        return builder;
    }

    // ---- The host

    private static Imports.Builder imports() {
        var builder = Imports.builder();
        builder.function("host", "load1", leaf("load1", new Load(1), int.class, long.class));
        builder.function("host", "load8", leaf("load8", new Load(8), long.class, long.class));
        builder.function("host", "store1", leaf("store1", new Store(1), void.class, long.class, int.class));
        builder.function("host", "store8", leaf("store8", new Store(8), void.class, long.class, long.class));
        return builder;
    }

    private static HostFunction leaf(String name, BlockFunction block, Class<?> result, Class<?>... parameters) {
        return BlockFunction.attach(HostFunction.leaf(handle(name, result, parameters)), block);
    }

    private static MethodHandle handle(String name, Class<?> result, Class<?>... parameters) {
        try {
            return MethodHandles.lookup().findStatic(BulkLoopsTest.class, name,
                    MethodType.methodType(result, parameters).appendParameterTypes(Instance.class));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean fits(long address, int width) {
        return address >= 0 && address <= HOST_MEMORY - width;
    }

    static int load1(long address, Instance caller) {
        return fits(address, 1) ? HOST.get(caller)[(int) address] & 0xff : 0;
    }

    static long load8(long address, Instance caller) {
        CALLS_OF_LOAD8.incrementAndGet();
        return fits(address, 8) ? words(caller).getLong((int) address) : 0;
    }

    static void store1(long address, int value, Instance caller) {
        if (fits(address, 1)) {
            HOST.get(caller)[(int) address] = (byte) value;
        }
    }

    static void store8(long address, long value, Instance caller) {
        if (fits(address, 8)) {
            words(caller).putLong((int) address, value);
        }
    }

    private static ByteBuffer words(Instance caller) {
        return ByteBuffer.wrap(HOST.get(caller)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int whole(long address, int length, int width) {
        return fits(address, width) ? (int) Math.min(length, (HOST_MEMORY - address) / width * width) : 0;
    }

    private record Load(int width) implements BlockFunction.Source {
        @Override
        public int load(long address, byte[] target, int offset, int length, Instance caller) {
            var whole = whole(address, length, width);
            for (var i = 0; i < whole; i++) {
                target[offset + i] = HOST.get(caller)[(int) address + i];
            }
            return whole;
        }
    }

    private record Store(int width) implements BlockFunction.Sink {
        @Override
        public int store(long address, byte[] source, int offset, int length, Instance caller) {
            var whole = whole(address, length, width);
            for (var i = 0; i < whole; i++) {
                HOST.get(caller)[(int) address + i] = source[offset + i];
            }
            return whole;
        }
    }

    // ---- The loops

    private enum Kind {
        COPY, FILL, FETCH, PUT
    }

    private enum Form {
        DO_WHILE, WHILE, IF
    }

    private enum End {
        ROUNDS, ROUNDS_64, POINTER_DIFFERS, POINTER_BELOW, INDEX_BELOW, HOST_DIFFERS, HOST_BELOW
    }

    /** Makes one loop in one of many ways; now and then one that is almost an idiom. */
    private static final class Generator {

        private static final int TO = 0;
        private static final int FROM = 1;
        private static final int ROUNDS = 2;
        private static final int HOST_ADDRESS = 3;
        private static final int VALUE = 4;
        /** Where numbers wrap, change their sign, or lose what is above 32 bits; and what they are not divisible by. */
        private static final long[] EXTREMES = {Long.MIN_VALUE, Long.MIN_VALUE + 1, Long.MAX_VALUE, 1L << 32, -1L << 32,
            (1L << 32) + 1, 1L << 31, -1L << 31, (1L << 31) - 1, 65_536, -65_536, 65_537, 65_536 / 7, -65_536 / 7, 7,
            -7};

        private final Random random;
        private final Code code;
        private final Kind kind;
        private final Form form;
        private final End end;
        private final int width;
        private final int unrolled;
        private final int step;
        private final boolean isWide;
        private final boolean isIndexed;
        private final boolean stepsFirst;
        private final boolean keepsValue;
        private final int offset;
        /** 0 for none. */
        private final int flaw;
        /** What a number of rounds grows by. */
        private final long countStep;
        /** What both sides of a condition are multiplied by. */
        private final long factor;
        /** What the addresses of the guest are multiplied by. */
        private final int scale;
        private int kept;
        private int keptWide;
        private int limit;
        private int index;
        private int limitWide;

        Generator(Random random, Code code) {
            this.random = random;
            this.code = code;
            kind = Kind.values()[random.nextInt(4)];
            form = random.nextInt(3) > 0 ? Form.DO_WHILE : Form.values()[random.nextInt(3)];
            var isHost = kind == Kind.FETCH || kind == Kind.PUT;
            end = End.values()[random.nextInt(isHost ? 7 : 5)];
            width = isHost ? random.nextBoolean() ? 1 : 8 : 1 << random.nextInt(4);
            unrolled = isHost || random.nextBoolean() ? 1 : 1 << random.nextInt(3);
            step = !isHost && random.nextInt(3) == 0 ? -width * unrolled : width * unrolled;
            isWide = width == 8 || !isHost && random.nextBoolean();
            isIndexed = random.nextInt(3) == 0;
            stepsFirst = random.nextInt(4) == 0;
            keepsValue = random.nextInt(4) == 0;
            offset = random.nextBoolean() ? 0 : random.nextInt(40);
            flaw = random.nextInt(3) == 0 ? 1 + random.nextInt(6) : 0;
            countStep = orExtreme(-1, 5);
            factor = orExtreme(1, 5);
            scale = (int) orExtreme(1, 20);
        }

        private long orExtreme(long usual, int seldom) {
            return random.nextInt(seldom) == 0 ? EXTREMES[random.nextInt(EXTREMES.length)] : usual;
        }

        void function() {
            kept = code.local(I32);
            keptWide = code.local(I64);
            limit = code.local(I32);
            index = code.local(I32);
            limitWide = code.local(I64);
            prepare();
            switch (form) {
                case DO_WHILE -> {
                    code.loop();
                    round();
                    goesOn();
                    code.brIf(0).end();
                }
                case WHILE -> {
                    code.block().loop();
                    goesOn();
                    code.op(Code.I32_EQZ).brIf(1);
                    round();
                    code.br(0).end().end();
                }
                case IF -> {
                    code.loop();
                    goesOn();
                    code.ifThen();
                    round();
                    code.br(1).end().end();
                }
            }
            code.get(TO).get(FROM).get(ROUNDS).get(HOST_ADDRESS).get(VALUE).get(kept).get(keptWide);
        }

        private void prepare() {
            code.get(VALUE).op(Code.I32_WRAP_I64).set(kept);
            // to + rounds * step, or the index that stands for it.
            if (!isIndexed) {
                code.get(TO);
            } else {
                code.i32(0);
            }
            code.get(ROUNDS).i32(step).op(Code.I32_MUL, Code.I32_ADD).set(limit);
            if (end == End.ROUNDS_64) {
                code.get(ROUNDS).op(0xad).set(limitWide);
            } else {
                code.get(HOST_ADDRESS).get(ROUNDS).op(Code.I64_EXTEND_I32_S).i64(width).op(0x7e, Code.I64_ADD)
                        .set(limitWide);
            }
        }

        private void round() {
            if (stepsFirst) {
                steps();
            }
            for (var i = 0; i < unrolled; i++) {
                access(i);
            }
            if (!stepsFirst) {
                steps();
            }
            switch (flaw) {
                case 1 -> code.get(kept).i32(3).op(Code.I32_MUL).set(kept);
                case 2 -> code.get(kept).globalSet(0);
                case 3 -> code.get(FROM).i32(1).op(Code.I32_ADD).set(FROM);
                case 4 -> code.get(keptWide).get(HOST_ADDRESS).op(Code.I64_ADD).set(keptWide);
                case 5 -> code.get(VALUE).i64(1).op(Code.I64_ADD).set(VALUE);
                default -> {
                }
            }
        }

        private void access(int part) {
            switch (kind) {
                case COPY -> {
                    address(TO, part);
                    address(FROM, part);
                    load(part);
                    keep();
                    store(part);
                }
                case FILL -> {
                    address(TO, part);
                    if (random.nextInt(3) == 0) {
                        var constant = random.nextBoolean() ? 0 : -1;
                        if (isWide) {
                            code.i64(constant);
                        } else {
                            code.i32(constant);
                        }
                    } else {
                        code.get(isWide ? VALUE : kept);
                    }
                    store(part);
                }
                case FETCH -> {
                    address(TO, part);
                    hostAddress();
                    code.call(width == 1 ? 0 : 1);
                    keep();
                    store(part);
                }
                case PUT -> {
                    hostAddress();
                    address(FROM, part);
                    load(part);
                    keep();
                    code.call(width == 1 ? 2 : 3);
                }
            }
        }

        private void keep() {
            if (keepsValue) {
                code.tee(isWide ? keptWide : kept);
            }
        }

        /** Up to the offset that load and store add. */
        private void address(int base, int part) {
            code.get(base);
            if (isIndexed) {
                code.get(index).op(Code.I32_ADD);
            }
            var constant = (stepsFirst ? -step : 0) + (offset == 0 ? part * width : 0);
            if (constant != 0) {
                code.i32(constant).op(Code.I32_ADD);
            }
            if (scale != 1) {
                code.i32(scale).op(Code.I32_MUL);
            }
        }

        private void hostAddress() {
            code.get(HOST_ADDRESS);
            if (stepsFirst) {
                code.i64(-width).op(Code.I64_ADD);
            }
        }

        private void load(int part) {
            var opcode = isWide ? switch (width) {
                case 1 -> 0x30 + random.nextInt(2);
                case 2 -> 0x32 + random.nextInt(2);
                case 4 -> 0x34 + random.nextInt(2);
                default -> 0x29;
            } : switch (width) {
                case 1 -> 0x2c + random.nextInt(2);
                case 2 -> 0x2e + random.nextInt(2);
                default -> 0x28;
            };
            code.with(opcode, 0, offset == 0 ? 0 : offset + part * width);
        }

        private void store(int part) {
            var opcode = isWide ? switch (width) {
                case 1 -> 0x3c;
                case 2 -> 0x3d;
                case 4 -> 0x3e;
                default -> 0x37;
            } : switch (width) {
                case 1 -> 0x3a;
                case 2 -> 0x3b;
                default -> 0x36;
            };
            code.with(opcode, 0, offset == 0 ? 0 : offset + part * width);
        }

        private void steps() {
            if (isIndexed) {
                code.get(index).i32(step).op(Code.I32_ADD).set(index);
            } else {
                code.get(TO).i32(step).op(Code.I32_ADD).set(TO);
                if (random.nextBoolean()) {
                    code.get(FROM).i32(-step).op(Code.I32_SUB).set(FROM);
                } else {
                    code.i32(step).get(FROM).op(Code.I32_ADD).set(FROM);
                }
            }
            code.get(HOST_ADDRESS).i64(flaw == 6 ? width + 1 : width).op(Code.I64_ADD).set(HOST_ADDRESS);
            if (end == End.ROUNDS) {
                code.get(ROUNDS).i32((int) countStep).op(Code.I32_ADD).set(ROUNDS);
            } else if (end == End.ROUNDS_64) {
                code.get(limitWide).i64(countStep).op(Code.I64_ADD).set(limitWide);
            }
        }

        /** A side of a condition. */
        private void side(int local) {
            var isWideLocal = local == HOST_ADDRESS || local == limitWide;
            code.get(local);
            if (factor != 1) {
                if (isWideLocal) {
                    code.i64(factor).op(I64_MUL);
                } else {
                    code.i32((int) factor).op(Code.I32_MUL);
                }
            }
        }

        private void sides(int left, int right) {
            side(left);
            side(right);
        }

        private void goesOn() {
            var pointer = isIndexed ? index : TO;
            switch (end) {
                case ROUNDS -> {
                    side(ROUNDS);
                    if (random.nextBoolean()) {
                        code.op(Code.I32_EQZ, Code.I32_EQZ);
                    }
                }
                case ROUNDS_64 -> {
                    side(limitWide);
                    code.op(0x50, Code.I32_EQZ);
                }
                case POINTER_DIFFERS -> {
                    if (random.nextBoolean()) {
                        sides(pointer, limit);
                        code.op(Code.I32_NE);
                    } else {
                        sides(limit, pointer);
                        code.op(Code.I32_EQ, Code.I32_EQZ);
                    }
                }
                case POINTER_BELOW -> {
                    var isSigned = random.nextBoolean();
                    sides(pointer, limit);
                    if (step > 0) {
                        code.op(isSigned ? Code.I32_LT_S : Code.I32_LT_U);
                    } else {
                        code.op(isSigned ? Code.I32_GT_S : 0x4b);
                    }
                }
                // As compilers write what they have turned round.
                case INDEX_BELOW -> {
                    sides(limit, pointer);
                    code.op(step > 0 ? random.nextBoolean() ? 0x4c : 0x4d : random.nextBoolean() ? 0x4e : 0x4f,
                            Code.I32_EQZ);
                }
                case HOST_DIFFERS -> {
                    sides(HOST_ADDRESS, limitWide);
                    code.op(0x52);
                }
                case HOST_BELOW -> {
                    sides(HOST_ADDRESS, limitWide);
                    code.op(random.nextBoolean() ? Code.I64_LT_S : 0x54);
                }
            }
        }
    }
}
