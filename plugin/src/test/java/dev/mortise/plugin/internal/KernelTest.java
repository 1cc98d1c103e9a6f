package dev.mortise.plugin.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.plugin.PluginException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KernelTest {

    private static final int PAGE = 65_536;

    private final Kernel kernel = kernel(64);

    private static Kernel kernel(int maxPages) {
        var kernel = new Kernel(maxPages);
        kernel.beginAfresh();
        return kernel;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE, 1L << 32, 64 * PAGE})
    void givesNoBlockForNothingOrTooMuch(long length) {
        assertThat(kernel.alloc(length)).isZero();
        assertThat(kernel.size()).isEqualTo(PAGE);
    }

    @Test
    void givesDisjointBlocks() {
        var one = kernel.alloc(3);
        var two = kernel.alloc(100);
        assertThat(one).isPositive();
        assertThat(two).isGreaterThanOrEqualTo(one + 3);
        assertThat(kernel.length(one)).isEqualTo(3);
        assertThat(kernel.length(two)).isEqualTo(100);
    }

    @Test
    void knowsTheLengthOfLiveHandlesOnly() {
        var handle = kernel.alloc(32);
        assertThat(List.of(0L, -1L, 1L, handle - 1, handle + 1, handle + 16, handle + 32, handle + (1L << 32)))
                .allSatisfy(wrong -> assertThat(kernel.length(wrong)).isZero());
        kernel.free(handle);
        assertThat(kernel.length(handle)).isZero();
    }

    @Test
    void growsWhenFullAndKeepsTheContents() {
        var first = kernel.write(bytes("kept"));
        var big = kernel.alloc(20 * PAGE);
        assertThat(big).isPositive();
        assertThat(kernel.size()).isGreaterThanOrEqualTo(20 * PAGE).isLessThanOrEqualTo(64 * PAGE);
        assertThat(kernel.readString(first, "test")).isEqualTo("kept");
    }

    @Test
    void growsToTheLimitAndNoFurther() {
        var handles = new ArrayList<Long>();
        for (var handle = kernel.alloc(PAGE); handle != 0; handle = kernel.alloc(PAGE)) {
            handles.add(handle);
        }
        // The first bytes are reserved, so one page less than there are.
        assertThat(handles).hasSize(63).doesNotHaveDuplicates();
        assertThat(kernel.size()).isEqualTo(64 * PAGE);
        assertThat(kernel.alloc(PAGE / 2)).isPositive();
    }

    @Test
    void leavesFreedBlocksAloneWhileThereIsRoom() {
        var one = kernel.alloc(100);
        kernel.free(one);
        assertThat(kernel.alloc(100)).isNotEqualTo(one);
    }

    @Test
    void usesFreedBlocksAgainBeforeItGrows() {
        var one = kernel.alloc(PAGE / 2);
        kernel.alloc(PAGE / 2 - 1000);
        kernel.free(one);
        assertThat(kernel.alloc(PAGE / 2 - 10)).isEqualTo(one);
        assertThat(kernel.length(one)).isEqualTo(PAGE / 2 - 10);
        assertThat(kernel.size()).isEqualTo(PAGE);
    }

    @Test
    void doesNotSpendBigFreedBlocksOnSmallOnesWhileItCanGrow() {
        var big = kernel.alloc(60_000);
        kernel.alloc(5000);
        kernel.free(big);
        kernel.alloc(400);
        assertThat(kernel.alloc(500)).isNotEqualTo(big);
        assertThat(kernel.alloc(40_000)).isPositive();
    }

    @Test
    void usesAnyFreedBlockAtTheLimit() {
        var small = kernel(1);
        var big = small.alloc(60_000);
        small.alloc(5000);
        small.free(big);
        small.alloc(400);
        assertThat(small.alloc(500)).isEqualTo(big);
        assertThat(small.alloc(500)).isZero();
    }

    @Test
    void ignoresFreeingTwiceAndFreeingNothing() {
        var one = kernel.alloc(PAGE / 2);
        var two = kernel.alloc(PAGE / 4);
        kernel.free(one);
        kernel.free(one);
        kernel.free(0);
        kernel.free(-5);
        kernel.free(two + 1);
        var again = kernel.alloc(PAGE / 2);
        var other = kernel.alloc(PAGE / 2);
        assertThat(again).isEqualTo(one);
        assertThat(other).isNotEqualTo(one);
        assertThat(kernel.length(two)).isEqualTo(PAGE / 4);
    }

    @Test
    void putsTheInputIntoABlock() {
        assertThat(kernel.begin(bytes("input"))).isTrue();
        assertThat(kernel.inputLength).isEqualTo(5);
        assertThat(kernel.length(kernel.inputOffset)).isEqualTo(5);
        assertThat(kernel.readString(kernel.inputOffset, "test")).isEqualTo("input");
        kernel.free(kernel.inputOffset);
        assertThat(kernel.inputLength).isZero();
    }

    @Test
    void hasNoBlockForAnEmptyInput() {
        kernel.begin(bytes("before"));
        kernel.begin(new byte[0]);
        assertThat(kernel.inputLength).isZero();
        assertThat(kernel.inputOffset).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 500, 999, 1000, 1001, 70_000, 300_000})
    void leavesNothingOfThePreviousCall(int nextInput) {
        kernel.begin(filled(1000));
        kernel.write(filled(500));
        kernel.setError(kernel.write(filled(10)));
        kernel.setOutput(kernel.inputOffset, 20);
        kernel.begin(new byte[nextInput]);
        assertThat(kernel.memory).containsOnly(0);
        assertThat(kernel.output()).isEmpty();
        assertThat(kernel.error()).isEmpty();
        assertThat(kernel.length(Kernel.FIRST_HANDLE)).isEqualTo(nextInput);
    }

    @Test
    void resetsEverything() {
        kernel.begin(filled(1000));
        kernel.setOutput(kernel.inputOffset, 20);
        kernel.setError(kernel.inputOffset);
        kernel.reset();
        assertThat(kernel.memory).containsOnly(0);
        assertThat(kernel.inputLength).isZero();
        assertThat(kernel.output()).isEmpty();
        assertThat(kernel.error()).isEmpty();
        assertThat(kernel.length(Kernel.FIRST_HANDLE)).isZero();
    }

    @Test
    void refusesInputOverTheLimitAndGoesOn() {
        kernel.begin(filled(1000));
        assertThat(kernel.begin(new byte[64 * PAGE])).isFalse();
        assertThat(kernel.memory).containsOnly(0);
        assertThat(kernel.begin(bytes("next"))).isTrue();
        assertThat(kernel.readString(kernel.inputOffset, "test")).isEqualTo("next");
    }

    @Test
    void acceptsAnyRangeOfTheMemoryAsOutput() {
        kernel.begin(bytes("0123456789"));
        kernel.setOutput(kernel.inputOffset + 3, 4);
        assertThat(kernel.outputString()).isEqualTo("3456");
        kernel.setOutput(0, 0);
        assertThat(kernel.outputString()).isEqualTo("3456");
        kernel.setOutput(kernel.inputOffset, 0);
        assertThat(kernel.output()).isEmpty();
    }

    @Test
    void ignoresAnOutputOutsideOfTheMemory() {
        kernel.begin(bytes("0123456789"));
        kernel.setOutput(kernel.inputOffset, 2);
        kernel.setOutput(kernel.inputOffset, PAGE);
        kernel.setOutput(kernel.inputOffset, Integer.MAX_VALUE);
        kernel.setOutput(kernel.inputOffset, Long.MAX_VALUE);
        kernel.setOutput(kernel.inputOffset, -1);
        kernel.setOutput(-1, 1);
        kernel.setOutput(1, 1);
        kernel.setOutput(PAGE, 1);
        kernel.setOutput(1L << 32 | kernel.inputOffset, 1);
        assertThat(kernel.outputString()).isEqualTo("01");
        kernel.setOutput(PAGE - 1, 1);
        assertThat(kernel.output()).containsExactly(0);
    }

    @Test
    void knowsAnErrorOnlyByALiveHandle() {
        var message = kernel.write(bytes("wrong"));
        kernel.setError(message + 1);
        assertThat(kernel.error()).isEmpty();
        kernel.setError(message);
        assertThat(kernel.error()).contains("wrong");
        kernel.setError(-1);
        assertThat(kernel.error()).contains("wrong");
        kernel.setError(0);
        assertThat(kernel.error()).isEmpty();
    }

    @Test
    void readsNothingThroughABadHandle() {
        assertThat(kernel.read(0, "test")).isEmpty();
        assertThatThrownBy(() -> kernel.read(-1, "config key")).isInstanceOf(PluginException.class)
                .hasMessage("invalid handle offset for config key: 18446744073709551615");
        assertThatThrownBy(() -> kernel.readString(5, "log message")).isInstanceOf(PluginException.class)
                .hasMessage("invalid handle offset for log message: 5");
    }

    @Test
    void overwritesWithinABlockOnly() {
        var block = kernel.write(bytes("12345"));
        kernel.overwrite(block, bytes("abc"), "test");
        assertThat(kernel.readString(block, "test")).isEqualTo("abc45");
        assertThatThrownBy(() -> kernel.overwrite(block, bytes("123456"), "test"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void givesBookkeepingBackAfterACallWithVeryManyBlocks() {
        for (var i = 0; i < 200_000; i++) {
            assertThat(kernel.alloc(1)).isPositive();
        }
        kernel.begin(bytes("next"));
        assertThat(kernel.alloc(1)).isPositive();
        assertThat(kernel.readString(kernel.inputOffset, "test")).isEqualTo("next");
    }

    /** Against a model: live blocks never overlap, keep their contents, and are all that is known. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void keepsLiveBlocksApart(long seed) {
        var random = new Random(seed);
        var live = new HashMap<Long, byte[]>();
        for (var step = 0; step < 20_000; step++) {
            if (random.nextInt(10) < 6) {
                var content = new byte[1 + random.nextInt(1 << random.nextInt(16))];
                random.nextBytes(content);
                var handle = kernel.alloc(content.length);
                if (handle != 0) {
                    assertThat(live).doesNotContainKey(handle);
                    System.arraycopy(content, 0, kernel.memory, (int) handle, content.length);
                    live.put(handle, content);
                }
            } else if (!live.isEmpty()) {
                var handles = live.keySet().toArray(Long[]::new);
                var handle = handles[random.nextInt(handles.length)];
                live.remove(handle);
                kernel.free(handle);
                assertThat(kernel.length(handle)).isZero();
            }
            if (step % 500 == 0) {
                check(live);
            }
        }
        check(live);
    }

    private void check(Map<Long, byte[]> live) {
        live.forEach((handle, content) -> {
            assertThat(kernel.length(handle)).isEqualTo(content.length);
            assertThat(Arrays.equals(kernel.read(handle, "test"), content)).isTrue();
        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] filled(int length) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) 0x55);
        return bytes;
    }

    /** Whoever checks a word against the end subtracts its length. */
    @Test
    void keepsRoomForAWordWhenItIsReleased() {
        kernel.release();
        assertThat(kernel.memory).hasSizeGreaterThanOrEqualTo(Long.BYTES);
    }
}
