package dev.mortise.plugin.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpClient;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LazyClientTest {

    @Test
    void isMadeOnceAndTriedAgainWhereThatFails() {
        var attempts = new AtomicInteger();
        var lazy = new LazyClient(() -> {
            if (attempts.incrementAndGet() == 1) {
                throw new OutOfMemoryError("of a test");
            }
            return HttpClient.newHttpClient();
        });
        assertThatThrownBy(lazy::get).isInstanceOf(OutOfMemoryError.class);
        var client = lazy.get();
        assertThat(lazy.get()).isSameAs(client);
        assertThat(attempts).hasValue(2);
        client.close();
    }
}
