package dev.mortise.wasm;

import static dev.mortise.wasm.ValueType.I32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mortise.wasm.build.Code;
import dev.mortise.wasm.build.ModuleBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** Arrays of memories go from one instance to the next, zeroed, and never to two at a time. */
class MemoryReserveTest {

    private static final int PAGE = Memory.PAGE_SIZE;
    private static final int OLD_CONTENTS = 0x5EC7E7;
    /** Often enough that the JVM compiles the loop around them. */
    private static final int MANY_CALLS = 200_000;

    private final MemoryReserve reserve = MemoryReserve.create(5L * PAGE);
    private final Budget budget = Budget.of(100);

    private Imports.Builder imports() {
        return Imports.builder().memoryReserve(reserve).memoryBudget(budget);
    }

    private Instance pages(int count) {
        var module = new ModuleBuilder().memory(count, -1).export("memory", 2, 0).toModule();
        return module.instantiate(imports().build());
    }

    private static void release(Instance instance) {
        var memory = instance.memory("memory");
        memory.writeInt(memory.size() - Integer.BYTES, OLD_CONTENTS);
        instance.release();
    }

    @Test
    void keepsArraysByLengthAndHandsThemOutOnceAndZeroed() {
        release(pages(2));
        release(pages(1));
        release(pages(2));
        assertThat(reserve.bytes()).as("the second of 2 pages took the array of the first").isEqualTo(3L * PAGE);
        var first = pages(2);
        assertThat(reserve.bytes()).isEqualTo(PAGE);
        var second = pages(2);
        assertThat(reserve.bytes()).as("there was no other").isEqualTo(PAGE);
        assertThat(first.memory("memory").readInt(2 * PAGE - Integer.BYTES)).isZero();
        first.memory("memory").writeInt(0, 1);
        assertThat(second.memory("memory").readInt(0)).isZero();
        pages(1);
        assertThat(reserve.bytes()).isZero();
        assertThat(budget.used()).isEqualTo(5);
    }

    @Test
    void dropsTheOldestWhenThereAreTooMany() {
        var instances = List.of(pages(1), pages(2), pages(3), pages(6));
        release(instances.get(0));
        release(instances.get(1));
        assertThat(reserve.bytes()).isEqualTo(3L * PAGE);
        release(instances.get(2));
        assertThat(reserve.bytes()).as("2 and 3 pages").isEqualTo(5L * PAGE);
        release(instances.get(3));
        assertThat(reserve.bytes()).as("6 pages never fit").isEqualTo(5L * PAGE);
        pages(1);
        assertThat(reserve.bytes()).as("1 page was dropped").isEqualTo(5L * PAGE);
        pages(3);
        assertThat(reserve.bytes()).isEqualTo(2L * PAGE);
    }

    @Test
    void growingGivesTheShorterArray() {
        var instance = pages(1);
        instance.memory("memory").writeInt(0, OLD_CONTENTS);
        instance.memory("memory").grow(2);
        assertThat(reserve.bytes()).isEqualTo(PAGE);
        assertThat(instance.memory("memory").readInt(0)).isEqualTo(OLD_CONTENTS);
        assertThat(pages(1).memory("memory").readInt(0)).isZero();
    }

    @Test
    void releasingTwiceGivesOnce() {
        var instance = pages(2);
        instance.release();
        instance.release();
        assertThat(budget.used()).isZero();
        assertThat(reserve.bytes()).isEqualTo(2L * PAGE);
    }

    /** A host function must not do this; what it breaks is its caller. */
    @Test
    void aGuestThatIsReleasedDuringItsCallReachesNobodysMemory() {
        var successors = new ArrayList<Instance>();
        var caller = new ArrayList<Instance>();
        IntUnaryOperator host = turn -> {
            if (turn == MANY_CALLS) {
                caller.getFirst().release();
                successors.add(pages(1));
            }
            return turn + 1;
        };
        var builder = new ModuleBuilder().memory(1, -1).export("memory", 2, 0);
        builder.importFunction("host", "next", FunctionType.of(I32).returning(I32));
        // Keeps the turn in memory, and never ends by itself.
        builder.function("run", FunctionType.of(), code -> code.loop().i32(0).i32(0).load32(0).call(0).store32(0).br(0)
                .end());
        builder.function("size", FunctionType.of().returning(I32), Code::memorySize);
        caller.add(builder.toModule().instantiate(imports()
                .function("host", "next", HostFunction.of(IntUnaryOperator.class, host)).build()));
        var trap = catchThrowableOfType(Trap.class, () -> caller.getFirst().function("run").call());
        assertThat(trap.kind()).isEqualTo(Trap.Kind.OUT_OF_BOUNDS_MEMORY_ACCESS);
        var memory = successors.getFirst().memory("memory");
        assertThat(memory.read(0, PAGE)).containsOnly(0);
        assertThat(reserve.bytes()).as("the successor has the array").isZero();
        assertThat(caller.getFirst().function("size").call()).containsExactly(0);
    }
}
