package dev.mortise.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.invoke.MethodHandles;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of others, as Protobuf's specification wants them read. */
class ProtobufTest {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    record Inner(int number, String text, List<Integer> list, float[] ratios) {

        static final float[] NONE = {};
    }

    record Outer(Inner inner, Optional<Inner> maybe, List<String> texts, Optional<String> name) {
    }

    interface Inners {
        Inner answer();
    }

    interface Outers {
        Outer answer();
    }

    /** A guest that answers these bytes. */
    private static <T> T answering(Class<T> type, String hex) {
        var bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        var text = HexFormat.of().withPrefix("\\").formatHex(bytes);
        return Bindings.bind(LOOKUP, type, Guests.instance(Guests.BUFFERS, """
                (data (i32.const 64) "%s")
                (func (export "answer") (param i32 i32) (result i64) (i64.const %d))
                """.formatted(text, (64L << 32) + bytes.length)), Abi.serialized(Codec.protobuf()));
    }

    /** Number as bytes, as 4 and 8 bytes, and as a group; text and list as numbers or 4 bytes; then what is meant. */
    @ParameterizedTest
    @ValueSource(strings = {"0a 01 00", "0d 01 00 00 00", "09 01 00 00 00 00 00 00 00", "0b 08 05 0c", "10 05",
        "15 01 00 00 00", "1d 01 00 00 00", "20 01"})
    void aFieldOfAnotherWireTypeIsUnknown(String field) {
        for (var hex : List.of(field + " 08 07", "08 07 " + field)) {
            var inner = answering(Inners.class, hex).answer();
            assertThat(inner).usingRecursiveComparison().isEqualTo(new Inner(7, "", List.of(), Inner.NONE));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0c", "0b 08 05 14", "a4 06", "0a 03 08 07 0c", "1a 00 0c"})
    void aGroupThatDoesNotEndAsItBegan(String hex) {
        var outers = answering(Outers.class, hex);
        assertThatThrownBy(outers::answer).isInstanceOf(BindException.class)
                .hasMessageContaining("the guest's message");
    }

    @Test
    void aMessageThatComesTwiceIsMerged() {
        // inner: {number 1, text "a", list [1, 2]}, then {text "b", list [3]}
        var twice = "0a 09 08 01 12 01 61 1a 02 01 02 0a 06 12 01 62 1a 01 03";
        var merged = new Inner(1, "b", List.of(1, 2, 3), Inner.NONE);
        var none = new Inner(0, "", List.of(), Inner.NONE);
        assertThat(answering(Outers.class, twice).answer()).usingRecursiveComparison()
                .isEqualTo(new Outer(merged, Optional.empty(), List.of(), Optional.empty()));
        assertThat(answering(Outers.class, twice.replace("0a ", "12 ")).answer()).usingRecursiveComparison()
                .isEqualTo(new Outer(none, Optional.of(merged), List.of(), Optional.empty()));
    }

    /** 0.5 is 00 00 00 3f. */
    @ParameterizedTest
    @ValueSource(strings = {"1a 02 07 08 22 08 00 00 00 3f 00 00 00 3f",
        "18 07 18 08 25 00 00 00 3f 25 00 00 00 3f", "18 07 1a 01 08 22 04 00 00 00 3f 25 00 00 00 3f"})
    void repeatedNumbersPackedOrNot(String hex) {
        assertThat(answering(Inners.class, hex).answer()).usingRecursiveComparison()
                .isEqualTo(new Inner(0, "", List.of(7, 8), new float[]{0.5f, 0.5f}));
    }

    @ParameterizedTest
    @CsvSource({"1a 01 ff, 'field 3 of the guest''s message, \"texts\",'",
        "22 02 61 c3, 'field 4 of the guest''s message, \"name\",'",
        "0a 05 12 03 ed a0 80, 'field 2 of the guest''s message, \"text\",'"})
    void textThatIsNoUtf8(String hex, String message) {
        var outers = answering(Outers.class, hex);
        assertThatThrownBy(outers::answer).isInstanceOf(BindException.class).hasMessageContaining(message)
                .hasMessageContaining("must be UTF-8");
    }
}
