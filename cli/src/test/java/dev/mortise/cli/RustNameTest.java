package dev.mortise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RustNameTest {

    @ParameterizedTest
    @CsvSource({"_ZN4trap5inner17hbdefd3b76c86fb3cE, trap::inner", "_ZN4main17h0123456789abcdefE, main",
        "_ZN4core3ptr42drop_in_place$LT$alloc__string__String$GT$17h0123456789abcdefE, "
                + "core::ptr::drop_in_place<alloc::string::String>",
        "main, main", "_ZN, _ZN", "_ZN9short, _ZN9short", "_ZN4trapx5innerE, _ZN4trapx5innerE",
        "_ZN99999999999aE, _ZN99999999999aE", "_RNvC4trap5inner, _RNvC4trap5inner"})
    void readsWhatRustcMangled(String name, String readable) {
        assertThat(RustName.readable(name)).isEqualTo(readable);
    }
}
