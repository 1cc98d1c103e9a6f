package dev.mortise.wasm;

import static dev.mortise.wasm.ValueType.FUNCREF;
import static dev.mortise.wasm.ValueType.I32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mortise.wasm.build.ModuleBuilder;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What an instance may use is a sum over its memories, and one over its tables. */
class BudgetTest {

    private static final FunctionType GROW = FunctionType.of(I32).returning(I32);

    /** Two memories of 2 and 3 pages; {@code grow} grows the first. */
    private static Module twoMemories() {
        var builder = new ModuleBuilder().memory(2, -1).memory(3, -1).export("first", 2, 0).export("second", 2, 1);
        builder.function("grow", GROW, code -> code.get(0).memoryGrow());
        return builder.toModule();
    }

    /** Two tables of 20 and 30 elements; {@code grow} grows the first. */
    private static Module twoTables() {
        var builder = new ModuleBuilder().table(FUNCREF, 20, -1).table(FUNCREF, 30, -1).export("first", 1, 0)
                .export("second", 1, 1);
        builder.function("grow", GROW,
                code -> code.with(0xd0, 0x70).get(0).prefixed(15, 0));
        return builder.toModule();
    }

    @Test
    void memoriesOfAnInstanceShareItsPages() {
        var instance = twoMemories().instantiate(Imports.builder().maxMemoryPages(8).build());
        assertThat(instance.function("grow").call(4)).containsExactly(-1);
        assertThat(instance.function("grow").call(2)).containsExactly(2);
        assertThat(instance.memory("second").grow(2)).isEqualTo(-1);
        assertThat(instance.memory("second").grow(1)).isEqualTo(3);
        assertThat(instance.function("grow").call(1)).containsExactly(-1);
        assertThat(instance.function("grow").call(0)).containsExactly(4);
    }

    @Test
    void memoriesThatAreTooManyTogetherAreRefusedAtOnce() {
        assertThatExceptionOfType(LinkException.class)
                .isThrownBy(() -> twoMemories().instantiate(Imports.builder().maxMemoryPages(4).build()))
                .withMessage("memory 1 cannot be made: a memory of 3 pages is over the limit of 4 pages of 64 KiB, "
                        + "of which 2 are in use");
        assertThat(twoMemories().instantiate(Imports.builder().maxMemoryPages(5).build()).memory("second").pages())
                .isEqualTo(3);
    }

    @Test
    void aSingleMemoryHasTheEnginesLimitAllTheSame() {
        var instance = twoMemories().instantiate(Imports.builder().maxMemoryPages(Integer.MAX_VALUE).build());
        assertThat(instance.function("grow").call(Memory.MAX_PAGES - 1)).containsExactly(-1);
    }

    @Test
    void eachInstanceHasABudgetOfItsOwn() {
        var imports = Imports.builder().maxMemoryPages(6).build();
        for (var i = 0; i < 3; i++) {
            var instance = twoMemories().instantiate(imports);
            assertThat(instance.function("grow").call(1)).containsExactly(2);
            assertThat(instance.function("grow").call(1)).containsExactly(-1);
        }
    }

    @Test
    void anImportedMemoryCountsWhereItWasMade() {
        var owner = twoMemories().instantiate(Imports.builder().maxMemoryPages(6).build());
        var builder = new ModuleBuilder().importMemory("owner", "first", 1, -1).memory(2, -1).export("own", 2, 1);
        builder.function("grow", GROW, code -> code.get(0).memoryGrow());
        var user = builder.toModule()
                .instantiate(Imports.builder().instance("owner", owner).maxMemoryPages(2).build());
        assertThat(user.memory("own").grow(1)).isEqualTo(-1);
        assertThat(user.function("grow").call(2)).containsExactly(-1);
        assertThat(user.function("grow").call(1)).containsExactly(2);
        assertThat(owner.memory("second").grow(1)).isEqualTo(-1);
    }

    @Test
    void aHostDrawsOnTheBudgetOfAnInstance() {
        var budget = Budget.of(10);
        var instance = twoMemories().instantiate(Imports.builder().memoryBudget(budget).build());
        assertThat(budget.used()).isEqualTo(5);
        assertThat(budget.take(4)).isTrue();
        assertThat(instance.function("grow").call(2)).containsExactly(-1);
        assertThat(budget.used()).as("nothing is taken by what fails").isEqualTo(9);
        budget.giveBack(1);
        assertThat(instance.function("grow").call(2)).containsExactly(2);
        assertThat(budget.left()).isZero();
        assertThat(budget.take(1)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> budget.giveBack(11)).withMessageContaining("11");
        assertThatIllegalArgumentException().isThrownBy(() -> budget.take(-1)).withMessageContaining("-1");
        assertThatIllegalArgumentException().isThrownBy(() -> Budget.of(-1)).withMessageContaining("-1");
    }

    /** With room for later growth the memory still keeps to the budget. */
    @Test
    void theBudgetHoldsAfterManySteps() {
        var instance = twoMemories().instantiate(Imports.builder().maxMemoryPages(600).build());
        var pages = 2;
        while (pages < 597) {
            assertThat(instance.function("grow").call(1)).containsExactly(pages++);
        }
        assertThat(instance.function("grow").call(1)).containsExactly(-1);
        assertThat(instance.memory("first").size()).isEqualTo(597 * Memory.PAGE_SIZE);
    }

    @Test
    void tablesOfAnInstanceShareItsElements() {
        var instance = twoTables().instantiate(Imports.builder().maxTableElements(60).build());
        assertThat(instance.function("grow").call(11)).containsExactly(-1);
        assertThat(instance.function("grow").call(6)).containsExactly(20);
        assertThat(instance.table("second").grow(5, null)).isEqualTo(-1);
        assertThat(instance.table("second").grow(4, null)).isEqualTo(30);
        assertThat(instance.function("grow").call(1)).containsExactly(-1);
        assertThatExceptionOfType(LinkException.class)
                .isThrownBy(() -> twoTables().instantiate(Imports.builder().maxTableElements(49).build()))
                .withMessage("table 1 cannot be made: a table of 30 elements is over the limit of 49, of which 20 are "
                        + "in use");
    }

    @Test
    void limitsAreNotNegative() {
        assertThatIllegalArgumentException().isThrownBy(() -> Imports.builder().maxMemoryPages(-1))
                .withMessageContaining("-1");
        assertThatIllegalArgumentException().isThrownBy(() -> Imports.builder().maxTableElements(-1))
                .withMessageContaining("-1");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> Memory.create(new MemoryType(new Limits(Memory.MAX_PAGES + 1L, OptionalLong.empty()))))
                .withMessageContaining("32768 pages");
    }
}
