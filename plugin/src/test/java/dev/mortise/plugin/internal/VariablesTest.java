package dev.mortise.plugin.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VariablesTest {

    @Test
    void countsKeyAndValueAnd48BytesAnEntry() {
        var variables = new Variables(2 * 48 + 2 + 10);
        assertThat(variables.set("a", new byte[4])).isTrue();
        assertThat(variables.set("b", new byte[7])).isFalse();
        assertThat(variables.get("b")).isEmpty();
        assertThat(variables.set("b", new byte[6])).isTrue();
    }

    @Test
    void countsKeysInBytes() {
        assertThat(new Variables(48 + 2 + 1).set("é", new byte[1])).isTrue();
        assertThat(new Variables(48 + 2).set("é", new byte[1])).isFalse();
    }

    @Test
    void givesBackWhatAReplacedOrRemovedValueCost() {
        var variables = new Variables(48 + 1 + 10);
        assertThat(variables.set("a", new byte[10])).isTrue();
        assertThat(variables.set("a", new byte[11])).isFalse();
        assertThat(variables.get("a")).hasValueSatisfying(value -> assertThat(value).hasSize(10));
        assertThat(variables.set("a", new byte[9])).isTrue();
        variables.remove("a");
        variables.remove("a");
        assertThat(variables.get("a")).isEmpty();
        assertThat(variables.set("b", new byte[10])).isTrue();
    }
}
