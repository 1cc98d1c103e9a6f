package dev.mortise.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mortise.simulator.BuiltInPolicy;
import dev.mortise.simulator.PolicyAbi;
import dev.mortise.simulator.Zipf;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The comparison is worth nothing unless every contender does the same work. */
class AgreementTest {

    @Test
    void productsAgree() {
        assertAgreed(Agreement.multiply(-12_345, 67_890), -838_102_050);
    }

    @Test
    void importsAgree() {
        assertAgreed(Agreement.imports(1_000), -4_017_423_504_061_642_735L);
        assertThat(MortiseGuests.boundImports().applyAsLong(1_000)).isEqualTo(-4_017_423_504_061_642_735L);
    }

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void kernelsAgree(Kernel kernel) throws Exception {
        var program = Guests.folder().resolve("target/kernels-native");
        var nativeKernels = Files.isExecutable(program)
                ? Optional.of(new NativeKernels(program))
                : Optional.<NativeKernels>empty();
        var results = Agreement.kernel(kernel, nativeKernels);
        assertThat(results.values()).as(results::toString).containsOnly(results.get(Contender.ENDIVE));
    }

    /** Elsewhere nobody asks for the results of the sizes that are measured. */
    @ParameterizedTest
    @EnumSource(Kernel.class)
    void kernelsGiveWhatTheirTableSays(Kernel kernel) throws Exception {
        assertThat(Guests.folder().resolve("README.md")).content().contains("| `%s` | %d | %d |".formatted(
                kernel.exportName(), kernel.size(), MortiseGuests.kernel(kernel).applyAsLong(kernel.size())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo", "reflect"})
    void plugInsGiveTheirInputBack(String function) {
        var input = PluginCall.input(100_003);
        assertAgreed(Agreement.plugin(function, input), Arrays.hashCode(input));
    }

    @Test
    void consumeGivesNothing() {
        assertAgreed(Agreement.plugin("consume", PluginCall.input(1_000)), Arrays.hashCode(new byte[0]));
    }

    @Test
    void parsersAgree() {
        assertAgreed(Agreement.load(), 223);
    }

    @ParameterizedTest
    @EnumSource(BuiltInPolicy.class)
    void policiesAgree(BuiltInPolicy policy) throws Exception {
        var hits = Agreement.policy(policy, new Zipf(20_000, 5_000, 0.8, 1).generate());
        assertThat(hits).hasSize(4);
        assertThat(hits.values()).as(hits::toString).containsOnly(hits.get(PolicyAbi.JAVA)).doesNotContain(0L);
    }

    /** Whatever a test of the scripting experiment does once, its loop has the sum of all products. */
    @ParameterizedTest
    @EnumSource(ScriptingTest.class)
    void scriptingTestsAgree(ScriptingTest test) {
        assertThat(test.prepare(Multiplication.guest()).run(1_000)).isEqualTo(6_000);
    }

    private static <T> void assertAgreed(Map<Contender, T> results, T expected) {
        assertThat(results.values()).as(results::toString).containsOnly(expected);
    }
}
