package dev.mortise.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.wasm.Imports;
import dev.mortise.wasm.Instance;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostFunctionsTest {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    record Division(long quotient, long remainder) {
    }

    record Entry(int id, String name) {
    }

    interface Arithmetic {
        int add(int x, int y);

        Division divide(Division operands);

        @Export("is_even")
        boolean isEven(short value);

        void note(double value);

        default int unused() {
            return 1;
        }
    }

    interface Names {
        Entry rename(Entry entry, String to);

        int count(List<Entry> entries);
    }

    interface Points {
        Division swap(Division value);
    }

    private static final class Calculating implements Arithmetic {

        private final List<Double> notes = new ArrayList<>();

        @Override
        public int add(int x, int y) {
            return x + y;
        }

        @Override
        public Division divide(Division operands) {
            return new Division(operands.quotient / operands.remainder, operands.quotient % operands.remainder);
        }

        @Override
        public boolean isEven(short value) {
            return (value & 1) == 0;
        }

        @Override
        public void note(double value) {
            notes.add(value);
        }
    }

    private static final class Naming implements Names {

        @Override
        public Entry rename(Entry entry, String to) {
            return new Entry(entry.id + 1, entry.name + to);
        }

        @Override
        public int count(List<Entry> entries) {
            return entries.size();
        }
    }

    /** What the guest passes on from its exports to its imports. */
    private static Instance guest(Imports imports, String... parts) {
        return Guests.module(parts).instantiate(imports);
    }

    @Test
    void numbers() {
        var calculating = new Calculating();
        var imports = Imports.builder();
        Bindings.hostFunctions(LOOKUP, imports, "host", Arithmetic.class, calculating, Abi.direct());
        var instance = guest(imports.build(), """
                (import "host" "add" (func $add (param i32 i32) (result i32)))
                (import "host" "divide" (func $divide (param i64 i64) (result i64 i64)))
                (import "host" "is_even" (func $even (param i32) (result i32)))
                (import "host" "note" (func $note (param f64)))
                (func (export "add") (param i32 i32) (result i32) (call $add (local.get 0) (local.get 1)))
                (func (export "divide") (param i64 i64) (result i64 i64) (call $divide (local.get 0) (local.get 1)))
                (func (export "is_even") (param i32) (result i32) (call $even (local.get 0)))
                (func (export "note") (param f64) (call $note (local.get 0)))
                """);
        var guest = Bindings.bind(LOOKUP, Arithmetic.class, instance);
        assertThat(guest.add(2, 3)).isEqualTo(5);
        assertThat(guest.divide(new Division(17, 5))).isEqualTo(new Division(3, 2));
        assertThat(guest.isEven((short) 4)).isTrue();
        assertThat(guest.isEven((short) -3)).isFalse();
        guest.note(2.5);
        assertThat(calculating.notes).containsExactly(2.5);
        assertThatThrownBy(() -> guest.divide(new Division(1, 0))).isInstanceOf(ArithmeticException.class);
    }

    private static final String FORWARD = """
            (import "host" "rename" (func $rename (param i32 i32) (result i64)))
            (import "host" "count" (func $count (param i32 i32) (result i32)))
            """;
    private static final String FORWARDED = """
            (func (export "rename") (param i32 i32) (result i64) (call $rename (local.get 0) (local.get 1)))
            (func (export "count") (param i32 i32) (result i32) (call $count (local.get 0) (local.get 1)))
            """;

    @Test
    void messages() {
        for (var codec : List.of(Codec.bincode1(), Codec.bincode2())) {
            var abi = Abi.serialized(codec);
            var imports = Imports.builder();
            Bindings.hostFunctions(LOOKUP, imports, "host", Names.class, new Naming(), abi);
            var guest = Bindings.bind(LOOKUP, Names.class, guest(imports.build(), FORWARD, Guests.BUFFERS, FORWARDED),
                    abi);
            assertThat(guest.rename(new Entry(1, "a"), "b")).isEqualTo(new Entry(2, "ab"));
            assertThat(guest.count(List.of(new Entry(1, "a"), new Entry(2, "")))).isEqualTo(2);
        }
    }

    @Test
    void structs() {
        var imports = Imports.builder();
        Bindings.hostFunctions(LOOKUP, imports, "host", Points.class,
                value -> new Division(/* quotient= */ value.remainder, /* remainder= */ value.quotient), Abi.cStruct());
        var instance = guest(imports.build(), """
                (import "host" "swap" (func $swap (param i32 i32) (result i64)))
                """, Guests.BUFFERS, """
                (func (export "swap") (param i32 i32) (result i64) (call $swap (local.get 0) (local.get 1)))
                (func (export "short") (param i32) (result i64) (call $swap (i32.const 0) (i32.const 15)))
                (func (export "outside") (param i32) (result i64) (call $swap (i32.const -16) (i32.const 16)))
                """);
        var points = Bindings.bind(LOOKUP, Points.class, instance, Abi.cStruct());
        assertThat(points.swap(new Division(1, 2))).isEqualTo(new Division(2, 1));
        assertThatThrownBy(() -> instance.function("short").call(0)).isInstanceOf(BindException.class)
                .hasMessageContaining("has 15 bytes, but its type 16");
        assertThatThrownBy(() -> instance.function("outside").call(0)).isInstanceOf(BindException.class)
                .hasMessageContaining("outside of its memory: address 4294967280");
    }

    interface Wrong {
        List<String> list();

        int overloaded(int x);

        int overloaded(long x);
    }

    @Test
    void allMistakesAtOnce() {
        var imports = Imports.builder();
        var wrong = Bindings.bindJava(LOOKUP, Wrong.class, new Object() {
            @SuppressWarnings("unused")
            List<String> list() {
                return List.of();
            }

            @SuppressWarnings("unused")
            int overloaded(int x) {
                return x;
            }

            @SuppressWarnings("unused")
            int overloaded(long x) {
                return (int) x;
            }
        });
        assertThatThrownBy(
                () -> Bindings.hostFunctions(LOOKUP, imports, "host", Wrong.class, wrong, Abi.direct()))
                .isInstanceOf(BindException.class).hasMessageContaining("list(): only numbers")
                .hasMessageContaining("another method has the name \"overloaded\"");
    }
}
