package dev.mortise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RustNameTest {

    @ParameterizedTest
    @CsvSource({"_ZN4trap5inner17hbdefd3b76c86fb3cE, trap::inner", "_ZN4main17h0123456789abcdefE, main",
        "_ZN4core3ptr42drop_in_place$LT$alloc__string__String$GT$17h0123456789abcdefE, "
                + "core::ptr::drop_in_place<alloc::string::String>",
        "main, main", "_ZN, _ZN", "_ZN9short, _ZN9short", "_ZN4trapx5innerE, _ZN4trapx5innerE",
        "_ZN99999999999aE, _ZN99999999999aE"})
    void readsWhatRustcMangledInItsOlderWay(String name, String readable) {
        assertThat(RustName.readable(name)).isEqualTo(readable);
    }

    /** Names of guests/rust and, those of crate a, the rest of the grammar; read as the crate rustc-demangle does. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"_RNvCsfLfy6EI15iL_7___rustc10rust_panic | __rustc::rust_panic",
        "_RNvNtCsgXGp5Oqx2Ny_4core6option13unwrap_failed | core::option::unwrap_failed",
        "_RNvMsa_NtCsgXGp5Oqx2Ny_4core3fmtNtB5_9Formatter3pad | <core::fmt::Formatter>::pad",
        "_RNvXsj_NtCsgXGp5Oqx2Ny_4core3fmtcNtB5_5Debug3fmt | <char as core::fmt::Debug>::fmt",
        "_RNCNvNtCsebHcaeoSrxy_3std9panicking13panic_handler0B5_ | std::panicking::panic_handler::{closure#0}",
        "_RINvMs4_NtCsowIhRXm7bo_14rustc_demangle2v0NtB6_7Printer9in_binderNCNvB2_10print_types_0EB8_ | "
                + "<rustc_demangle::v0::Printer>::in_binder::<<rustc_demangle::v0::Printer>::print_type::{closure#1}>",
        "_RINvNtCsgXGp5Oqx2Ny_4core3ptr13drop_in_placeNtNtCs5cOc02OMXlo_5alloc6string6StringEBK_ | "
                + "core::ptr::drop_in_place::<alloc::string::String>",
        "_RNvYNtNtNtCsgXGp5Oqx2Ny_4core3fmt8builders10PadAdapterNtB6_5Write9write_fmtB8_ | "
                + "<core::fmt::builders::PadAdapter as core::fmt::Write>::write_fmt",
        "_RNvXs_NtNtCsgXGp5Oqx2Ny_4core3ops5rangeINtB4_5RangejENtNtB8_3fmt5Debug3fmtB8_ | "
                + "<core::ops::range::Range<usize> as core::fmt::Debug>::fmt",
        "_RNvXsK_NtCsgXGp5Oqx2Ny_4core3fmtNtB5_5ErrorNtB5_5Debug3fmt_176 | <core::fmt::Error as core::fmt::Debug>::fmt",
        "_RINvC1a1fTcETEThbEE | a::f::<(char,), (), (u8, bool)>",
        "_RINvC1a1fSbPtOxRaQeE | a::f::<[bool], *const u16, *mut i64, &i8, &mut str>"})
    void readsWhatRustcMangledInItsNewerWay(String name, String readable) {
        assertThat(RustName.readable(name)).isEqualTo(readable);
    }

    @ParameterizedTest
    @ValueSource(strings = {"_R", "_Rust", "_RNvC1a", "_RNvC1a9999f", "_RNvC1a99999999999f", "_RNvC1a1fx", "_RNvB_1f",
        "_RNvBz_1f", "_RINvC1a1fTB7_EE", "_RTB_B_E", "_R0NvC1a1f",
        "_RINvC1a1fFEbE", "_RINvC1a1fDNtB2_4SendEL_E", "_RINvC1a1fAhj10_E", "_RINvC1a1fKan5_E"})
    void leavesWhatItCannotRead(String name) {
        assertThat(RustName.readable(name)).isEqualTo(name);
    }

    @Test
    void aShortNameCannotGrowWithoutBounds() {
        // Each tuple holds the one before it twice.
        var name = new StringBuilder("_RINvC1a1fTuuE");
        var before = "7";
        for (var i = 0; i < 60; i++) {
            var at = name.length() - 2;
            name.append("TB").append(before).append("_B").append(before).append("_E");
            before = base62(at - 1);
        }
        name.append('E');

        assertThat(RustName.readable(name.toString())).isEqualTo(name.toString());
    }

    private static String base62(int value) {
        var digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        return value < 62 ? String.valueOf(digits.charAt(value))
                : base62(value / 62) + digits.charAt(value % 62);
    }
}
