package dev.mortise.wasm.interruption;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The first trap and the first interruption of a JVM load no class: a guest at the edge of its stack would break one
 * that it initialises there, and one that must be stopped would go on meanwhile.
 */
class FirstTrapTest {

    @Test
    void loadsNoClass() throws Exception {
        var lines = Processes.run(FirstTrapProcess.class, "-Xlog:class+load:stdout:none", "-Xlog:class+init=off");
        assertThat(lines).contains(FirstTrapProcess.BEFORE, FirstTrapProcess.AFTER);
        var between = lines.subList(lines.indexOf(FirstTrapProcess.BEFORE) + 1,
                lines.indexOf(FirstTrapProcess.AFTER));
        // Apart from the guest's own, and the forms that the JDK makes of handles that are called often.
        assertThat(between).filteredOn(line -> !line.contains("source: __JVM_")).isEmpty();
        assertThat(List.of(lines.get(lines.indexOf(FirstTrapProcess.AFTER) + 1).split(";"))).containsExactly(
                "unreachable", "integer divide by zero",
                "out of bounds memory access", "invalid conversion to integer", "undefined element",
                "uninitialized element", "indirect call type mismatch", "out of bounds memory access",
                "call stack exhausted", "interrupted");
    }
}
