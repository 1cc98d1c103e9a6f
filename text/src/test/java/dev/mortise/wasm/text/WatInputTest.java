package dev.mortise.wasm.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Input that is deep, long, of another encoding, or no file at all: a translation or one clear error. */
class WatInputTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            (func | (block | ) | )
            (func | (i32.eqz | ) | )
            (func | (if (i32.const 0) (then | )) | )
            (func | (if | ) | )
            (func | block\u0020 | end\u0020 | )
            (func | (@x | ) | )
            `` | (@x | ) | ``
            `` | (; | ;) | ``
            `` | ( | ) | ``
            (global i32 | (i32.eqz | ) | )
            (elem (offset | (block | ) | ))
            """)
    void nestingNeedsNoStack(String before, String open, String close, String after) {
        var deep = 100_000;
        var balanced = before + " " + open.repeat(deep) + " " + close.repeat(deep) + after;
        var open100k = before + " " + open.repeat(deep);
        assertThat(outcomeOnASmallStack(balanced)).isIn("translated", "refused");
        assertThat(outcomeOnASmallStack(open100k)).isEqualTo("refused");
    }

    private static String outcomeOnASmallStack(String text) {
        var result = new String[]{"nothing"};
        var thread = new Thread(null, () -> {
            try {
                Wat.toBinary(text);
                result[0] = "translated";
            } catch (WatException e) {
                result[0] = "refused";
            } catch (Throwable e) {
                result[0] = e.toString();
            }
        }, "small stack", 256 << 10);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return result[0];
    }

    @Test
    void quotedModulesDoNotNest() {
        assertThatThrownBy(() -> Wat.toBinary("(module quote \"(module quote \\22\\22)\")"))
                .isInstanceOf(WatException.class).hasMessageStartingWith("quoted module of line 1:1:9: ");
    }

    @Test
    void aTextOfManyFunctionsIsTranslated() {
        var text = "(func (result i64) (i64.add (i64.const 123456789) (i64.const 987654321)))\n".repeat(50_000);
        assertThat(Wat.toBinary(text)).hasSizeGreaterThan(600_000);
    }

    @Test
    void halfASurrogatePairIsRefused() {
        var thrown = failure("(module\n(export \"\uD800\" (func 0)))");
        assertThat(thrown.line()).isEqualTo(2);
        assertThat(thrown.detail()).isEqualTo("malformed UTF-16: half of a surrogate pair");
    }

    @Test
    void bytesThatAreNoUtf8AreRefusedWithTheirPlace(@TempDir Path folder) throws IOException {
        var bytes = "(module\n  (data \"?\"))".getBytes(StandardCharsets.US_ASCII);
        bytes[17] = (byte) 0xFF;
        var file = Files.write(folder.resolve("bad.wat"), bytes);
        var thrown = catchThrowableOfType(WatException.class, () -> Wat.toBinary(file));
        assertThat(thrown).hasMessageStartingWith(file + ":2:10: malformed UTF-8 encoding");
    }

    @Test
    void aBinaryModuleIsRefused(@TempDir Path folder) throws IOException {
        var file = Files.write(folder.resolve("module.wat"), Wat.toBinary("(func)"));
        assertThatThrownBy(() -> Wat.toBinary(file)).isInstanceOf(WatException.class)
                .hasMessageStartingWith(file + ":1:1: illegal character U+0000");
    }

    @Test
    void filesThatCannotBeReadAreAnIoException(@TempDir Path folder) {
        assertThatThrownBy(() -> Wat.toBinary(folder)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Wat.toBinary(folder.resolve("missing.wat"))).isInstanceOf(IOException.class)
                .hasMessageContaining("missing.wat");
    }

    private static WatException failure(String text) {
        return catchThrowableOfType(WatException.class, () -> Wat.toBinary(text));
    }
}
