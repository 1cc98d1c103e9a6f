package dev.mortise.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mortise.wasm.interruption.Processes;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A guest that grows its memory where the stack ends still has one memory, the one that the host sees, and the array
 * that went to the reserve is not it.
 */
class GrowthAtTheEdgeTest {

    /** Interpreted, for then every call within growing takes stack of its own. */
    @Test
    void hostAndGuestSeeTheSameMemory() throws Exception {
        assertThat(Set.copyOf(Processes.run(GrowthAtTheEdgeProcess.class, "-Xint")))
                .containsExactlyInAnyOrder(GrowthAtTheEdgeProcess.EXHAUSTED, GrowthAtTheEdgeProcess.GROWN);
    }
}
