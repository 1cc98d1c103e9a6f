package dev.mortise.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BuiltInPolicyTest {

    private static final int MISS = CachePolicy.MISS;
    private static final int HIT = CachePolicy.HIT;
    private static final int BYPASS = CachePolicy.BYPASS;

    /** Thousands of random requests, some for objects that never fit, answered as the plain model answers them. */
    @ParameterizedTest
    @EnumSource
    void answersAsThePlainModelDoes(BuiltInPolicy rule) {
        var random = new Random(20261121);
        for (var round = 0; round < 60; round++) {
            var policy = rule.inJava();
            var model = new SlowPolicy(rule);
            var capacity = 1 + random.nextInt(400);
            var objects = 2 + random.nextInt(round % 10 == 0 ? 1500 : 60);
            policy.init(capacity);
            model.init(capacity);
            for (var i = 0; i < 3000; i++) {
                // Few sizes, so that there are ties; the size of a known object counts for nothing.
                var id = (int) (random.nextDouble() * random.nextDouble() * objects) * 0x10001 - 5;
                var size = random.nextInt(8) == 0 ? random.nextInt(600) : random.nextInt(1, 12);
                assertThat(policy.send(id, size)).as("%s, round %d, request %d", rule, round, i)
                        .isEqualTo(model.send(id, size));
            }
            assertThat(policy.stats()).isEqualTo(model.stats());
        }
    }

    private static int[] send(BuiltInPolicy rule, int capacity, int[][] requests) {
        var policy = rule.inJava();
        policy.init(capacity);
        var answers = new int[requests.length];
        for (var i = 0; i < answers.length; i++) {
            answers[i] = policy.send(requests[i][0], requests[i][1]);
        }
        return answers;
    }

    /** The bytes of two such objects are more than a {@code long} holds. */
    @ParameterizedTest
    @EnumSource
    void theLargestCacheKeepsItsBounds(BuiltInPolicy rule) {
        var policy = rule.inJava();
        policy.init(1L << 62);

        assertThat(policy.send(1, 1L << 62)).isEqualTo(MISS);
        assertThat(policy.send(2, 1L << 62)).isEqualTo(MISS);
        assertThat(policy.send(2, 1L << 62)).isEqualTo(HIT);
        assertThat(policy.send(1, 1L << 62)).isEqualTo(MISS);
    }

    @ParameterizedTest
    @EnumSource
    void anObjectLargerThanTheCacheBypassesItAndIsCounted(BuiltInPolicy rule) {
        var policy = rule.inJava();
        policy.init(10);

        assertThat(policy.send(1, 4)).isEqualTo(MISS);
        assertThat(policy.send(2, 11)).isEqualTo(BYPASS);
        assertThat(policy.send(2, 11)).isEqualTo(BYPASS);
        assertThat(policy.send(1, 4)).isEqualTo(HIT);
        assertThat(policy.send(3, 10)).isEqualTo(MISS);
        assertThat(CachePolicy.requests(policy.stats())).isEqualTo(5);
        assertThat(CachePolicy.hits(policy.stats())).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void anObjectKeepsItsFirstSizeAlsoWhenItWasEvictedOrTooLarge(BuiltInPolicy rule) {
        assertThat(send(rule, 10, new int[][]{{1, 11}, {1, 1}, {2, 10}, {3, 10}, {2, 1}, {3, 10}}))
                .containsExactly(BYPASS, BYPASS, MISS, MISS, MISS, MISS);
    }

    @ParameterizedTest
    @EnumSource
    void initEmptiesIt(BuiltInPolicy rule) {
        var policy = rule.inJava();
        policy.init(10);
        policy.send(1, 5);
        policy.send(1, 5);

        policy.init(20);

        assertThat(policy.stats()).isZero();
        assertThat(policy.send(1, 15)).isEqualTo(MISS);
        assertThat(policy.send(1, 15)).isEqualTo(HIT);
    }

    @ParameterizedTest
    @EnumSource
    void objectsOfNoSizeFitIntoACacheOfNoSize(BuiltInPolicy rule) {
        assertThat(send(rule, 0, new int[][]{{1, 0}, {2, 0}, {1, 0}, {3, 1}})).containsExactly(MISS, MISS, HIT, BYPASS);
    }

    @Test
    void fifoForgetsTheOldestHoweverOftenItWasHit() {
        assertThat(send(BuiltInPolicy.FIFO, 2, new int[][]{{1, 1}, {2, 1}, {1, 1}, {3, 1}, {1, 1}}))
                .containsExactly(MISS, MISS, HIT, MISS, MISS);
    }

    @Test
    void lruKeepsWhatWasHit() {
        assertThat(send(BuiltInPolicy.LRU, 2, new int[][]{{1, 1}, {2, 1}, {1, 1}, {3, 1}, {1, 1}, {2, 1}}))
                .containsExactly(MISS, MISS, HIT, MISS, HIT, MISS);
    }

    @Test
    void lfuForgetsTheCountOfWhatItEvicts() {
        // 1 is hit twice, evicted as the only one, and begins again with 1.
        assertThat(send(BuiltInPolicy.LFU, 2, new int[][]{{1, 1}, {1, 1}, {1, 1}, {9, 2}, {1, 1}, {2, 1}, {2, 1},
            {3, 1}, {2, 1}, {1, 1}})).containsExactly(MISS, HIT, HIT, MISS, MISS, MISS, HIT, MISS, HIT, MISS);
    }

    @Test
    void onlyTheTextbooksGreedyDualSizeAges() {
        // 1 is small and never asked for again; what is inserted later overtakes it when L has grown.
        var requests = new int[][]{{1, 2}, {2, 8}, {3, 8}, {4, 8}, {5, 8}, {6, 8}, {7, 8}, {1, 2}};

        assertThat(send(BuiltInPolicy.GDS, 10, requests)).endsWith(MISS);
        assertThat(send(BuiltInPolicy.GDS_PUBLISHED, 10, requests)).endsWith(HIT);
    }

    @ParameterizedTest
    @CsvSource({"fifo, FIFO", "lru, LRU", "lfu, LFU", "gds, GDS", "gds-published, GDS_PUBLISHED"})
    void isFoundByItsName(String label, BuiltInPolicy policy) {
        assertThat(BuiltInPolicy.named(label)).contains(policy);
        assertThat(policy.label()).isEqualTo(label);
        assertThat(BuiltInPolicy.named(label + "x")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void refusesANegativeSizeOfTheCache(BuiltInPolicy rule) {
        assertThatThrownBy(() -> rule.inJava().init(-1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }
}
