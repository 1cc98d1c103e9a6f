package dev.mortise.plugin.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostPatternTest {

    @Test
    void takesAnIpv6AddressAsItIs() {
        var pattern = new HostPattern("[::1]");
        assertThat(pattern.matches("[::1]")).isTrue();
        assertThat(pattern.matches("[::2]")).isFalse();
    }
}
