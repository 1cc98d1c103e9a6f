package dev.mortise.wasm.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mortise.wasm.Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What bytes come out. */
class WatTest {

    private static final String HEADER = "0061736d01000000";

    private static String hex(String source) {
        var hex = HexFormat.of().formatHex(Wat.toBinary(source));
        assertThat(hex).startsWith(HEADER);
        return hex.substring(HEADER.length());
    }

    @Test
    void writesTheSmallestModule() {
        assertThat(hex("(module)")).isEmpty();
        assertThat(hex("")).isEmpty();
    }

    @Test
    void writesSectionsInOrder() {
        var source = """
                (func (export "f") (param i32) (result i32) (local i64 i64 f32) local.get 0)
                (memory 1)
                (data (i32.const 8) "hi")
                """;
        assertThat(hex(source)).isEqualTo("0106 01 60 01 7f 01 7f".replace(" ", "") + "03020100" + "0503010001"
                + "070501016600 00".replace(" ", "") + "0a 0a 01 08 02 02 7e 01 7d 20 00 0b".replace(" ", "")
                + "0b 08 01 00 41 08 0b 02 68 69".replace(" ", ""));
    }

    /** Flags 0 to 7 of the binary format; 0 and 4 have no type, 2 and 6 name a table. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            (elem (i32.const 0) $f)                            | 0041000b0100
            (elem func $f)                                     | 01000100
            (elem (table $u) (i32.const 0) func $f)            | 020141000b000100
            (elem declare func $f)                             | 03000100
            (elem (i32.const 0) funcref (ref.func $f))         | 0441000b01d2000b
            (elem funcref (ref.func $f))                       | 057001d2000b
            (elem (table $u) (offset i32.const 0) funcref (item ref.func $f)) | 060141000b7001d2000b
            (elem declare funcref (ref.func $f))               | 077001d2000b
            """)
    void writesEachFormOfElementSegment(String segment, String expected) {
        var with = hex("(module (table $t 1 funcref) (table $u 1 funcref) (func $f) " + segment + ")");
        var section = "09%02x01".formatted(expected.length() / 2 + 1) + expected;
        assertThat(with).contains(section);
    }

    @Test
    void addsADataCountOnlyWhereCodeNeedsIt() {
        assertThat(hex("(memory 1) (data \"a\") (func)")).doesNotContain("0c0101");
        assertThat(hex("(memory 1) (data \"a\") (func (data.drop 0))")).contains("0c0101");
    }

    @Test
    void namesFunctionsAndTheModuleAfterTheirIdentifiers() {
        var module =
                Module.parse(Wat.toBinary("(module $sums (import \"m\" \"f\" (func $in)) (func) (func $\"a b\"))"));
        assertThat(module.name()).isEqualTo("sums");
        assertThat(module.functionName(0)).contains("in");
        assertThat(module.functionName(1)).isEmpty();
        assertThat(module.functionName(2)).contains("a b");
    }

    @Test
    void survivesAnyNesting() {
        var depth = 200_000;
        var folded = "(func (result i32) " + "(i32.eqz ".repeat(depth) + "(i32.const 1)" + ")".repeat(depth) + ")";
        assertThat(Wat.toBinary(folded)).hasSizeGreaterThan(depth);
        var blocks = "(func " + "(block ".repeat(depth) + ")".repeat(depth) + ")";
        assertThat(Wat.toBinary(blocks)).hasSizeGreaterThan(3 * depth);
        var comment = "(;".repeat(depth) + ";)".repeat(depth);
        assertThat(hex(comment)).isEmpty();
    }

    static List<Path> guests() throws IOException {
        try (var all = Files.walk(Path.of("../guests"), 2)) {
            return all.filter(file -> file.toString().endsWith(".wasm")).sorted().limit(20).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("guests")
    void keepsABinaryModuleAsItIs(Path guest) throws IOException {
        var bytes = Files.readAllBytes(guest);
        var text = new StringBuilder("(module $guest binary");
        for (var i = 0; i < bytes.length; i++) {
            text.append(i % 64 == 0 ? "\"\n\"" : "").append("\\%02x".formatted(bytes[i] & 0xFF));
        }
        var source = text.toString().replaceFirst("binary\"", "binary ") + "\")";
        assertThat(Wat.toBinary(source)).isEqualTo(bytes);
    }
}
