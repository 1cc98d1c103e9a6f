package dev.mortise.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.wasm.Instance;
import dev.mortise.wasm.Trap;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing a guest says about its buffers is believed. */
class HostileGuestTest {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    enum Kind {
        ONLY
    }

    record Point(long x, boolean y) {
    }

    interface Calls {
        @Export("call")
        Point point(Point point);
    }

    interface Lists {
        @Export("call")
        List<String> list(String text);
    }

    interface Longs {
        @Export("call")
        long[] longs(String text);
    }

    interface Options {
        @Export("call")
        Optional<Kind> option(String text);
    }

    /** Everything is what the parameters say, with the message behind 64. */
    private static Instance guest(String prepare, String answer, String bytes) {
        return Guests.instance("""
                (memory (export "memory") 1)
                (data (i32.const 64) "%s")
                (func (export "wasm_prepare_buffer") (param i32) (result i64) %s)
                (func (export "wasm_get_buffer") (result i64) %s)
                (func (export "call") (param i32 i32) (result i64) %s)
                """.formatted(bytes, prepare, prepare, answer));
    }

    private static final String GOOD = "(i64.const 0x400_0000_0400)";

    @ParameterizedTest
    @CsvSource({"0x10000_0000_0010, outside of its memory: address 65536",
        "0xfff8_0000_0010, outside of its memory: address 65528", "0xffff_fff8_0000_0010, address 4294967288",
        "0x400_ffff_fff0, outside of its memory", "0x400_0000_000f, a buffer of 15 bytes for a message of 16",
        "0x400_0000_0000, a buffer of 0 bytes", "0x404_0000_0010, must be aligned to 8"})
    void badBuffersForArguments(String described, String message) {
        var instance = guest("(i64.const " + described + ")", GOOD, "");
        var dynamic = Bindings.bind(LOOKUP, Calls.class, instance, Abi.cStruct());
        assertThatThrownBy(() -> dynamic.point(new Point(1, true))).isInstanceOf(BindException.class)
                .hasMessageContaining(message);
        var abi = Abi.cStruct().staticBuffer();
        assertThatThrownBy(() -> Bindings.bind(LOOKUP, Calls.class, instance, abi)).isInstanceOf(BindException.class);
        assertThat(instance.memory("memory").readLong(0x400)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0x10000_0000_0010, outside of its memory", "0xffff_fff8_0000_0010, outside of its memory",
        "0x40_0000_000f, result has 15 bytes", "0x40_0000_0011, result has 17 bytes",
        "0x40_ffff_ffff, result has 4294967295 bytes", "0x40_0000_0010, gave 2 as a boolean"})
    void badResults(String described, String message) {
        var instance = guest(GOOD, "(i64.const " + described + ")", "\\00\\00\\00\\00\\00\\00\\00\\00\\02");
        for (var abi : List.of(Abi.cStruct(), Abi.cStruct().staticBuffer())) {
            var calls = Bindings.bind(LOOKUP, Calls.class, instance, abi);
            assertThatThrownBy(() -> calls.point(new Point(1, true))).isInstanceOf(BindException.class)
                    .hasMessageContaining(message);
        }
    }

    @ParameterizedTest
    @CsvSource({"ff ff ff ff ff ff ff ff, 8, speaks of 18446744073709551615 elements",
        "09 00 00 00 00 00 00 00, 8, speaks of 9 elements", "01 00 00 00 00 00 00, 7, ends too early",
        "01 00 00 00 00 00 00 00 05 00 00 00 00 00 00 00 61, 17, speaks of 5 elements or bytes where 1",
        "00 00 00 00 00 00 00 00 00, 9, 1 bytes more than its type", "'', 0, ends too early"})
    void badLists(String hex, int length, String message) {
        var bytes = hex.isEmpty() ? "" : "\\" + hex.replace(" ", "\\");
        var instance = guest(GOOD, "(i64.const " + ((64L << 32) + length) + ")", bytes);
        var lists = Bindings.bind(LOOKUP, Lists.class, instance, Abi.serialized(Codec.bincode1()));
        assertThatThrownBy(() -> lists.list("")).isInstanceOf(BindException.class).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"01 fe, larger than its type", "01 ff, larger than its type",
        "fd ff ff ff ff ff ff ff ff, speaks of 18446744073709551615", "01 fb 01, ends too early"})
    void badVariableIntegers(String hex, String message) {
        var length = (hex.length() + 1) / 3;
        var instance = guest(GOOD, "(i64.const " + ((64L << 32) + length) + ")", "\\" + hex.replace(" ", "\\"));
        var longs = Bindings.bind(LOOKUP, Longs.class, instance, Abi.serialized(Codec.bincode2()));
        assertThatThrownBy(() -> longs.longs("")).isInstanceOf(BindException.class).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"02 00, gave 2 as the mark of an optional value", "01 01, number 1 of dev.mortise.bind",
        "01 fb ff ff, number 65535 of", "01 fc ff ff ff ff, number 4294967295 of"})
    void badOptionsAndEnums(String hex, String message) {
        var length = (hex.length() + 1) / 3;
        var instance = guest(GOOD, "(i64.const " + ((64L << 32) + length) + ")", "\\" + hex.replace(" ", "\\"));
        var options = Bindings.bind(LOOKUP, Options.class, instance, Abi.serialized(Codec.bincode2()));
        assertThatThrownBy(() -> options.option("")).isInstanceOf(BindException.class).hasMessageContaining(message);
    }

    @Test
    void aTrapInTheAllocatorComesOut() {
        var instance = guest("unreachable", GOOD, "");
        var calls = Bindings.bind(LOOKUP, Calls.class, instance, Abi.cStruct());
        assertThatThrownBy(() -> calls.point(new Point(1, true))).isInstanceOf(Trap.class);
        var lists = Bindings.bind(LOOKUP, Lists.class, instance, Abi.serialized(Codec.bincode1()));
        assertThatThrownBy(() -> lists.list("")).isInstanceOf(Trap.class);
        assertThatThrownBy(() -> lists.list("again")).isInstanceOf(Trap.class);
    }

    /** What is written goes to where the memory is after the guest has grown it. */
    @Test
    void anAllocatorThatGrowsTheMemory() {
        var instance = Guests.instance(
                """
                        (memory (export "memory") 1)
                        (func (export "alloc") (param i32) (result i64)
                          (i64.or (i64.const 16)
                            (i64.shl (i64.extend_i32_u (i32.mul (i32.const 65536) (memory.grow (i32.const 1)))) (i64.const 32))))
                        (func (export "call") (param i32 i32) (result i64)
                          (i64.or (i64.shl (i64.extend_i32_u (local.get 0)) (i64.const 32)) (i64.const 16)))
                        """);
        var calls = Bindings.bind(LOOKUP, Calls.class, instance, Abi.cStruct());
        assertThat(calls.point(new Point(5, true))).isEqualTo(new Point(5, true));
        assertThat(calls.point(new Point(6, false))).isEqualTo(new Point(6, false));
        assertThat(instance.memory("memory").readLong(65536)).isEqualTo(5);
        assertThat(instance.memory("memory").readLong(131072)).isEqualTo(6);
    }

    @Test
    void withoutMemoryOrBuffers() {
        var none = Guests.instance("(func (export \"call\") (param i32 i32) (result i64) i64.const 0)");
        assertThatThrownBy(() -> Bindings.bind(LOOKUP, Calls.class, none, Abi.cStruct()))
                .isInstanceOf(BindException.class).hasMessageContaining("gives no buffer");
        var odd = Guests.instance("""
                (func (export "call") (param i32 i32) (result i64) i64.const 0)
                (func (export "alloc") (param i32) (result i32) i32.const 0)
                """);
        assertThatThrownBy(() -> Bindings.bind(LOOKUP, Calls.class, odd, Abi.cStruct()))
                .isInstanceOf(BindException.class).hasMessageContaining("\"alloc\" must be (i32) -> (i64)");
        var blind = Guests.instance("""
                (func (export "call") (param i32 i32) (result i64) i64.const 0)
                (func (export "alloc") (param i32) (result i64) i64.const 0)
                """);
        assertThatThrownBy(() -> Bindings.bind(LOOKUP, Calls.class, blind, Abi.cStruct()))
                .isInstanceOf(BindException.class).hasMessageContaining("exports no memory");
    }
}
