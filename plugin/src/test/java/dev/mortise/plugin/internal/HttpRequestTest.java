package dev.mortise.plugin.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.plugin.PluginException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpRequestTest {

    @Test
    void readsAllFields() {
        var request = parse("""
                {"method": "post", "headers": {"Accept": "text/plain"}, "url": "https://example.com/a"}""");
        assertThat(request)
                .isEqualTo(new HttpRequest("https://example.com/a", "POST", Map.of("Accept", "text/plain")));
    }

    @Test
    void getsUnlessToldOtherwise() {
        assertThat(parse("{\"url\": \"x\"}").method()).isEqualTo("GET");
        assertThat(parse("{\"url\": \"x\", \"method\": null}").method()).isEqualTo("GET");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            []                                 | no object
            {}                                 | "url" is missing
            {"url": 1}                         | "url" is no string
            {"url": "x", "headers": []}        | "headers" is no object
            {"url": "x", "headers": {"a": {}}} | "a" is no string
            {"url": "x", "body": "y"}          | unknown field "body"
            """, quoteCharacter = '\'')
    void refusesOtherJson(String json, String message) {
        assertThatThrownBy(() -> parse(json)).isInstanceOf(PluginException.class)
                .hasMessageStartingWith("invalid http request: ").hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''
            'no json'
            '{"url": "x"'
            '{"url": "x'
            """)
    void refusesWhatIsNoJson(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(PluginException.class)
                .hasMessageStartingWith("invalid http request: ");
    }

    private static HttpRequest parse(String json) {
        return HttpRequest.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
