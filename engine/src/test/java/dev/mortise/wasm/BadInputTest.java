package dev.mortise.wasm;

import static dev.mortise.wasm.ValueType.F64;
import static dev.mortise.wasm.ValueType.FUNCREF;
import static dev.mortise.wasm.ValueType.I32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mortise.wasm.build.Code;
import dev.mortise.wasm.build.ModuleBuilder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that is no module, or nearly one: each gives the engine's own error or works, and never hangs. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BadInputTest {

    private static final FunctionType TYPE = FunctionType.of(I32).returning(I32);
    private static final byte[] PREAMBLE = {0, 'a', 's', 'm', 1, 0, 0, 0};

    /** A small module with something of everything. */
    private static byte[] everything() {
        var builder = new ModuleBuilder().named("everything").memory(1, 2).table(FUNCREF, 2, 4)
                .global(I32, true, code -> code.i32(5)).global(F64, false, code -> code.f64(1.5))
                .export("memory", 2, 0).export("table", 1, 0).data(8, "data".getBytes(StandardCharsets.UTF_8))
                .custom("note", new byte[]{1, 2, 3});
        var imported = builder.importFunction("host", "f", TYPE);
        builder.function("run", TYPE, code -> {
            var i = code.local(I32);
            code.block().loop().get(0).op(Code.I32_EQZ).brIf(1);
            code.get(i).load32(8).i32(255).op(Code.I32_AND).set(i);
            code.get(0).i32(1).op(Code.I32_SUB).set(0).br(0).end().end();
            code.get(i).call(imported).i32(1).callIndirect(builder.type(TYPE));
            code.globalGet(0).op(Code.I32_ADD);
        });
        builder.function("switch", TYPE,
                code -> code.block().block().get(0).brTable(0, 1, 1).end().i32(1).op(Code.RETURN).end().i32(2));
        builder.elements(0, 1, 2);
        return builder.toBytes();
    }

    /** Loads, instantiates and calls with a bound on everything; answers what came of it. */
    private static String tryOut(byte[] bytes) {
        try {
            var imports = Imports.builder().maxMemoryPages(100).maxTableElements(10_000)
                    .function("host", "f", HostFunction.of(TYPE, (caller, arguments) -> arguments)).build();
            var outcome = new AtomicReference<>("hangs");
            var instance = new AtomicReference<@Nullable Instance>();
            var thread = Thread.ofPlatform().daemon().unstarted(() -> {
                try {
                    var made = Module.parse(bytes).instantiate(imports);
                    instance.set(made);
                    for (var export : made.exports().values()) {
                        if (export instanceof Function function && function.type().equals(TYPE)) {
                            function.call(3);
                        }
                    }
                    outcome.set("works");
                } catch (InvalidModuleException | LinkException | Trap e) {
                    outcome.set(e.getClass().getSimpleName());
                } catch (Throwable e) {
                    outcome.set(e.toString() + " at " + Arrays.toString(e.getStackTrace()));
                }
            });
            thread.start();
            while (thread.isAlive()) {
                thread.join(500);
                var running = instance.get();
                if (thread.isAlive() && running != null) {
                    // A flipped bit may well have made an endless loop.
                    running.interrupt();
                }
            }
            return outcome.get();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theWholeModuleWorks() {
        assertThat(tryOut(everything())).isEqualTo("works");
    }

    @Test
    void cutOffAnywhere() {
        var bytes = everything();
        for (var length = 0; length < bytes.length; length++) {
            assertThat(tryOut(Arrays.copyOf(bytes, length))).as("cut to %s bytes", length)
                    .isIn("works", "InvalidModuleException", "LinkException");
        }
    }

    @Test
    void everyBitFlipped() {
        var bytes = everything();
        for (var bit = 0; bit < bytes.length * 8; bit++) {
            var flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(tryOut(flipped)).as("bit %s of byte %s", bit % 8, bit / 8)
                    .isIn("works", "InvalidModuleException", "LinkException", "Trap");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"guests/rust/count_vowels.wasm", "guests/wat/traps.wasm", "guests/kernels/kernels.wasm"})
    void aRealModuleWithRandomBytes(String file) {
        var bytes = Guests.bytes(file);
        var random = new Random(42);
        for (var round = 0; round < 150; round++) {
            var changed = bytes.clone();
            for (var i = 0; i <= round % 4; i++) {
                changed[8 + random.nextInt(changed.length - 8)] = (byte) random.nextInt();
            }
            assertThat(tryOut(changed)).as("round %s", round)
                    .isIn("works", "InvalidModuleException", "LinkException", "Trap");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0asm", "\0asm\2\0\0\0", "Hello, World!", "(module)", "\177ELF"})
    void somethingElse(String text) {
        assertThatExceptionOfType(InvalidModuleException.class)
                .isThrownBy(() -> Module.parse(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** A count of 2^32 - 1 where a handful of bytes is left. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12})
    void absurdCounts(int section) {
        for (var contents : new byte[][]{{-1, -1, -1, -1, 15}, {-1, -1, -1, -1, 15, 0x60, -1, -1, -1, -1, 15},
            {1, 0x60, -1, -1, -1, -1, 15, 0x7f}, {-128, -128, -128, 4}, {1, -1, -1, -1, -1, 15, 0}}) {
            var out = new ByteArrayOutputStream();
            out.writeBytes(PREAMBLE);
            out.write(section);
            out.write(contents.length);
            out.writeBytes(contents);
            assertThatExceptionOfType(InvalidModuleException.class).isThrownBy(() -> Module.parse(out.toByteArray()));
        }
    }

    @Test
    void aSectionThatSaysItIsHuge() {
        for (var section = 0; section < 14; section++) {
            var out = new ByteArrayOutputStream();
            out.writeBytes(PREAMBLE);
            out.write(section);
            out.writeBytes(new byte[]{-1, -1, -1, -1, 15});
            assertThatExceptionOfType(InvalidModuleException.class).isThrownBy(() -> Module.parse(out.toByteArray()));
        }
    }

    @Test
    void localsByTheBillion() {
        var body = new byte[]{1, -1, -1, -1, -1, 15, 0x7f, 0x0b};
        assertThat(tryOut(withBody(body))).isEqualTo("InvalidModuleException");
        // Twice 2^31: the sum overflows an int.
        body = new byte[]{2, -128, -128, -128, -128, 8, 0x7f, -128, -128, -128, -128, 8, 0x7e, 0x0b};
        assertThat(tryOut(withBody(body))).isEqualTo("InvalidModuleException");
    }

    @Test
    void aBranchTableThatSaysItIsHuge() {
        assertThat(tryOut(withBody(new byte[]{0, 0x41, 0, 0x0e, -1, -1, -1, -1, 15, 0, 0x0b})))
                .isEqualTo("InvalidModuleException");
    }

    private static byte[] withBody(byte[] body) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(PREAMBLE);
        out.writeBytes(new byte[]{1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 10});
        out.write(body.length + 2);
        out.write(1);
        out.write(body.length);
        out.writeBytes(body);
        return out.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"2, 10000", "2, 200000", "3, 10000", "3, 200000", "4, 10000", "4, 200000"})
    void nestingWithoutEnd(int opcode, int depth) {
        var builder = new ModuleBuilder();
        builder.function("run", TYPE, code -> {
            for (var d = 0; d < depth; d++) {
                if (opcode == 4) {
                    code.get(0);
                }
                code.op(opcode, 0x40);
            }
            for (var d = 0; d < depth; d++) {
                code.end();
            }
            code.get(0);
        });
        assertThat(tryOut(builder.toBytes())).isIn("works", "InvalidModuleException");
    }

    @Test
    void nestingThatNeverCloses() {
        var builder = new ModuleBuilder();
        builder.function("run", TYPE, code -> {
            for (var d = 0; d < 100_000; d++) {
                code.block();
            }
        });
        assertThat(tryOut(builder.toBytes())).isEqualTo("InvalidModuleException");
    }

    @Test
    void memoriesAndTablesBeyondTheLimits() {
        var memory = new ModuleBuilder().memory(40_000, -1).toBytes();
        assertThatExceptionOfType(LinkException.class).isThrownBy(() -> Module.parse(memory).instantiate())
                .withMessageContaining("40000 pages");
        var table = new ModuleBuilder().table(FUNCREF, Integer.MAX_VALUE, -1).toBytes();
        assertThatExceptionOfType(LinkException.class).isThrownBy(() -> Module.parse(table).instantiate())
                .withMessageContaining("2147483647");
    }

    @Test
    void aStartFunctionThatRecursesForEver() {
        var builder = new ModuleBuilder();
        var start = builder.privateFunction("again", FunctionType.of(), code -> code.call(0));
        builder.start(start);
        var module = builder.toModule();
        for (var i = 0; i < 3; i++) {
            assertThatExceptionOfType(Trap.class).isThrownBy(module::instantiate)
                    .satisfies(trap -> assertThat(trap.kind()).isEqualTo(Trap.Kind.STACK_EXHAUSTED));
        }
    }

    @Test
    void memoryThatGrowsForEver() {
        var builder = new ModuleBuilder().memory(1, -1);
        builder.function("run", FunctionType.of().returning(I32), code -> code.loop().i32(16).memoryGrow().i32(-1)
                .op(Code.I32_NE).brIf(0).end().memorySize());
        var instance = builder.toModule().instantiate(Imports.builder().maxMemoryPages(1_000).build());
        assertThat(instance.function("run").call()).containsExactly(993);
        assertThat(instance.function("run").call()).containsExactly(993);
    }
}
