package dev.mortise.wasm;

import static dev.mortise.wasm.ValueType.EXTERNREF;
import static dev.mortise.wasm.ValueType.FUNCREF;
import static dev.mortise.wasm.ValueType.I32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mortise.wasm.build.ModuleBuilder;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {

    private static TableType type(ReferenceType element, long minimum, long maximum) {
        return new TableType(element, new Limits(minimum, OptionalLong.of(maximum)));
    }

    /** {@code number} gives 7 and is element 0 of the table. */
    private static Instance instance() {
        var builder = new ModuleBuilder().table(FUNCREF, 2, 5).export("table", 1, 0);
        var number = FunctionType.of().returning(I32);
        builder.function("number", number, code -> code.i32(7));
        builder.function("call", FunctionType.of(I32).returning(I32),
                code -> code.get(0).callIndirect(builder.type(number)));
        builder.elements(0, 0);
        return builder.toModule().instantiate();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 3, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void indicesOutsideAreRefused(int index) {
        var table = Table.create(type(EXTERNREF, 3, 9));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> table.get(index))
                .withMessage("element " + index + " of a table of 3 elements");
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> table.set(index, "x"))
                .withMessage("element " + index + " of a table of 3 elements");
    }

    @Test
    void elementsAreOfItsType() {
        var functions = Table.create(type(FUNCREF, 1, 9));
        assertThatIllegalArgumentException().isThrownBy(() -> functions.set(0, "text"))
                .withMessage("a table of funcref holds functions, not java.lang.String");
        assertThatIllegalArgumentException().isThrownBy(() -> functions.grow(1, "text"))
                .withMessageContaining("java.lang.String");
        assertThat(functions.size()).isEqualTo(1);
        functions.set(0, null);
        assertThat(functions.get(0)).isNull();
        var objects = Table.create(type(EXTERNREF, 1, 9));
        objects.set(0, "text");
        assertThat(objects.get(0)).isEqualTo("text");
    }

    @Test
    void growsToItsMaximumAndNotOver() {
        var table = Table.create(type(EXTERNREF, 1, 4));
        assertThat(table.grow(4, "x")).isEqualTo(-1);
        assertThat(table.grow(-1, "x")).isEqualTo(-1);
        assertThat(table.grow(2, "x")).isEqualTo(1);
        assertThat(table.get(0)).isNull();
        assertThat(table.get(2)).isEqualTo("x");
        assertThat(table.grow(0, null)).isEqualTo(3);
        assertThat(table.type()).isEqualTo(type(EXTERNREF, 3, 4));
        assertThat(table.grow(1, null)).isEqualTo(3);
        assertThat(table.grow(1, null)).isEqualTo(-1);
    }

    @Test
    void tooBigOrContradictoryTypesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Table.create(type(FUNCREF, Table.MAX_SIZE + 1L, 1L << 31)))
                .withMessage("a table of 10000001 elements is over the limit of 10000000");
        assertThatIllegalArgumentException().isThrownBy(() -> Table.create(type(FUNCREF, 3, 2)))
                .withMessage("the minimum of 3 elements is over the maximum of 2");
    }

    @Test
    void whatTheHostSetsTheGuestCalls() {
        var instance = instance();
        var table = instance.table("table");
        assertThat(table.get(0)).isEqualTo(instance.function("number"));
        assertThatExceptionOfType(Trap.class).isThrownBy(() -> instance.function("call").call(1))
                .withMessage("uninitialized element 1");
        table.set(1, table.get(0));
        assertThat(instance.function("call").call(1)).containsExactly(7);
        table.set(0, instance.function("call"));
        assertThatExceptionOfType(Trap.class).isThrownBy(() -> instance.function("call").call(0))
                .withMessage("indirect call type mismatch: element 0 is a function of type (i32) -> (i32)");
        assertThatExceptionOfType(Trap.class).isThrownBy(() -> instance.function("call").call(-1))
                .withMessage("undefined element 4294967295: the table has 2 elements");
    }
}
