package dev.mortise.cli.internal.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShortNamesTest {

    @Test
    void aFileGoesByItsNameWithoutTheEnding() {
        assertThat(ShortNames.of(List.of("lru", "some/folder/mine.wasm", "other.wat")).values())
                .containsExactly("lru", "mine", "other");
    }

    @Test
    void foldersTellFilesApart() {
        assertThat(ShortNames.of(List.of("lru", "/x/rust/lru.wasm", "/y/c/lru.wasm", "/y/c/lfu.wasm")).values())
                .containsExactly("lru", "rust/lru", "c/lru", "lfu");
    }

    @Test
    void ofALongNameTheEndIsKeptAndNoTwoAreTheSame() {
        assertThat(ShortNames.of(List.of("a-policy-with-a-rather-long-name", "my-policy-with-a-rather-long-name"))
                .values()).containsExactly("...th-a-rather-long-name", "...th-a-rather-long-name (2)");
    }
}
