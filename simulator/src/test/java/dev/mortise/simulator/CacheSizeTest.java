package dev.mortise.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheSizeTest {

    @ParameterizedTest
    @CsvSource({"4, 4194304", "0.25, 262144", "256K, 262144", "256k, 262144", "2KB, 2048", "1.5MiB, 1572864",
        "8GiB, 8589934592", "1T, 1099511627776", "0.0005K, 1", "4194304T, 4611686018427387904"})
    void mebibytesUnlessThereIsAUnit(String text, long bytes) {
        assertThat(CacheSize.parse(text)).contains(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0.0004K", "-4", "4x", "4B", "K", ".5", "1e3", "4194305T", "0x10",
        "000000000000000000004"})
    void whatIsNoSize(String text) {
        assertThat(CacheSize.parse(text)).isEmpty();
    }

    @Test
    void inTheLargestUnitThatLeavesOne() {
        assertThat(CacheSize.text(1023)).isEqualTo("1023 B");
        assertThat(CacheSize.text(1024)).isEqualTo("1 KiB");
        assertThat(CacheSize.text(1536L << 20)).isEqualTo("1.5 GiB");
    }
}
