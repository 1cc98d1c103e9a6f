package dev.mortise.wasm.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a reader of a wrong text is told: the place, the fault, the line. */
class WatErrorTest {

    private static WatException failure(String source) {
        return catchThrowableOfType(WatException.class, () -> Wat.toBinary(source));
    }

    @Test
    void showsPlaceFaultAndLine() {
        var failure = failure("(module\n  (func\n    (i32.nonsense)))\n");
        assertThat(failure).hasMessage("""
                3:6: unknown instruction i32.nonsense
                      (i32.nonsense)))
                       ^""");
        assertThat(failure.line()).isEqualTo(3);
        assertThat(failure.column()).isEqualTo(6);
        assertThat(failure.detail()).isEqualTo("unknown instruction i32.nonsense");
        assertThat(failure.unsupportedFeature()).isEmpty();
    }

    @Test
    void namesTheFile(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("wrong.wat"), "(module\r\n(func (local.get $x)))");
        assertThatExceptionOfType(WatException.class).isThrownBy(() -> Wat.toBinary(file))
                .withMessageStartingWith(file + ":2:18: unknown local $x\n");
    }

    @Test
    void refusesAFileThatIsNoUtf8(@TempDir Path folder) throws Exception {
        var file = Files.write(folder.resolve("wrong.wat"), new byte[]{'(', '\n', ' ', (byte) 0xC3, '('});
        assertThatExceptionOfType(WatException.class).isThrownBy(() -> Wat.toBinary(file))
                .withMessageStartingWith(file + ":2:2: malformed UTF-8 encoding");
    }

    @Test
    void showsOnlyTheSurroundingsInALongLine() {
        var failure = failure("(module " + "(func) ".repeat(1_000) + "(nonsense) " + "(func) ".repeat(1_000) + ")");
        assertThat(failure.column()).isEqualTo(7_009);
        assertThat(String.valueOf(failure.getMessage()).lines().mapToInt(String::length).max().orElseThrow())
                .isLessThan(130);
        assertThat(failure.getMessage()).contains("(nonsense)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`',
            textBlock = """
                    (module                                       | 1 |  1 | unclosed parenthesis
                    (module))                                     | 1 |  9 | nothing is open here
                    (module) (func)                               | 1 | 10 | expected the end
                    (func (i32.const 4294967296) drop)            | 1 | 18 | i32 constant out of range
                    (func (f32.const 1e39) drop)                  | 1 | 18 | f32 constant out of range
                    (func (i32.const x) drop)                     | 1 | 18 | expected an i32 constant
                    (func br $out)                                | 1 | 10 | unknown label $out
                    (func (block)                                 | 1 |  1 | unclosed parenthesis
                    (func block)                                  | 1 |  7 | has no end
                    (func end)                                    | 1 |  7 | end without a block
                    (func else)                                   | 1 |  7 | else without if
                    (func (if (i32.const 1)))                     | 1 |  7 | has no (then
                    (func (i32.add i32.const 1))                  | 1 | 16 | in parentheses
                    (func $f) (func $f)                           | 1 | 17 | duplicate function $f
                    (func (param $x i32) (local $x i32))          | 1 | 29 | duplicate local $x
                    (func) (import "a" "b" (func))                | 1 |  8 | import after function
                    (export "a" (func $f))                        | 1 | 19 | unknown function $f
                    (export "a" (funk 0))                         | 1 | 13 | expected (func
                    (memory 1) (func (i32.store align=3))         | 1 | 29 | power of two
                    (func (call_indirect (param $x i32)))         | 1 | 29 | expected a value type
                    (start 0) (start 0)                           | 1 | 11 | multiple start
                    (data "\\q")                                  | 1 |  8 | illegal escape
                    (func $)                                      | 1 |  7 | empty identifier
                    (type (func) (func))                          | 1 | 14 | expected ")"
                    (table 1 i32)                                 | 1 | 10 | expected a reference type
                    (module (func i32.foo))               | 1 | 15 | unknown instruction i32.foo
                    (module (func (i32.ad (nop))))        | 1 | 16 | unknown instruction i32.ad
                    (module (func (nop)                   | 1 |  9 | unclosed parenthesis
                    (module (func (call $x)))             | 1 | 21 | unknown function $x
                    (func (local.get $x))                 | 1 | 18 | unknown local $x
                    (func (block $a (br $b)))             | 1 | 21 | unknown label $b
                    (func (memory.init $d))               | 1 | 20 | unknown data segment $d
                    (func (i32.const 4294967296))         | 1 | 18 | i32 constant out of range: 4294967296
                    (func (i32.const -2147483649))        | 1 | 18 | i32 constant out of range: -2147483649
                    (func (i64.const 18446744073709551616)) | 1 | 18 | i64 constant out of range: 18446744073709551616
                    (func (f32.const 1e39))               | 1 | 18 | f32 constant out of range: 1e39
                    (func (f32.const infinity))           | 1 | 18 | unexpected "infinity", expected an f32 constant
                    (func (i32.const 1.5))                | 1 | 18 | unexpected "1.5", expected an i32 constant
                    (func i32.const)                      | 1 | 16 | unexpected ")", expected an i32 constant
                    (memory 4294967296)                   | 1 |  9 | a size is out of range: it must fit 32 bits unsigned
                    (memory 1 2 3)                        | 1 | 13 | unexpected "3", expected ")"
                    (data "ab\\q")                        | 1 | 10 | illegal escape: expected \\t, \\n, \\r, \\", \\', \\\\, \\u{...} or two hexadecimal digits
                    (data "\\u{d800}")                    | 1 |  8 | illegal escape: U+D800 is no Unicode scalar value
                    (data "abc                            | 1 |  7 | unclosed string
                    (; no end                             | 1 |  1 | unclosed comment
                    (module (function))                   | 1 |  9 | unknown module field "function"
                    (func (param i33))                    | 1 | 14 | unexpected "i33", expected a value type
                    (module) (module)                     | 1 | 10 | unexpected "(", expected the end of the module
                    (start)                               | 1 |  7 | unexpected ")", expected a function index
                    """)
    void tellsTheFaultAndItsPlace(String source, int line, int column, String detail) {
        var failure = failure(source);
        assertThat(failure.detail()).contains(detail);
        assertThat(failure.line()).isEqualTo(line);
        assertThat(failure.column()).as(failure.getMessage()).isEqualTo(column);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            (func (drop (v128.const i32x4 0 0 0 0)))      | SIMD
            (func (param v128))                           | SIMD
            (type (struct))                               | garbage collection
            (rec (type (func)))                           | garbage collection
            (func (param anyref))                         | garbage collection
            (tag)                                         | exception handling
            (import "" "" (tag))                          | exception handling
            (func (try_table))                            | exception handling
            (func (return_call 0))                        | tail calls
            (memory i64 1)                                | memory64
            (type (func)) (func (param (ref 0)))          | typed function references
            (table 1 funcref (ref.null func))             | typed function references
            (memory 1 1 shared)                           | threads
            (memory 1 (pagesize 1))                       | custom page sizes
            """)
    void namesTheFeatureThatIsMissing(String source, String feature) {
        assertThat(failure(source).unsupportedFeature()).contains(feature);
        assertThat(failure(source)).hasMessageContaining("needs " + feature + ", which this version does not support");
    }
}
