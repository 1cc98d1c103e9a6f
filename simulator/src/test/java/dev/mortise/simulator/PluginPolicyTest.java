package dev.mortise.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.simulator.RunResult.Measured;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class PluginPolicyTest {

    private static final Trace TRACE = Trace.builder("ten").add(1, 10).add(2, 99).add(1, 10).add(3, 5).add(3, 5)
            .add(2, 99).build();

    private static RunResult run(PluginPolicy plugin, PolicyAbi abi) {
        try {
            return Sweep.over(TRACE).way(new Way.InPlugin("mine", plugin, abi)).cacheBytes(50).threads(1).build().run()
                    .results().getFirst();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "JAVA")
    void oneFileRunsUnderEachAbi(PolicyAbi abi) {
        var result = (Measured) run(Guests.policy(Guests.keepEverything()), abi);

        assertThat(result.requests()).isEqualTo(6);
        assertThat(result.hits()).isEqualTo(2);
        assertThat(result.outcomes()).contains(new RunResult.Outcomes(2, 15, 228));
    }

    /** As published policies are: {@code send} returns nothing, and the buffer comes from {@code alloc}. */
    @ParameterizedTest
    @CsvSource({"STRUCT, 8", "BINCODE, 4"})
    void aLoneSendReadsWhatTheAbiSays(PolicyAbi abi, int offset) {
        var policy = Guests.policy("""
                (module
                  (memory (export "memory") 1)
                  (global $requests (mut i64) (i64.const 0))
                  (global $fives (mut i64) (i64.const 0))
                  (func (export "init") (param i64))
                  (func (export "alloc") (param i32) (result i64)
                    (i64.or (i64.shl (i64.const 256) (i64.const 32)) (i64.extend_i32_u (local.get 0))))
                  (func (export "send") (param $pointer i32) (param $length i32)
                    (global.set $requests (i64.add (global.get $requests) (i64.const 1)))
                    (global.set $fives (i64.add (global.get $fives)
                      (i64.extend_i32_u (i64.eq (i64.load offset=%d (local.get $pointer)) (i64.const 5))))))
                  (func (export "stats") (result i64)
                    (i64.or (i64.shl (global.get $requests) (i64.const 32)) (global.get $fives))))
                """.formatted(offset));

        var result = (Measured) run(policy, abi);

        assertThat(policy.isAmbiguous()).isTrue();
        assertThat(policy.abis()).containsExactly(PolicyAbi.STRUCT, PolicyAbi.BINCODE);
        assertThat(result.hits()).isEqualTo(2);
        assertThat(result.outcomes()).isEmpty();
    }

    @Test
    void aSilentPolicyCannotHitMoreThanItIsAsked() {
        var result = run(Guests.policy("""
                (module
                  (func (export "init") (param i64))
                  (func (export "send") (param i32 i64))
                  (func (export "stats") (result i64) (i64.const 0x6_0000_0007)))
                """), PolicyAbi.DIRECT);

        assertThat(result).hasToString(
                "mine (policy.wat, direct), 50 bytes: stats() tells of 7 hits, but 6 requests were sent");
    }

    @Test
    void anInitializerIsCalledFirst() {
        var result = run(Guests.policy("""
                (module
                  (global $requests (mut i64) (i64.const -1000))
                  (func (export "_initialize") (global.set $requests (i64.const 0)))
                  (func (export "init") (param i64))
                  (func (export "send") (param i32 i64)
                    (global.set $requests (i64.add (global.get $requests) (i64.const 1))))
                  (func (export "stats") (result i64) (i64.shl (global.get $requests) (i64.const 32))))
                """), PolicyAbi.DIRECT);

        assertThat(result).isInstanceOfSatisfying(Measured.class, run -> assertThat(run.requests()).isEqualTo(6));
    }

    @Test
    void knowsWhatItCanDo() {
        var policy = Guests.policy(Guests.keepEverything());

        assertThat(policy.abis()).containsExactly(PolicyAbi.DIRECT, PolicyAbi.STRUCT, PolicyAbi.BINCODE);
        assertThat(policy.isAmbiguous()).isFalse();
        assertThat(policy.implementation()).isEqualTo("policy.wat");
    }

    @Test
    void refusesAModuleThatIsNoPolicyWithAllThatIsMissing() {
        assertThatThrownBy(() -> Guests.policy("(module (import \"env\" \"f\" (func)) (func (export \"init\")))"))
                .isInstanceOf(PolicyException.class)
                .hasMessageContainingAll("policy.wat is no cache policy", "\"f\" from \"env\"", "its \"init\" is",
                        "no function \"stats\"", "exports no send (i32, i64)");
    }

    @Test
    void anAbiThatItLacksIsNamed() {
        assertThat(run(Guests.sending("(i32.const 0)"), PolicyAbi.STRUCT)).hasToString(
                "mine (policy.wat, struct), 50 bytes: policy.wat cannot be called under the ABI struct; it can under "
                        + "[direct]");
    }
}
