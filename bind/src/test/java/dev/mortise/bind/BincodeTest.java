package dev.mortise.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.wasm.Instance;
import java.lang.invoke.MethodHandles;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BincodeTest {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    enum Kind {
        FIRST, SECOND
    }

    record Inner(boolean flag, float ratio) {
    }

    record All(byte tiny, short small, int number, long big, double exact, String name, byte[] raw, int[] numbers,
            List<Inner> list, Optional<String> present, Optional<Long> absent, Kind kind, @Length(2) short[] two,
            @Length(4) String four, Inner[] array) {
    }

    interface Echo {
        All echo(All value);
    }

    interface Numbers {
        @Export("echo")
        int[] ints(int[] value);

        @Export("echo")
        long[] longs(long[] value);

        @Export("echo")
        short[] shorts(short[] value);
    }

    interface Floats {
        @Export("echo")
        float[] floats(float[] value);

        @Export("echo")
        double[] doubles(double[] value);

        @Export("echo")
        @Length(2)
        long[] two(@Length(2) long[] value, String behind);

        /** Reads as numbers what were bytes: fewer than there would have to be. */
        @Export("echo")
        int[] forged(byte[] value);
    }

    interface Lengths {
        @Export("echo")
        String text(String text);
    }

    interface Texts {
        @Export("echo")
        String text(String text);

        @Export("echo")
        List<String> list(List<String> list);

        @Export("echo")
        Optional<Kind> optional(Optional<Kind> kind);

        int multiply(int x, int y);
    }

    private static final String MULTIPLY = """
            (func (export "multiply") (param i32 i32) (result i32)
              (if (i32.ne (local.get 1) (i32.const 8)) (then unreachable))
              (i32.mul (i32.load (local.get 0)) (i32.load offset=4 (local.get 0))))
            """;

    @SuppressWarnings("JdkObsolete") // A list without random access.
    private static All all() {
        return new All((byte) -1, (short) -300, 70000, -5_000_000_000L, 1.5, "hé€😀", new byte[]{1, 2},
                new int[]{1, -1}, new LinkedList<>(List.of(new Inner(true, 0.5f))), Optional.of("yes"),
                Optional.empty(), Kind.SECOND, new short[]{3, 4}, "abc", new Inner[]{new Inner(false, 2)});
    }

    private static String written(Instance instance) {
        var length = (int) Objects.requireNonNull(instance.global("size").get());
        return HexFormat.of().withDelimiter(" ").formatHex(instance.memory("memory").read(Guests.HEAP, length));
    }

    /** Bytes as the format's own specification gives them. */
    @Test
    void theBytesOfBincode1() {
        var instance = Guests.instance(Guests.BUFFERS);
        Bindings.bind(LOOKUP, Echo.class, instance, Abi.serialized(Codec.bincode1())).echo(all());
        assertThat(written(instance)).isEqualTo(String.join(" ", "ff", "d4 fe", "70 11 01 00",
                "00 0e fa d5 fe ff ff ff", "00 00 00 00 00 00 f8 3f",
                "0a 00 00 00 00 00 00 00 68 c3 a9 e2 82 ac f0 9f 98 80", "02 00 00 00 00 00 00 00 01 02",
                "02 00 00 00 00 00 00 00 01 00 00 00 ff ff ff ff", "01 00 00 00 00 00 00 00 01 00 00 00 3f",
                "01 03 00 00 00 00 00 00 00 79 65 73", "00", "01 00 00 00", "03 00 04 00", "61 62 63 00",
                "01 00 00 00 00 00 00 00 00 00 00 00 40"));
    }

    @Test
    void theBytesOfBincode2() {
        var instance = Guests.instance(Guests.BUFFERS);
        Bindings.bind(LOOKUP, Echo.class, instance, Abi.serialized(Codec.bincode2())).echo(all());
        assertThat(written(instance)).isEqualTo(String.join(" ", "ff", "fb 57 02", "fc e0 22 02 00",
                "fd ff e3 0b 54 02 00 00 00", "00 00 00 00 00 00 f8 3f", "0a 68 c3 a9 e2 82 ac f0 9f 98 80", "02 01 02",
                "02 02 01", "01 01 00 00 00 3f", "01 03 79 65 73", "00", "01", "06 08", "61 62 63 00",
                "01 00 00 00 00 40"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everythingComesBack(boolean isStatic) {
        for (var codec : List.of(Codec.bincode1(), Codec.bincode2())) {
            var abi = Abi.serialized(codec);
            var instance = Guests.instance(Guests.BUFFERS, Guests.STATIC_BUFFER, Guests.GROWING);
            var echo = Bindings.bind(LOOKUP, Echo.class, instance, isStatic ? abi.staticBuffer() : abi);
            assertThat(echo.echo(all())).usingRecursiveComparison().isEqualTo(all());
        }
    }

    /** At the edges of each size of a variable integer. */
    @Test
    void integersAtTheEdgesOfTheirSizes() {
        for (var codec : List.of(Codec.bincode1(), Codec.bincode2())) {
            var numbers = Bindings.bind(LOOKUP, Numbers.class, Guests.instance(Guests.BUFFERS),
                    Abi.serialized(codec));
            var ints = new int[]{0, -1, 1, 124, 125, -125, -126, 126, 32767, -32768, -32769, 32768, Integer.MAX_VALUE,
                Integer.MIN_VALUE};
            assertThat(numbers.ints(ints)).isEqualTo(ints);
            var longs = new long[]{0, -126, 126, 1L << 31, (1L << 31) - 1, -(1L << 31), -(1L << 31) - 1,
                Long.MAX_VALUE, Long.MIN_VALUE};
            assertThat(numbers.longs(longs)).isEqualTo(longs);
            var shorts = new short[]{0, -125, 125, -126, Short.MAX_VALUE, Short.MIN_VALUE};
            assertThat(numbers.shorts(shorts)).isEqualTo(shorts);
        }
    }

    @Test
    void arraysOfNumbersAsTheyAreInMemory() {
        for (var codec : List.of(Codec.bincode1(), Codec.bincode2())) {
            var instance = Guests.instance(Guests.BUFFERS);
            var floats = Bindings.bind(LOOKUP, Floats.class, instance, Abi.serialized(codec));
            var length = codec.equals(Codec.bincode1()) ? "02 00 00 00 00 00 00 00 " : "02 ";
            var single = new float[]{-0.5f, Float.MAX_VALUE};
            assertThat(floats.floats(single)).isEqualTo(single);
            assertThat(written(instance)).isEqualTo(length + "00 00 00 bf ff ff 7f 7f");
            var exact = new double[]{-0.5, Double.MIN_VALUE};
            var another = Guests.instance(Guests.BUFFERS);
            assertThat(Bindings.bind(LOOKUP, Floats.class, another, Abi.serialized(codec)).doubles(exact))
                    .isEqualTo(exact);
            assertThat(written(another))
                    .isEqualTo(length + "00 00 00 00 00 00 e0 bf 01 00 00 00 00 00 00 00");
            assertThat(floats.floats(new float[0])).isEmpty();
            var many = new float[5_000];
            for (var i = 0; i < many.length; i++) {
                many[i] = i;
            }
            assertThat(floats.floats(many)).isEqualTo(many);
            assertThatThrownBy(() -> floats.two(new long[3], "")).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("3");
        }
        var instance = Guests.instance(Guests.BUFFERS);
        var floats = Bindings.bind(LOOKUP, Floats.class, instance, Abi.serialized(Codec.bincode1()));
        assertThatThrownBy(() -> floats.two(new long[]{1, -2}, "x")).isInstanceOf(BindException.class)
                .hasMessageContaining("has 25 bytes, but its type 16");
        assertThat(written(instance)).startsWith("01 00 00 00 00 00 00 00 fe ff ff ff ff ff ff ff 01");
        assertThatThrownBy(() -> floats.forged(new byte[7])).isInstanceOf(BindException.class)
                .hasMessageContaining("ends too early: 28 bytes are missing of which there are 7");
    }

    /** 250 and 251 tell the sizes of one and two bytes apart. */
    @Test
    void lengthsOfBincode2() {
        var texts = Bindings.bind(LOOKUP, Lengths.class, Guests.instance(Guests.BUFFERS),
                Abi.serialized(Codec.bincode2()));
        assertThat(texts.text("x".repeat(250))).hasSize(250);
        assertThat(texts.text("x".repeat(251))).hasSize(251);
        assertThat(texts.text("x".repeat(65536))).hasSize(65536);
    }

    private static Instance withMultiply() {
        return Guests.instance(Guests.BUFFERS, Guests.STATIC_BUFFER, Guests.GROWING, MULTIPLY);
    }

    @Test
    void messagesOfAnyLengthInAStaticBuffer() {
        var instance = withMultiply();
        var texts = Bindings.bind(LOOKUP, Texts.class, instance, Abi.serialized(Codec.bincode1()).staticBuffer());
        assertThat(texts.multiply(6, 7)).isEqualTo(42);
        assertThat(texts.text("short")).isEqualTo("short");
        assertThat(instance.global("asked").get()).isEqualTo(0);
        assertThat(texts.text("long ".repeat(100))).hasSize(500);
        assertThat(instance.global("asked").get()).isEqualTo(1);
        assertThat(texts.text("long ".repeat(99))).hasSize(495);
        assertThat(texts.multiply(6, 8)).isEqualTo(48);
        assertThat(instance.global("asked").get()).isEqualTo(1);
    }

    @Test
    void withoutGrowingAMessageMustFit() {
        var instance = Guests.instance(Guests.BUFFERS, Guests.STATIC_BUFFER, MULTIPLY);
        var texts = Bindings.bind(LOOKUP, Texts.class, instance, Abi.serialized(Codec.bincode1()).staticBuffer());
        assertThat(texts.text("x".repeat(56))).hasSize(56);
        assertThatThrownBy(() -> texts.text("x".repeat(57))).isInstanceOf(BindException.class)
                .hasMessageContaining("static buffer of 64 bytes is too small")
                .hasMessageContaining("wasm_grow_buffer");
        assertThat(texts.multiply(2, 3)).isEqualTo(6);
    }

    @Test
    void listsAndOptionals() {
        var texts = Bindings.bind(LOOKUP, Texts.class, withMultiply(), Abi.serialized(Codec.bincode1()));
        assertThat(texts.list(List.of())).isEmpty();
        assertThat(texts.list(Collections.nCopies(1000, "ab"))).hasSize(1000).containsOnly("ab");
        assertThat(texts.optional(Optional.empty())).isEmpty();
        assertThat(texts.optional(Optional.of(Kind.SECOND))).contains(Kind.SECOND);
        assertThat(texts.text("\uD800x")).isEqualTo("?x");
        assertThat(texts.multiply(-2, 3)).isEqualTo(-6);
    }
}
