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
                3:6: unknown operator i32.nonsense
                      (i32.nonsense)))
                       ^""");
        assertThat(failure.line()).isEqualTo(3);
        assertThat(failure.column()).isEqualTo(6);
        assertThat(failure.detail()).isEqualTo("unknown operator i32.nonsense");
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
    @CsvSource(delimiter = '|', textBlock = """
            (module                                       | 1 |  1 | unclosed parenthesis
            (module))                                     | 1 |  9 | nothing is open here
            (module) (func)                               | 1 | 10 | expected the end
            (func (i32.const 4294967296) drop)            | 1 | 18 | i32 constant out of range
            (func (f32.const 1e39) drop)                  | 1 | 18 | f32 constant out of range
            (func (i32.const x) drop)                     | 1 | 18 | is no i32 constant
            (func br $out)                                | 1 | 10 | unknown label $out
            (func (block)                                 | 1 |  1 | unclosed parenthesis
            (func block)                                  | 1 |  7 | has no end
            (func end)                                    | 1 |  7 | end without a block
            (func else)                                   | 1 |  7 | else without if
            (func (if (i32.const 1)))                     | 1 |  7 | has no (then
            (func (i32.add i32.const 1))                  | 1 | 16 | in parentheses
            (func $f) (func $f)                           | 1 | 17 | duplicate func $f
            (func (param $x i32) (local $x i32))          | 1 | 29 | duplicate local $x
            (func) (import "a" "b" (func))                | 1 |  8 | import after function
            (export "a" (func $f))                        | 1 | 19 | unknown func $f
            (export "a" (funk 0))                         | 1 | 13 | expected (func
            (memory 1) (func (i32.store align=3))         | 1 | 29 | power of two
            (func (call_indirect (param $x i32)))         | 1 | 29 | expected a value type
            (start 0) (start 0)                           | 1 | 11 | multiple start
            (data "\\q")                                  | 1 |  8 | illegal escape
            (func $)                                      | 1 |  7 | empty identifier
            (type (func) (func))                          | 1 | 14 | expected ")"
            (table 1 i32)                                 | 1 | 10 | expected a reference type
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
