package dev.mortise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DownloadProgressTest {

    private static final URI MODULE = URI.create("http://localhost/modules/a-module-with-a-rather-long-name.wasm?x=y");

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final PrintStream terminal = new PrintStream(screen, true, StandardCharsets.UTF_8);

    private List<String> drawn() {
        return Arrays.stream(screen.toString(StandardCharsets.UTF_8).split("\r")).map(String::stripTrailing)
                .filter(line -> !line.isEmpty()).toList();
    }

    @Test
    void drawsABarThatFitsTheTerminal() {
        try (var progress = DownloadProgress.on(terminal, 80)) {
            progress.progress(MODULE, 0, OptionalLong.of(200 << 10));
            progress.progress(MODULE, 100 << 10, OptionalLong.of(200 << 10));
        }
        assertThat(drawn()).isNotEmpty().allSatisfy(line -> assertThat(line).hasSizeLessThan(80));
        assertThat(drawn().getLast()).startsWith("a-module-with-a-rather-l..  50% ").contains("100/200 KiB");
    }

    @Test
    void tellsTheNumbersAloneWhereThereIsNoRoomForABar() {
        try (var progress = DownloadProgress.on(terminal, 40)) {
            progress.progress(MODULE, 100 << 10, OptionalLong.of(2_000 << 10));
        }
        assertThat(drawn().getLast()).isEqualTo("a-module-wi.. 100 of 2,000 KiB");
        try (var progress = DownloadProgress.on(terminal, 20)) {
            progress.progress(MODULE, 100 << 10, OptionalLong.empty());
        }
        assertThat(drawn().getLast()).isEqualTo("a-mo.. 100 KiB");
    }

    @Test
    void drawsNothingOnceItIsClosed() {
        var progress = DownloadProgress.on(terminal, 80);
        progress.progress(MODULE, 50, OptionalLong.empty());
        progress.close();
        var before = screen.size();

        progress.progress(MODULE, 100, OptionalLong.empty());
        progress.close();

        assertThat(screen.size()).isEqualTo(before);
        assertThat(screen.toString(StandardCharsets.UTF_8)).endsWith(" \r");
    }
}
