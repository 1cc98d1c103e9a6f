package dev.mortise.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.invoke.MethodHandles;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class StructTest {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private static final String CALCULATOR = """
            (func (export "multiply") (param i32 i32) (result i32)
              (i32.mul (i32.load (local.get 0)) (i32.load offset=4 (local.get 0))))
            (func (export "init") (param i64))
            (func (export "stats") (result i64) (i64.const 0x7_0000_0003))
            """;

    enum Kind {
        FIRST, SECOND
    }

    record Point(byte x, double y) {
    }

    record All(boolean flag, short small, Kind kind, long big, @Length(2) Point[] points, @Length(5) String name,
            float ratio, @Length(3) byte[] raw, Point one, boolean last) {
    }

    interface Echo {
        All echo(All value);
    }

    interface Calculator {
        int multiply(int x, int y);
    }

    interface Policy extends Calculator {
        void init(long bytes);

        long stats();
    }

    private static All all() {
        return new All(true, (short) -2, Kind.SECOND, 0x0102030405060708L,
                new Point[]{new Point((byte) 1, 2.0), new Point((byte) -1, -2.0)}, "héé", 0.5f, new byte[]{7, 8, 9},
                new Point((byte) 5, 1.0), true);
    }

    /** By the rules of the C ABI for wasm32; each byte of padding is zero where the buffer was full of 0xAA. */
    @Test
    void theBytesAreThoseOfC() {
        var instance = Guests.instance(Guests.BUFFERS);
        Bindings.bind(LOOKUP, Echo.class, instance, Abi.cStruct()).echo(all());
        var bytes = instance.memory("memory").read(Guests.HEAP, 88);
        assertThat(HexFormat.of().withDelimiter(" ").formatHex(bytes)).isEqualTo(String.join(" ", List.of(
                "01 00 fe ff 01 00 00 00", // flag, padding, small, kind
                "08 07 06 05 04 03 02 01", // big
                "01 00 00 00 00 00 00 00", "00 00 00 00 00 00 00 40", // points[0]
                "ff 00 00 00 00 00 00 00", "00 00 00 00 00 00 00 c0", // points[1]
                "68 c3 a9 c3 a9 00 00 00", // name, padding
                "00 00 00 3f 07 08 09 00", // ratio, raw, padding
                "05 00 00 00 00 00 00 00", "00 00 00 00 00 00 f0 3f", // one
                "01 00 00 00 00 00 00 00"))); // last, padding
    }

    @Test
    void aRecordComesBack() {
        for (var abi : List.of(Abi.cStruct(), Abi.cStruct().staticBuffer())) {
            var instance = Guests.instance(Guests.BUFFERS, Guests.STATIC_BUFFER, Guests.GROWING);
            var echo = Bindings.bind(LOOKUP, Echo.class, instance, abi);
            assertThat(echo.echo(all())).usingRecursiveComparison().isEqualTo(all());
        }
    }

    @Test
    void severalParametersAreTheMembersOfOneStruct() {
        var instance = Guests.instance(Guests.BUFFERS, Guests.STATIC_BUFFER, CALCULATOR);
        var dynamic = Bindings.bind(LOOKUP, Calculator.class, instance, Abi.cStruct());
        assertThat(dynamic.multiply(6, -7)).isEqualTo(-42);
        assertThat(dynamic.multiply(5, 5)).isEqualTo(25);
        assertThat(instance.global("asked").get()).isEqualTo(2);
        var kept = Bindings.bind(LOOKUP, Calculator.class, instance, Abi.cStruct().staticBuffer());
        assertThat(kept.multiply(6, -8)).isEqualTo(-48);
        assertThat(kept.multiply(5, 6)).isEqualTo(30);
        assertThat(instance.global("asked").get()).isEqualTo(2);
        assertThat(instance.memory("memory").readLong(Guests.STATIC)).isEqualTo(6L << 32 | 5);
    }

    @Test
    void exportsThatTakeNumbersAreCalledDirectly() {
        var instance = Guests.instance(Guests.BUFFERS, CALCULATOR);
        var policy = Bindings.bind(LOOKUP, Policy.class, instance, Abi.cStruct());
        policy.init(1L << 40);
        assertThat(policy.stats()).isEqualTo(7L << 32 | 3);
        assertThat(policy.multiply(2, 3)).isEqualTo(6);
    }

    @Test
    void aStaticBufferIsMadeLargerIfTheGuestCan() {
        var instance = Guests.instance(Guests.BUFFERS, Guests.STATIC_BUFFER, Guests.GROWING);
        Bindings.bind(LOOKUP, Echo.class, instance, Abi.cStruct().staticBuffer());
        assertThat(instance.global("asked").get()).isEqualTo(1);
        var without = Guests.instance(Guests.BUFFERS, Guests.STATIC_BUFFER);
        assertThatThrownBy(() -> Bindings.bind(LOOKUP, Echo.class, without, Abi.cStruct().staticBuffer()))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("static buffer of 64 bytes is too small for 88")
                .hasMessageContaining("wasm_grow_buffer");
    }

    interface Texts {
        @Export("echo")
        String echo(String text);
    }

    /** The old block is the guest's again, which may have freed it. */
    @Test
    void objectsOfAnInstanceShareItsStaticBufferThoughACallMakesItGrow() {
        var instance = Guests.instance(Guests.BUFFERS, Guests.STATIC_BUFFER, Guests.GROWING, CALCULATOR);
        var calculator = Bindings.bind(LOOKUP, Calculator.class, instance, Abi.cStruct().staticBuffer());
        assertThat(calculator.multiply(1, 2)).isEqualTo(2);
        var texts = Bindings.bind(LOOKUP, Texts.class, instance, Abi.serialized(Codec.bincode1()).staticBuffer());
        assertThat(texts.echo("x".repeat(100))).isEqualTo("x".repeat(100));
        instance.memory("memory").write(Guests.STATIC, new byte[Guests.STATIC_SIZE]);
        assertThat(calculator.multiply(6, 7)).isEqualTo(42);
        assertThat(instance.memory("memory").read(Guests.STATIC, Guests.STATIC_SIZE)).containsOnly(0);
        assertThat(instance.memory("memory").readLong(Guests.HEAP)).isEqualTo(7L << 32 | 6);
        assertThat(instance.global("asked").get()).isEqualTo(1);
    }

    @Test
    void objectsOfAnInstanceShareItsStaticBufferThoughBindingMakesItGrow() {
        var instance = Guests.instance(Guests.BUFFERS, Guests.STATIC_BUFFER, Guests.GROWING, CALCULATOR);
        var calculator = Bindings.bind(LOOKUP, Calculator.class, instance, Abi.cStruct().staticBuffer());
        var echo = Bindings.bind(LOOKUP, Echo.class, instance, Abi.cStruct().staticBuffer());
        instance.memory("memory").write(Guests.STATIC, new byte[Guests.STATIC_SIZE]);
        assertThat(calculator.multiply(6, 7)).isEqualTo(42);
        assertThat(instance.memory("memory").read(Guests.STATIC, Guests.STATIC_SIZE)).containsOnly(0);
        assertThat(echo.echo(all())).usingRecursiveComparison().isEqualTo(all());
        assertThat(instance.global("asked").get()).isEqualTo(1);
    }

    @Test
    void instancesDoNotShareTheirStaticBuffers() {
        var module = Guests.module(Guests.BUFFERS, Guests.STATIC_BUFFER, Guests.GROWING, CALCULATOR);
        var one = module.instantiate();
        var other = module.instantiate();
        Bindings.bind(LOOKUP, Echo.class, one, Abi.cStruct().staticBuffer());
        var calculator = Bindings.bind(LOOKUP, Calculator.class, other, Abi.cStruct().staticBuffer());
        assertThat(calculator.multiply(6, 7)).isEqualTo(42);
        assertThat(other.memory("memory").readLong(Guests.STATIC)).isEqualTo(7L << 32 | 6);
    }

    @Test
    void withoutItsExportAStaticBufferIsOneOfTheOthersKept() {
        var instance = Guests.instance(Guests.BUFFERS, CALCULATOR);
        var calculator = Bindings.bind(LOOKUP, Calculator.class, instance, Abi.cStruct().staticBuffer());
        assertThat(calculator.multiply(2, 3)).isEqualTo(6);
        assertThat(calculator.multiply(3, 3)).isEqualTo(9);
        assertThat(instance.global("asked").get()).isEqualTo(1);
    }

    @Test
    void anotherNameForTheBuffer() {
        var instance = Guests.instance(Guests.BUFFERS.replace("wasm_prepare_buffer", "room"), CALCULATOR);
        assertThatThrownBy(() -> Bindings.bind(LOOKUP, Calculator.class, instance, Abi.cStruct()))
                .isInstanceOf(BindException.class).hasMessageContaining("wasm_prepare_buffer(i32) -> i64");
        var calculator = Bindings.bind(LOOKUP, Calculator.class, instance, Abi.cStruct().bufferFrom("room"));
        assertThat(calculator.multiply(2, 3)).isEqualTo(6);
    }

    @Test
    void valuesThatDoNotFitTheirLengths() {
        var instance = Guests.instance(Guests.BUFFERS);
        var echo = Bindings.bind(LOOKUP, Echo.class, instance, Abi.cStruct());
        var all = all();
        assertThatThrownBy(() -> echo.echo(new All(true, all.small, all.kind, 1, all.points, "sechs!", 1, all.raw,
                all.one, true))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a string of 6 bytes in UTF-8 where @Length says 5");
        assertThatThrownBy(() -> echo.echo(new All(true, all.small, all.kind, 1, new Point[1], "", 1, all.raw,
                all.one, true))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("an array of 1 elements where @Length says 2");
        assertThatThrownBy(() -> echo.echo(new All(true, all.small, all.kind, 1, all.points, "", 1, new byte[4],
                all.one, true))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("an array of 4 elements where @Length says 3");
        assertThat(instance.global("asked").get()).as("buffers that nobody frees").isEqualTo(0);
        assertThat(echo.echo(all)).usingRecursiveComparison().isEqualTo(all);
    }

    interface Points {
        @Export("echo")
        Point echo(Point point);

        @Export("echo")
        Kind kind(Kind kind);
    }

    @Test
    @SuppressWarnings("NullAway") // What must not be null is.
    void nullLeavesNoBufferBehind() {
        var instance = Guests.instance(Guests.BUFFERS);
        var points = Bindings.bind(LOOKUP, Points.class, instance, Abi.cStruct());
        assertThatThrownBy(() -> points.echo(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> points.kind(null)).isInstanceOf(NullPointerException.class);
        assertThat(instance.global("asked").get()).isEqualTo(0);
        assertThat(points.echo(new Point((byte) 1, 2))).isEqualTo(new Point((byte) 1, 2));
        assertThat(points.kind(Kind.SECOND)).isEqualTo(Kind.SECOND);
    }

    record NoLength(int x, String name) {
    }

    @Test
    void aTextWithTheCharacterThatEndsIt() {
        var echo = Bindings.bind(LOOKUP, Echo.class, Guests.instance(Guests.BUFFERS), Abi.cStruct());
        var all = all();
        assertThatThrownBy(() -> echo.echo(new All(true, all.small, all.kind, 1, all.points, "a\0b", 1, all.raw,
                all.one, true))).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("NUL");
    }

    interface Wrong {
        @Export("echo")
        Point noLength(NoLength value);

        @Export("echo")
        List<Integer> list(int x);

        @Export("echo")
        int number(int x);

        @Export("echo")
        Point zero(@Length(0) String text);

        int wasm_prepare_buffer(long x);
    }

    @Test
    void allMistakesAtOnce() {
        var instance = Guests.instance(Guests.BUFFERS);
        var thrown = catchThrowableOfType(BindException.class,
                () -> Bindings.bind(LOOKUP, Wrong.class, instance, Abi.cStruct()));
        assertThat(thrown.mistakes()).hasSize(5);
        assertThat(thrown).hasMessageContaining("C struct, dynamic buffer")
                .hasMessageContaining(
                        "noLength(dev.mortise.bind.StructTest$NoLength): value: name: a string needs a fixed "
                                + "length: say @Length")
                .hasMessageContaining("list(int): the result: a List has no fixed size")
                .hasMessageContaining(
                        "int number(int): the method needs (i32, i32) -> (i32), or directly (i32) -> (i32); "
                                + "export \"echo\" is (i32, i32) -> (i64)")
                .hasMessageContaining("a length must be 1 or more, not 0")
                .hasMessageContaining("int wasm_prepare_buffer(long): the method needs");
    }
}
