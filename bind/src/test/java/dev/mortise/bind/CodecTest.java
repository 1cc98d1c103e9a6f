package dev.mortise.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.wasm.Imports;
import dev.mortise.wasm.Instance;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    enum Kind {
        FIRST, SECOND
    }

    record Inner(boolean flag, float ratio) {
    }

    record All(byte tiny, short small, int number, long big, double exact, String name, byte[] raw, int[] numbers,
            List<Inner> list, Optional<String> present, Optional<Long> absent, Kind kind, List<String> texts,
            Inner inner) {
    }

    interface Echo {
        All echo(All value);
    }

    record Some(int number, String text, Optional<Boolean> flag, List<Integer> list) {
    }

    interface SomeEcho {
        Some echo(Some value);
    }

    interface Raw {
        @Export("give")
        byte[] raw();
    }

    private static Raw raw(String bytes, int length) {
        var guest = Guests.instance(Guests.BUFFERS, "(data (i32.const 64) \"" + bytes + "\")",
                "(func (export \"give\") (result i64) (i64.const " + ((64L << 32) + length) + "))");
        return Bindings.bind(LOOKUP, Raw.class, guest, Abi.serialized(Codec.messagePack()));
    }

    /** As Rust writes a {@code Vec<u8>}, and others an array of signed numbers. */
    @Test
    void bytesOfMessagePackAsAnArray() {
        assertThat(raw("\\94\\01\\cc\\ff\\cc\\80\\d0\\80", 8).raw()).containsExactly(1, -1, -128, -128);
        var tooLarge = raw("\\91\\cd\\01\\00", 4);
        assertThatThrownBy(tooLarge::raw).isInstanceOf(BindException.class).hasMessageContaining("256 as a byte");
    }

    record Short(byte tiny, short small) {
    }

    interface Shorts {
        @Export("give")
        Short give();
    }

    /** 300 is 172 and 2 there, and 40000 is 192, 184 and 2. */
    @ParameterizedTest
    @CsvSource({"\\08\\ac\\02, 3, 300 as a byte", "\\10\\c0\\b8\\02, 4, 40000 as a short"})
    void numbersOfProtobufThatAreTooLarge(String bytes, int length, String message) {
        var guest = Guests.instance(Guests.BUFFERS, "(data (i32.const 64) \"" + bytes + "\")",
                "(func (export \"give\") (result i64) (i64.const " + ((64L << 32) + length) + "))");
        var shorts = Bindings.bind(LOOKUP, Shorts.class, guest, Abi.serialized(Codec.protobuf()));
        assertThatThrownBy(shorts::give).isInstanceOf(BindException.class).hasMessageContaining(message);
    }

    interface Several {
        @Export("echo")
        byte[] several(int number, String text);
    }

    static List<Codec> codecs() {
        return List.of(Codec.messagePack(), Codec.json(), Codec.protobuf());
    }

    private static All all(int sign) {
        return new All((byte) -sign, (short) (-300 * sign), 70000 * sign, -5_000_000_000L * sign, 1.5 * sign, "hé€😀",
                new byte[]{1, 2}, new int[]{sign, 0, -sign}, List.of(new Inner(true, 0.5f), new Inner(false, 0)),
                Optional.of(""), Optional.empty(), Kind.SECOND, List.of("a", ""), new Inner(false, 0));
    }

    private static String written(Instance instance) {
        var length = (int) Objects.requireNonNull(instance.global("size").get());
        return HexFormat.of().withDelimiter(" ").formatHex(instance.memory("memory").read(Guests.HEAP, length));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void everythingComesBack(Codec codec) {
        for (var abi : List.of(Abi.serialized(codec), Abi.serialized(codec).staticBuffer())) {
            var instance = Guests.instance(Guests.BUFFERS, Guests.STATIC_BUFFER, Guests.GROWING);
            var echo = Bindings.bind(LOOKUP, Echo.class, instance, abi);
            assertThat(echo.echo(all(1))).usingRecursiveComparison().isEqualTo(all(1));
            assertThat(echo.echo(all(-1))).usingRecursiveComparison().isEqualTo(all(-1));
        }
    }

    private static String bytesOf(Codec codec) {
        var instance = Guests.instance(Guests.BUFFERS);
        Bindings.bind(LOOKUP, SomeEcho.class, instance, Abi.serialized(codec))
                .echo(new Some(150, "testing", Optional.of(false), List.of(3, 270, 86942)));
        return written(instance);
    }

    /** As the formats' own specifications and examples have it. */
    @Test
    void theBytesAreThoseOfTheFormats() {
        assertThat(bytesOf(Codec.messagePack()))
                .isEqualTo("94 cc 96 a7 74 65 73 74 69 6e 67 c2 93 03 cd 01 0e ce 00 01 53 9e");
        assertThat(bytesOf(Codec.protobuf()))
                .isEqualTo("08 96 01 12 07 74 65 73 74 69 6e 67 18 00 22 06 03 8e 02 9e a7 05");
        assertThat(new String(HexFormat.of().withDelimiter(" ").parseHex(bytesOf(Codec.json())),
                StandardCharsets.UTF_8)).isEqualTo(
                        "{\"number\":150,\"text\":\"testing\",\"flag\":false,\"list\":[3,270,86942]}");
    }

    @Test
    void defaultsAreLeftOutOfProtobuf() {
        var instance = Guests.instance(Guests.BUFFERS);
        var empty = new Some(0, "", Optional.empty(), List.of());
        assertThat(Bindings.bind(LOOKUP, SomeEcho.class, instance, Abi.serialized(Codec.protobuf())).echo(empty))
                .isEqualTo(empty);
        assertThat(written(instance)).isEmpty();
    }

    /** Under a buffer ABI the guest sees them as a list; a plain number is what the export returns. */
    @Test
    void severalParameters() {
        var guest = Guests.instance(Guests.BUFFERS, """
                (func (export "several") (param i32 i32) (result i64)
                  (i64.or (i64.shl (i64.extend_i32_u (local.get 0)) (i64.const 32)) (i64.extend_i32_u (local.get 1))))
                """);
        assertThatThrownBy(() -> Bindings.bind(LOOKUP, Several.class, guest, Abi.serialized(Codec.json()))
                .several(7, "x")).isInstanceOf(BindException.class).hasMessageContaining("is no byte[]");
        assertThat(written(guest)).isEqualTo("5b 37 2c 22 78 22 5d");
    }

    interface Host {
        Some add(int number, Some to);
    }

    interface Guest {
        @Export("add")
        Some call(int number, Some to);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void hostFunctions(Codec codec) {
        var imports = Imports.builder();
        Bindings.hostFunctions(LOOKUP, imports, "host", Host.class,
                (number, to) -> new Some(to.number + number, to.text, to.flag, to.list), Abi.serialized(codec));
        var instance = Guests.module("(import \"host\" \"add\" (func $add (param i32 i32) (result i64)))",
                Guests.BUFFERS,
                "(func (export \"add\") (param i32 i32) (result i64) (call $add (local.get 0) (local.get 1)))")
                .instantiate(imports.build());
        var guest = Bindings.bind(LOOKUP, Guest.class, instance, Abi.serialized(codec));
        assertThat(guest.call(2, new Some(40, "t", Optional.empty(), List.of(1))))
                .isEqualTo(new Some(42, "t", Optional.empty(), List.of(1)));
    }

    interface Json {
        @Export("echo")
        Map<String, List<Integer>> map(Map<String, List<Integer>> map);
    }

    interface Bytes {
        @Export("echo")
        byte[] bytes(byte[] bytes);
    }

    interface Text {
        @Export("echo")
        String text(String text);
    }

    @Test
    void jsonTakesWhatJacksonTakes() {
        var json = Bindings.bind(LOOKUP, Json.class, Guests.instance(Guests.BUFFERS), Abi.serialized(Codec.json()));
        assertThat(json.map(Map.of("a", List.of(1, 2)))).isEqualTo(Map.of("a", List.of(1, 2)));
    }

    @Test
    void stringsAndBytesAsTheyAre() {
        var instance = Guests.instance(Guests.BUFFERS);
        assertThat(Bindings.bind(LOOKUP, Text.class, instance, Abi.serialized(Codec.string())).text("hé"))
                .isEqualTo("hé");
        assertThat(written(instance)).isEqualTo("68 c3 a9");
        assertThat(Bindings.bind(LOOKUP, Bytes.class, instance, Abi.serialized(Codec.bytes())).bytes(new byte[]{9}))
                .containsExactly(9);
        assertThatThrownBy(() -> Bindings.bind(LOOKUP, Text.class, instance, Abi.serialized(Codec.bytes())))
                .isInstanceOf(BindException.class).hasMessageContaining("this codec takes byte[], not String");
    }

    interface Nested {
        void echo(List<List<Integer>> value);
    }

    @Test
    void protobufHasNoListsOfLists() {
        var instance = Guests.instance("(memory (export \"memory\") 1)",
                "(func (export \"alloc\") (param i32) (result i64) (i64.const 0))",
                "(func (export \"echo\") (param i32 i32))");
        assertThatThrownBy(() -> Bindings.bind(LOOKUP, Nested.class, instance, Abi.serialized(Codec.protobuf())))
                .isInstanceOf(BindException.class).hasMessageContaining("no lists of lists");
    }

    /** A guest that answers these bytes. */
    private static Some answered(Codec codec, String hex) {
        var bytes = hex.isEmpty() ? new byte[0] : HexFormat.of().withDelimiter(" ").parseHex(hex);
        var instance = Guests.instance(Guests.BUFFERS, """
                (data (i32.const 64) "%s")
                (func (export "answer") (param i32 i32) (result i64) (i64.const %d))
                """.formatted(hex.isEmpty() ? "" : "\\" + hex.replace(" ", "\\"), (64L << 32) + bytes.length));
        return Bindings.bind(LOOKUP, Answer.class, instance, Abi.serialized(codec)).answer();
    }

    interface Answer {
        Some answer();
    }

    @Test
    void messagePackByName() {
        // {"text": "a", "other": [1], "number": 5, "list": []}
        assertThat(
                answered(Codec.messagePack(), "84 a4 74 65 78 74 a1 61 a5 6f 74 68 65 72 91 01 a6 6e 75 6d 62 65 72 05 "
                        + "a4 6c 69 73 74 90"))
                .isEqualTo(new Some(5, "a", Optional.empty(), List.of()));
        assertThatThrownBy(() -> answered(Codec.messagePack(), "81 a4 74 65 78 74 a1 61"))
                .isInstanceOf(BindException.class).hasMessageContaining("has no \"number\"");
    }

    @Test
    void protobufOfOthers() {
        // list unpacked, an unknown field 9, and number twice
        assertThat(answered(Codec.protobuf(), "08 01 20 07 48 05 20 08 08 02"))
                .isEqualTo(new Some(2, "", Optional.empty(), List.of(7, 8)));
    }

    @Test
    void hostileMessages() {
        for (var hex : List.of("", "93 01 a0 c0", "94 01", "95 01 a0 c0 90 01", "94 01 db ff ff ff ff",
                "94 01 db 7f ff ff ff",
                "94 01 a0 c0 dd 7f ff ff ff", "94 01 a0 c0 dd ff ff ff ff", "94 cf ff ff ff ff ff ff ff ff a0 c0 90",
                "94 a0 a0 c0 90", "94 01 a0 c0 90 00", "c1", "df 7f ff ff ff")) {
            assertThatThrownBy(() -> answered(Codec.messagePack(), hex)).as(hex).isInstanceOf(BindException.class)
                    .hasMessageContaining("the guest's");
        }
        for (var hex : List.of("08", "12 ff ff ff ff 07", "12 ff ff ff ff ff ff ff ff ff 01", "0a 01 00", "22 05 01",
                "0b",
                "00", "18 96")) {
            assertThatThrownBy(() -> answered(Codec.protobuf(), hex)).as(hex).isInstanceOf(BindException.class)
                    .hasMessageContaining("the guest's");
        }
        for (var hex : List.of("", "7b", "5b 5d", "6e 75 6c 6c", "7b 7d 7b 7d")) {
            assertThatThrownBy(() -> answered(Codec.json(), hex)).as(hex).isInstanceOf(BindException.class)
                    .hasMessageContaining("the guest's");
        }
    }

    /** JDK 25 warns of libraries that use sun.misc.Unsafe, once a process: the codecs start in one of their own. */
    @ParameterizedTest
    @ValueSource(strings = {"messagePack", "protobuf", "json"})
    void theJvmWarnsOfNoCodec(String codec) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"),
                CodecProcess.class.getName(), codec).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        var process = builder.start();
        try {
            assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isEmpty();
            assertThat(process.waitFor()).isZero();
        } finally {
            process.destroy();
        }
    }
}
