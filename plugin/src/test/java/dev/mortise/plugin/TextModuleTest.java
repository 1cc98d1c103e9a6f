package dev.mortise.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.wasm.InvalidModuleException;
import dev.mortise.wasm.text.WatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plug-ins in the text format fail like those in the binary format, with a place that fits a text. */
class TextModuleTest {

    @Test
    void aFaultOfTheTextIsAnInvalidModule(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("bad.wat"), "(module\n  (func (export \"f\") i32.ad))");
        assertThatThrownBy(() -> Plugin.open(file)).isInstanceOfSatisfying(InvalidModuleException.class, e -> {
            assertThat(e.phase()).isEqualTo(InvalidModuleException.Phase.MALFORMED);
            assertThat(e.offset()).isEqualTo(-1);
        }).hasMessageStartingWith("bad.wat:2:22: ").hasMessageContaining("i32.ad").hasMessageNotContaining("\n")
                .hasCauseInstanceOf(WatException.class);
    }

    @Test
    void whatIsNotSupportedSaysSo() {
        assertThatThrownBy(() -> Plugin.open(Guests.wat("(module (func (param v128)))")))
                .isInstanceOfSatisfying(InvalidModuleException.class,
                        e -> assertThat(e.phase()).isEqualTo(InvalidModuleException.Phase.UNSUPPORTED))
                .hasMessageContaining("SIMD");
    }

    @Test
    void malformedUtf8IsNotGuessedAt() {
        var bytes = "(module\n  (func (export \"?\")))".getBytes(StandardCharsets.US_ASCII);
        bytes[25] = (byte) 0xFF;
        assertThatThrownBy(() -> Plugin.open(bytes)).isInstanceOf(InvalidModuleException.class)
                .hasMessage("plugin.wasm:2:18: malformed UTF-8 encoding");
    }
}
