package dev.mortise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mortise.plugin.PluginException;
import dev.mortise.plugin.PluginException.Kind;
import dev.mortise.wasm.Trap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TracedFailureTest {

    @ParameterizedTest
    @EnumSource(names = {"TRAP", "OUT_OF_FUEL", "OUT_OF_MEMORY", "TIMEOUT"})
    void saysThatTheStackOfWhateverStoppedTheGuestIsMissing(Kind kind) {
        var trap = new Trap(Trap.Kind.UNREACHABLE);

        assertThat(new TracedFailure(new PluginException(kind, "stopped", -1, trap)).stack())
                .containsExactly("the JVM left out where it happened");
        assertThat(new TracedFailure(new PluginException(kind, "not by a trap")).stack()).isEmpty();
    }
}
