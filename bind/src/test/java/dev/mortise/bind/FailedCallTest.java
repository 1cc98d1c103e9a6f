package dev.mortise.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.plugin.Plugin;
import dev.mortise.plugin.PluginException;
import dev.mortise.wasm.HostFunction;
import dev.mortise.wasm.Imports;
import dev.mortise.wasm.Trap;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A call that fails tells which it was. */
class FailedCallTest {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    record Name(@Length(4) String text) {
    }

    record Pair(int x, int y) {
    }

    interface Names {
        @Export("set_name")
        void set(Name name);
    }

    interface Pairs {
        @Export("take_pair")
        int take(Pair pair);
    }

    interface Outside {
        @Export("give")
        String text();
    }

    interface Echo {
        @Export("echo")
        long number(int number);
    }

    interface Errors {
        void fail(String message);
    }

    interface Lengths {
        int length(String text);
    }

    private static Names names() {
        return Bindings.bind(LOOKUP, Names.class,
                Guests.instance(Guests.BUFFERS, "(func (export \"set_name\") (param i32 i32) unreachable)"),
                Abi.cStruct());
    }

    @Test
    void anArgumentThatHasNoPlace() {
        assertThatThrownBy(() -> names().set(new Name("too long"))).isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Names.set (export \"set_name\"): ").hasMessageContaining("8 bytes")
                .satisfies(thrown -> assertThat(thrown.getStackTrace()).anySatisfy(
                        frame -> assertThat(frame.getMethodName()).isEqualTo("checkFits")));
    }

    @SuppressWarnings("NullAway") // That is what is tried.
    @Test
    void nothingWhereARecordMustBe() {
        var pairs = Bindings.bind(LOOKUP, Pairs.class,
                Guests.instance("(func (export \"take_pair\") (param i32 i32) (result i32) (i32.const 1))"));
        assertThat(pairs.take(new Pair(1, 2))).isEqualTo(1);
        assertThatThrownBy(() -> pairs.take(null)).isExactlyInstanceOf(NullPointerException.class)
                .hasMessageStartingWith("Pairs.take (export \"take_pair\")");
        assertThatThrownBy(() -> names().set(null)).isExactlyInstanceOf(NullPointerException.class)
                .hasMessageStartingWith("Names.set (export \"set_name\")");
    }

    @Test
    void aGuestThatBreaksTheAbi() {
        var outside = Bindings.bind(LOOKUP, Outside.class,
                Guests.instance(Guests.BUFFERS, "(func (export \"give\") (result i64) (i64.const -1))"),
                Abi.serialized(Codec.bincode1()));
        assertThatThrownBy(outside::text).isInstanceOfSatisfying(BindException.class,
                thrown -> assertThat(thrown.mistakes()).containsExactly(Objects.requireNonNull(thrown.getMessage())))
                .hasMessageStartingWith("Outside.text (export \"give\"): the guest gave a buffer outside");
        var json = Bindings.bind(LOOKUP, Outside.class, Guests.instance(Guests.BUFFERS,
                "(func (export \"give\") (result i64) (i64.const 0))"), Abi.serialized(Codec.json()));
        assertThatThrownBy(json::text).isInstanceOf(BindException.class).hasCauseInstanceOf(RuntimeException.class)
                .hasMessageStartingWith("Outside.text (export \"give\"): the guest's message is no String");
    }

    @Test
    void aGuestThatCallsTheHostWrongly() {
        var imports = Imports.builder();
        Bindings.hostFunctions(LOOKUP, imports, "host", Lengths.class, String::length,
                Abi.serialized(Codec.bincode1()));
        var instance = Guests.module("(import \"host\" \"length\" (func $length (param i32 i32) (result i32)))",
                Guests.BUFFERS, "(func (export \"run\") (result i32) (call $length (i32.const -8) (i32.const 16)))")
                .instantiate(imports.build());
        assertThatThrownBy(() -> instance.function("run").call()).isInstanceOf(BindException.class)
                .hasMessageStartingWith("Lengths.length (import \"host\" \"length\"): the guest gave a buffer outside");
    }

    static void refuse() {
        throw new NumberFormatException("of the host");
    }

    static void fail() {
        throw new AssertionError("of the host");
    }

    @Test
    void javaIsNoGuest() {
        var lengths = Bindings.bindJava(LOOKUP, Lengths.class, new Object() {
            @SuppressWarnings("unused")
            int length(String text) {
                throw new IllegalArgumentException(text);
            }
        });
        assertThatThrownBy(() -> lengths.length("its own")).isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("its own");
    }

    interface Failing {
        void trap();

        void refuse();

        void fail();
    }

    @Test
    void whatIsNotOursPassesAsItIs() throws ReflectiveOperationException, IOException {
        var imports = Imports.builder();
        for (var name : new String[]{"refuse", "fail"}) {
            imports.function("host", name, HostFunction
                    .of(LOOKUP.findStatic(FailedCallTest.class, name, MethodType.methodType(void.class))));
        }
        var failing = Bindings.bind(LOOKUP, Failing.class, Guests.module("""
                (import "host" "refuse" (func $refuse))
                (import "host" "fail" (func $fail))
                (func (export "trap") unreachable)
                (func (export "refuse") (call $refuse))
                (func (export "fail") (call $fail))
                """).instantiate(imports.build()));
        assertThatThrownBy(failing::trap).isInstanceOf(Trap.class);
        assertThatThrownBy(failing::refuse).isExactlyInstanceOf(NumberFormatException.class).hasMessage("of the host");
        assertThatThrownBy(failing::fail).isExactlyInstanceOf(AssertionError.class).hasMessage("of the host");
        try (var plugin = Plugin.open(Path.of(System.getProperty("mortise.root"), "guests", "rust", "echo.wasm"))) {
            var echo = Bindings.bindPlugin(LOOKUP, Echo.class, plugin, Codec.numbers());
            assertThatThrownBy(() -> echo.number(1)).isInstanceOf(BindException.class)
                    .hasMessageStartingWith("Echo.number (export \"echo\"): the plug-in's output has 4 bytes");
        }
        try (var plugin = Plugin.open(Path.of(System.getProperty("mortise.root"), "guests", "rust", "error.wasm"))) {
            var errors = Bindings.bindPlugin(LOOKUP, Errors.class, plugin, Codec.string());
            assertThatThrownBy(() -> errors.fail("of the plug-in")).isInstanceOf(PluginException.class)
                    .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("Errors.fail"));
        }
    }
}
