package dev.mortise.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DownloadListenerTest {

    private record Step(URI url, long received, OptionalLong total) {}

    @Test
    void hearsOfEachModuleFromItsFirstByteToItsLast() throws IOException {
        var bytes = Files.readAllBytes(Guests.rust("count_vowels"));
        var steps = new ArrayList<Step>();
        try (var server = new LocalServer()) {
            server.serve("/known", bytes);
            server.on("/unknown", exchange -> {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write(bytes);
            });
            for (var path : new String[]{"/known", "/unknown"}) {
                steps.clear();
                var url = URI.create(server.url(path));

                Plugin.builder().onDownload((from, received, total) -> steps.add(new Step(from, received, total)))
                        .download(Duration.ofMinutes(1), 1 << 20).compile(Manifest.of(WasmSource.url(url)));

                var total = path.equals("/known") ? OptionalLong.of(bytes.length) : OptionalLong.empty();
                assertThat(steps.getFirst()).isEqualTo(new Step(url, 0, total));
                assertThat(steps.getLast()).isEqualTo(new Step(url, bytes.length, total));
                assertThat(steps).extracting(Step::received).isSorted();
            }
        }
    }

    @Test
    void hearsNothingOfAnAnswerThatIsNoModule() throws IOException {
        var steps = new ArrayList<Long>();
        try (var server = new LocalServer()) {
            var manifest = Manifest.of(WasmSource.url(URI.create(server.url("/none"))));
            var builder = Plugin.builder().onDownload((from, received, total) -> steps.add(received));

            assertThatThrownBy(() -> builder.compile(manifest)).hasMessageContaining("404");
            assertThat(steps).isEmpty();
        }
    }

    @Test
    void endsTheDownloadByThrowing() throws IOException {
        try (var server = new LocalServer()) {
            var manifest = Manifest.of(WasmSource.url(URI.create(server.url("/huge-chunked"))));
            for (var from : new long[]{0, 1}) {
                var builder = Plugin.builder().download(Duration.ofMinutes(1), 5L << 30)
                        .onDownload((url, received, total) -> {
                            if (received >= from) {
                                throw new IllegalStateException("enough");
                            }
                        });

                assertThatThrownBy(() -> builder.compile(manifest)).isInstanceOf(ManifestException.class)
                        .hasStackTraceContaining("enough");
            }
        }
    }
}
