package dev.mortise.wasm;

import static dev.mortise.wasm.ValueType.FUNCREF;
import static dev.mortise.wasm.ValueType.I32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mortise.wasm.InvalidModuleException.Phase;
import dev.mortise.wasm.build.ModuleBuilder;
import dev.mortise.wasm.internal.binary.ModuleDecoder;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the message of a refused module says: what, where, and never more than the reader wants. */
class InvalidModuleTest {

    private static final byte[] PREAMBLE = {0, 'a', 's', 'm', 1, 0, 0, 0};
    private static final FunctionType EMPTY = FunctionType.of();

    private static InvalidModuleException refused(byte[] bytes) {
        return catchThrowableOfType(InvalidModuleException.class, () -> Module.parse(bytes));
    }

    private static byte[] module(int... rest) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(PREAMBLE);
        Arrays.stream(rest).forEach(out::write);
        return out.toByteArray();
    }

    @Test
    void aFileThatIsCutOffSaysHowMuchIsMissing() {
        var builder = new ModuleBuilder();
        builder.function("run", EMPTY, code -> code.op(1, 1, 1, 1, 1, 1, 1, 1));
        var bytes = builder.toBytes();
        var whole = bytes.length;
        assertThat(refused(Arrays.copyOf(bytes, whole - 5))).hasMessageContaining("the file is cut off: length")
                .hasMessageContaining("5 of them are missing");
        assertThat(refused(Arrays.copyOf(bytes, 5))).hasMessageContaining("the file is cut off: unexpected end")
                .hasMessageContaining("only 5");
        assertThat(refused(module(1))).hasMessageContaining("the file is cut off: unexpected end");
    }

    @Test
    void aDataCountThatNoFileCanHoldIsMalformed() {
        var refused = refused(module(12, 5, 0xff, 0xff, 0xff, 0xff, 0x0f));
        assertThat(refused.phase()).isEqualTo(Phase.MALFORMED);
        assertThat(refused).hasMessageContaining("4294967295");
        assertThat(refused.offset()).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 5_000, 100_000})
    void namesOfExportsAreCut(int length) {
        var name = "\n".repeat(length);
        var refused = refused(new ModuleBuilder().memory(1, 1).export(name, 2, 0).export(name, 2, 0).toBytes());
        assertThat(refused.getMessage()).contains("duplicate export name").hasSizeLessThan(250).doesNotContain("\n");
        refused = refused(new ModuleBuilder().memory(1, 1).export(name, 2, 7).toBytes());
        assertThat(refused.getMessage()).contains("unknown memory 7").hasSizeLessThan(250).doesNotContain("\n");
    }

    @Test
    void namesOfFunctionsAreCut() {
        var builder = new ModuleBuilder();
        builder.privateFunction("f".repeat(10_000), EMPTY, code -> code.i32(1));
        assertThat(refused(builder.toBytes()).getMessage()).contains("ffff").hasSizeLessThan(300);
    }

    @Test
    void operandsOfAConstantExpressionAreCut() {
        for (var opcode : new int[]{0x01, 0x7c}) {
            var refused = refused(new ModuleBuilder().global(I32, false, code -> {
                for (var i = 0; i < 10_000; i++) {
                    code.i32(i);
                }
                if (opcode == 0x7c) {
                    code.op(opcode);
                }
            }).toBytes());
            assertThat(refused.getMessage()).contains("10000 values").hasSizeLessThan(250);
        }
    }

    @Test
    void typesAreCut() {
        var builder = new ModuleBuilder();
        var many = new ValueType[900];
        Arrays.fill(many, I32);
        builder.start(builder.privateFunction("start", FunctionType.of(many), code -> {
        }));
        assertThat(refused(builder.toBytes()).getMessage()).contains("start function").hasSizeLessThan(250);
    }

    @Test
    void limitsSayWhere() {
        var memories = new ModuleBuilder();
        var tables = new ModuleBuilder();
        for (var i = 0; i < 1_001; i++) {
            memories.memory(1, 1);
            tables.table(FUNCREF, 1, 1);
        }
        // Section id, size and count first; the entries that are too many begin at number 100 and 1,000.
        assertThat(refused(memories.toBytes()).offset()).isEqualTo(8 + 1 + 2 + 2 + 3 * 100);
        assertThat(refused(tables.toBytes()).offset()).isEqualTo(8 + 1 + 2 + 2 + 4 * 1_000);
        assertThat(refused(new ModuleBuilder().memory(1, 1).memory(2, 1).toBytes()).offset()).isEqualTo(14);
        assertThat(refused(new ModuleBuilder().table(FUNCREF, 2, 1).toBytes()).offset()).isEqualTo(11);
        assertThat(refused(new ModuleBuilder().start(3).toBytes()).offset()).isEqualTo(10);
        assertThat(refused(new ModuleBuilder().importMemory("a", "b", 1, 0).toBytes()).offset()).isEqualTo(16);
    }

    /** Two bytes an entry must not become an object each. */
    @Test
    void namesOfFunctionsThatDoNotExistAreIgnored() {
        var section = new ByteArrayOutputStream();
        section.writeBytes(new byte[]{1, 13, 4, 0, 1, 'a', 9, 1, 'x', 1, 1, 'b', 2, 1, (byte) 0xff});
        var builder = new ModuleBuilder();
        for (var i = 0; i < 3; i++) {
            builder.privateFunction("", EMPTY, code -> {
            });
        }
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(Arrays.copyOf(builder.toBytes(), 8));
        bytes.writeBytes(new byte[]{0, 20, 4, 'n', 'a', 'm', 'e'});
        bytes.writeBytes(section.toByteArray());
        var all = builder.toBytes();
        bytes.write(all, 8, all.length - 8);
        var names = ModuleDecoder.decode(bytes.toByteArray()).names();
        assertThat(names.function(0)).contains("a");
        assertThat(names.function(1)).contains("b");
        assertThat(names.function(2)).as("no UTF-8").isEmpty();
        assertThat(names.function(9)).isEmpty();
        assertThat(names.function(-1)).isEmpty();
    }

    @Test
    void aTableOfBranchesOverTheLimitIsRefusedAtLoad() {
        var builder = new ModuleBuilder();
        builder.function("run", EMPTY, code -> code.i32(0).brTable(new int[100_001]));
        assertThatExceptionOfType(InvalidModuleException.class).isThrownBy(builder::toModule)
                .withMessageContaining("br_table has 100000 labels, this engine allows 65520")
                .satisfies(e -> assertThat(e.phase()).isEqualTo(Phase.LIMIT));
    }
}
