package dev.mortise.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.plugin.Plugin;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** With plug-ins that Extism's PDK for Rust made. */
class PluginTest {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    record Point(int x, Optional<String> name, List<Double> values) {
    }

    interface Points {
        Point echo(Point point);
    }

    interface Everything {
        @Export("echo")
        Map<String, Integer> map(Map<String, Integer> map);

        @Export("echo")
        int number(int number);

        void echo(boolean flag);
    }

    interface Text {
        String echo(String text);

        @Export("echo")
        String nothing();
    }

    interface Bytes {
        byte[] echo(byte[] bytes);
    }

    interface Numbers {
        @Export("echo")
        long number(long number);

        @Export("echo")
        double number(double number);

        @Export("echo")
        byte[] bytes(int number);
    }

    interface Good {
        @Export("echo")
        long number(int number);

        @Export("echo")
        float same(float number);
    }

    record Counted(int count, int total, String vowels) {
    }

    interface Vowels {
        @Export("count_vowels")
        Counted count(String text);
    }

    interface Wrong {
        String absent(String text);

        Object echo(String text);
    }

    private static Plugin open(String name) throws IOException {
        return Plugin.open(Path.of(System.getProperty("mortise.root"), "guests", "rust", name));
    }

    @Test
    void aRecordInEveryFormat() throws IOException {
        try (var plugin = open("echo.wasm")) {
            for (var codec : List.of(Codec.json(), Codec.messagePack(), Codec.protobuf(), Codec.bincode1(),
                    Codec.bincode2())) {
                var points = Bindings.bindPlugin(LOOKUP, Points.class, plugin, codec);
                var point = new Point(-7, Optional.of("é"), List.of(0.5, -2.0));
                assertThat(points.echo(point)).isEqualTo(point);
            }
        }
    }

    @Test
    void stringsBytesAndNumbers() throws IOException {
        try (var plugin = open("echo.wasm")) {
            var text = Bindings.bindPlugin(LOOKUP, Text.class, plugin, Codec.string());
            assertThat(text.echo("hé")).isEqualTo("hé");
            assertThat(text.nothing()).isEmpty();
            assertThat(Bindings.bindPlugin(LOOKUP, Bytes.class, plugin, Codec.bytes()).echo(new byte[]{1, 2}))
                    .containsExactly(1, 2);
            assertThatThrownBy(() -> Bindings.bindPlugin(LOOKUP, Numbers.class, plugin, Codec.numbers()))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("bytes(int): this codec takes int, long, float or double, not byte[]");
            var numbers = Bindings.bindPlugin(LOOKUP, Good.class, plugin, Codec.numbers());
            assertThat(numbers.same(2.5f)).isEqualTo(2.5f);
            assertThatThrownBy(() -> numbers.number(1)).isInstanceOf(BindException.class)
                    .hasMessageContaining("output has 4 bytes, but its type 8");
        }
    }

    @Test
    void jsonOfAnything() throws IOException {
        try (var plugin = open("echo.wasm")) {
            var json = Bindings.bindPlugin(LOOKUP, Everything.class, plugin, Codec.json());
            assertThat(json.map(Map.of("a", 1))).isEqualTo(Map.of("a", 1));
            assertThat(json.number(-3)).isEqualTo(-3);
            json.echo(true);
        }
        try (var plugin = open("count_vowels.wasm")) {
            var vowels = Bindings.bindPlugin(LOOKUP, Vowels.class, plugin, Codec.json());
            assertThat(vowels.count("Hello, World!")).isEqualTo(new Counted(3, 3, "aeiouAEIOU"));
        }
    }

    @Test
    void pluginsShareTheClass() throws IOException {
        try (var one = open("echo.wasm"); var two = open("count_vowels.wasm"); var three = open("echo.wasm")) {
            assertThat(Bindings.bindPlugin(LOOKUP, Text.class, one, Codec.string()).getClass())
                    .isSameAs(Bindings.bindPlugin(LOOKUP, Text.class, three, Codec.string()).getClass());
            assertThatThrownBy(() -> Bindings.bindPlugin(LOOKUP, Text.class, two, Codec.string()))
                    .isInstanceOf(BindException.class).hasMessageContaining("no function \"echo\"");
        }
    }

    @Test
    void allMistakesAtOnce() throws IOException {
        try (var plugin = open("echo.wasm")) {
            assertThatThrownBy(() -> Bindings.bindPlugin(LOOKUP, Wrong.class, plugin, Codec.bincode1()))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("absent(java.lang.String): the plug-in has no")
                    .hasMessageContaining("the result: no format has a place for java.lang.Object");
        }
    }
}
