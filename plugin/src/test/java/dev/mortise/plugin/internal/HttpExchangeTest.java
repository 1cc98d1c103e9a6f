package dev.mortise.plugin.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpExchangeTest {

    @ParameterizedTest
    @CsvSource({"http://a/b/c, d, http://a/b/d", "http://a/b/c, /d, http://a/d", "http://a/b, //c/d, http://c/d",
        "http://a/, https://b/, https://b/", "https://a/, https://b/, https://b/", "https://a/b, c, https://a/c"})
    void followsALocation(URI from, String location, URI target) {
        assertThat(HttpExchange.redirect(from, location)).isEqualTo(target);
    }

    @ParameterizedTest
    @CsvSource({"https://a/, http://a/", "HTTPS://a/, HTTP://a/", "https://a/, file:///etc/passwd",
        "http://a/, '//a b'"})
    void staysEncryptedAndReasonable(URI from, String location) {
        assertThat(HttpExchange.redirect(from, location)).isNull();
    }
}
