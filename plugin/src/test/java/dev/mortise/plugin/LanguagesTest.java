package dev.mortise.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.plugin.PluginException.Kind;
import dev.mortise.wasm.Module;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** One plug-in in every language that builds here: each is asked the same and must answer the same. */
class LanguagesTest {

    private static final Map<Language, Module> MODULES = new EnumMap<>(Language.class);

    /** A plug-in with what the test gives it; what it logs, and what it asks its host, is kept. */
    private static final class Sample implements AutoCloseable {

        private final Language language;
        private final Map<String, String> config;
        private final Plugin plugin;
        private final List<String> log = new ArrayList<>();
        private final List<byte[]> reflected = new ArrayList<>();

        Sample(Language language, Map<String, String> config, Level level) throws IOException {
            this.language = language;
            this.config = config;
            var reflect = HostFunction.ofBytes("host_reflect", (caller, bytes) -> {
                reflected.add(bytes);
                return bytes;
            });
            plugin = Plugin.builder().wasi().config(config).hostFunction(reflect).allowHost("127.0.0.1")
                    .logLevel(level).onLog((at, message) -> log.add(at + " " + message)).open(module(language));
        }

        Sample(Language language) throws IOException {
            this(language, Map.of(), Level.INFO);
        }

        /** A command has one entry; what it is to do stands in its configuration. */
        byte[] call(String function, byte[] input) {
            if (!language.isCommand()) {
                return plugin.call(function, input);
            }
            var all = new HashMap<>(config);
            all.put("function", function);
            plugin.setConfig(all);
            return plugin.call("_start", input);
        }

        String call(String function, String input) {
            return new String(call(function, input.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            plugin.close();
        }
    }

    /** Read once: Go's modules have three megabytes. */
    private static synchronized Module module(Language language) throws IOException {
        var module = MODULES.get(language);
        if (module == null) {
            module = Module.read(language.file());
            MODULES.put(language, module);
        }
        return module;
    }

    @ParameterizedTest
    @EnumSource
    void countsVowels(Language language) throws IOException {
        try (var sample = new Sample(language)) {
            assertThat(sample.call("count_vowels", "Hello, World!"))
                    .isEqualTo("{\"count\":3,\"total\":3,\"vowels\":\"aeiouAEIOU\"}");
            assertThat(sample.call("count_vowels", "naïve Straße, 漢字 🦀, o"))
                    .isEqualTo(report(5, language.isCommand() ? 5 : 8, "aeiouAEIOU"));
            assertThat(sample.call("count_vowels", ""))
                    .isEqualTo(report(0, language.isCommand() ? 0 : 8, "aeiouAEIOU"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void countsTheVowelsOfItsConfiguration(Language language) throws IOException {
        try (var sample = new Sample(language, Map.of("vowels", "lo"), Level.INFO)) {
            assertThat(sample.call("count_vowels", "Hello, World!")).isEqualTo(report(5, 5, "lo"));
        }
    }

    /** Neither a quote nor a length in the configuration may break the report, nor add a field to it. */
    @ParameterizedTest
    @EnumSource
    void reportsAnyVowelsAsOneStringOfJson(Language language) throws IOException {
        var vowels = "e\",\"more\":\"\\x\n\u0001ö" + "a".repeat(300);
        try (var sample = new Sample(language, Map.of("vowels", vowels), Level.INFO)) {
            assertThat(fields(sample.call("count_vowels", "be")))
                    .isEqualTo(Map.of("count", "1", "total", "1", "vowels", vowels));
        }
    }

    private static Map<String, String> fields(String json) {
        var fields = new HashMap<String, String>();
        try (var parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                fields.put(name, parser.getString());
            }
            assertThat(parser.nextToken()).isNull();
        }
        return fields;
    }

    /** The host refuses this URL whole: its quotes are part of it, and no second method follows. */
    @ParameterizedTest
    @EnumSource
    void requestsAnyUrlAsOneStringOfJson(Language language) throws IOException {
        try (var server = new LocalServer(); var sample = new Sample(language)) {
            var url = server.url("/found\",\"method\":\"PUT\",\"more\":\"\\");
            assertThatThrownBy(() -> sample.call("http_get", url)).hasMessageContaining(url);
            assertThat(server.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void countsManyVowels(Language language) throws IOException {
        try (var sample = new Sample(language)) {
            for (var i = 1; i <= 3; i++) {
                assertThat(sample.call("count_vowels", "abc".repeat(100_000)))
                        .isEqualTo(report(100_000, language.isCommand() ? 100_000 : i * 100_000, "aeiouAEIOU"));
            }
        }
    }

    private static String report(int count, int total, String vowels) {
        return "{\"count\":%d,\"total\":%d,\"vowels\":\"%s\"}".formatted(count, total, vowels);
    }

    @ParameterizedTest
    @EnumSource
    void readsItsConfiguration(Language language) throws IOException {
        try (var sample = new Sample(language, Map.of("key", "värde"), Level.INFO)) {
            assertThat(sample.call("config_get", "key")).isEqualTo("värde");
            assertThatThrownBy(() -> sample.call("config_get", "other")).isInstanceOf(PluginException.class)
                    .hasMessage("no config value for 'other'");
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsVariablesFromCallToCall(Language language) throws IOException {
        try (var sample = new Sample(language)) {
            sample.call("var_set", "a=1=ü");
            if (language.isCommand()) {
                assertThatThrownBy(() -> sample.call("var_get", "a")).hasMessage("no variable 'a'");
            } else {
                sample.call("var_set", "b=2");
                assertThat(sample.call("var_get", "a")).isEqualTo("1=ü");
                sample.call("var_set", "a=");
                assertThatThrownBy(() -> sample.call("var_get", "a")).hasMessage("no variable 'a'");
                assertThat(sample.call("var_get", "b")).isEqualTo("2");
            }
            assertThatThrownBy(() -> sample.call("var_set", "no sign")).hasMessage("expected key=value");
        }
    }

    @ParameterizedTest
    @EnumSource
    void requestsByHttp(Language language) throws IOException {
        try (var server = new LocalServer(); var sample = new Sample(language)) {
            server.serve("/found", "naïve 🦀\nsecond line".getBytes(StandardCharsets.UTF_8));
            server.on("/missing", exchange -> LocalServer.answer(exchange, 404, ""));
            assertThat(sample.call("http_get", server.url("/found"))).isEqualTo("200 naïve 🦀\nsecond line");
            assertThat(sample.call("http_get", server.url("/missing"))).isEqualTo("404 ");
            assertThat(server.requests()).containsExactly("GET /found", "GET /missing");
            var other = server.url("/found").replace("127.0.0.1", "localhost");
            assertThatThrownBy(() -> sample.call("http_get", other))
                    .hasMessageContaining("HTTP request to " + other + " is not allowed");
            assertThat(server.requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void logsAtEachLevel(Language language) throws IOException {
        var all = List.of("TRACE trace: hëy", "DEBUG debug: hëy", "INFO info: hëy", "WARNING warn: hëy",
                "ERROR error: hëy");
        try (var sample = new Sample(language, Map.of(), Level.ALL)) {
            sample.call("log_all", "hëy");
            assertThat(sample.log).isEqualTo(all);
        }
        try (var sample = new Sample(language, Map.of(), Level.WARNING)) {
            sample.call("log_all", "hëy");
            assertThat(sample.log).isEqualTo(all.subList(3, 5));
        }
    }

    @ParameterizedTest
    @EnumSource
    void failsWithItsOwnTextAndGoesOn(Language language) throws IOException {
        try (var sample = new Sample(language)) {
            for (var i = 0; i < 3; i++) {
                assertThatThrownBy(() -> sample.call("fail", "it went wröng"))
                        .isInstanceOfSatisfying(PluginException.class, e -> {
                            assertThat(e).hasMessage("it went wröng");
                            assertThat(e.kind()).isEqualTo(Kind.PLUGIN_ERROR);
                            assertThat(e.exitCode()).isNotZero();
                        });
                assertThat(sample.call("count_vowels", "b")).contains("\"count\":0");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void callsAHostFunction(Language language) throws IOException {
        var random = new Random(5);
        try (var sample = new Sample(language)) {
            for (var length : new int[]{0, 1, 7, 8, 9, 64, 70_001, 1_000_000, 3}) {
                var bytes = new byte[length];
                random.nextBytes(bytes);
                assertThat(Arrays.equals(sample.call("reflect", bytes), bytes)).isTrue();
                assertThat(Arrays.equals(sample.reflected.getLast(), bytes)).isTrue();
            }
        }
    }

    /** The total is a variable, and those belong to one instance; so does all that the guest keeps itself. */
    @ParameterizedTest
    @EnumSource
    void sharesNothingWithAnotherInstance(Language language) throws IOException {
        try (var one = new Sample(language); var other = new Sample(language)) {
            one.call("count_vowels", "aaa");
            assertThat(other.call("count_vowels", "a")).isEqualTo(report(1, 1, "aeiouAEIOU"));
            assertThat(one.call("count_vowels", "aa"))
                    .isEqualTo(report(2, language.isCommand() ? 2 : 5, "aeiouAEIOU"));
        }
    }

    /** The columns of the README's table that a module can be asked for. */
    @ParameterizedTest
    @EnumSource
    void isWhatTheReadmeSays(Language language) throws IOException {
        var module = module(language);
        var line = Files.readAllLines(Guests.file("../README.md")).stream()
                .filter(row -> row.startsWith("| " + language.title() + " |")).findFirst().orElseThrow();
        var columns = line.split(" *\\| *");
        var start = Language.start(module);
        assertThat(columns[3]).isEqualTo(switch (start) {
            case "_start" -> "command";
            case "_initialize" -> "reactor";
            default -> Language.needsWasi(module) ? "functions" : "freestanding";
        });
        assertThat(columns[4]).isEqualTo(Language.needsWasi(module) ? "yes" : "no");
        assertThat(columns[5]).isEqualTo(start.equals("none") ? "none" : "`" + start + "`");
        assertThat(columns[6]).isEqualTo(rounded(Files.size(language.file())));
    }

    /** In the README's units: to a kilobyte, and from a megabyte on to a tenth of one. */
    private static String rounded(long bytes) {
        return bytes < 1_000_000
                ? Math.round(bytes / 1e3) + " KB"
                : Math.round(bytes / 1e5) / 10.0 + " MB";
    }
}
