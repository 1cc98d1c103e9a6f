package dev.mortise.plugin.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URISyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"http://a/b; http://a/b", "http://a/b c; http://a/b%20c",
        "http://a?q={a|b}^; http://a?q=%7Ba%7Cb%7D%5E", "http://a/%20%zz%; http://a/%20%25zz%25",
        "http://a/[b]?c[]=1; http://a/%5Bb%5D?c[]=1", "http://[::1]/a b; http://[::1]/a%20b", "a b; a%20b",
        "//a/b c; //a/b%20c", "/a?http://b c; /a?http://b%20c",
        "http://a/\u00fc?\u00fc#\u00fc; http://a/%C3%BC?%C3%BC#%C3%BC",
        "http://a/\ud83d\ude00x; http://a/%F0%9F%98%80x",
        "http://a/\u00a0; http://a/%C2%A0", "http://a/\ud83d; http://a/%3F"})
    void encodesPathAndQuery(String text, String url) throws URISyntaxException {
        assertThat(UrlText.parse(text)).hasToString(url);
    }

    @Test
    void anAuthorityThatIsNoHostNameStaysAsItIs() throws URISyntaxException {
        var url = UrlText.parse("http://\u00fc.example/\u00fc");
        assertThat(url.getHost()).isNull();
        assertThat(url).hasToString("http://\u00fc.example/%C3%BC");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://a b/", "http://a|b/", "//a b/", "http://a\\@b/", "http://a/b\\c",
        "http://a/\u0085", "http://a/\u0000"})
    void doesNotMendTheAuthorityNorControlCharacters(String text) {
        assertThatThrownBy(() -> UrlText.parse(text)).isInstanceOf(URISyntaxException.class);
    }
}
