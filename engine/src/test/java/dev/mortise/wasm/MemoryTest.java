package dev.mortise.wasm;

import static dev.mortise.wasm.ValueType.I32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.wasm.build.ModuleBuilder;
import org.junit.jupiter.api.Test;

class MemoryTest {

    private static Instance instance() {
        var type = FunctionType.of(I32).returning(I32);
        var builder = new ModuleBuilder().memory(1, 6_000).export("memory", 2, 0);
        builder.function("load", type, code -> code.get(0).load32(0));
        builder.function("grow", type, code -> code.get(0).memoryGrow());
        return builder.toModule().instantiate();
    }

    /** Page by page until the memory keeps spare room: what lies beyond its size is out of bounds all the same. */
    @Test
    void theSizeHoldsHoweverOftenItGrew() {
        var instance = instance();
        var memory = instance.memory("memory");
        for (var pages = 1; pages < 200; pages++) {
            assertThat(instance.function("grow").call(1)).containsExactly(pages);
            assertEdge(instance, memory);
        }
        // Copies enough to go over to spare capacity.
        for (var i = 0; i < 20; i++) {
            assertThat(memory.grow(200)).isEqualTo(200 + i * 200);
            assertEdge(instance, memory);
        }
        assertThat(memory.grow(2_000)).isEqualTo(-1);
        assertThat(memory.pages()).isEqualTo(4_200);
        assertEdge(instance, memory);
    }

    private static void assertEdge(Instance instance, Memory memory) {
        var size = memory.size();
        memory.writeInt(size - 4L, size);
        assertThat(instance.function("load").call(size - 4)).containsExactly(size);
        assertThatExceptionOfType(Trap.class).isThrownBy(() -> instance.function("load").call(size - 3))
                .satisfies(trap -> assertThat(trap.kind()).isEqualTo(Trap.Kind.OUT_OF_BOUNDS_MEMORY_ACCESS));
        assertThatExceptionOfType(Trap.class).isThrownBy(() -> instance.function("load").call(size));
        assertThatThrownBy(() -> memory.writeInt(size - 3L, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void accessesOfTheHostSayWhereAndHowMuch() {
        var memory = instance().memory("memory");
        assertThatThrownBy(() -> memory.readLong(65_529)).isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("address 65529 with length 8 is outside of the memory of 65536 bytes");
        assertThatThrownBy(() -> memory.readByte(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.readByte(1L << 32)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.read(0, -1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.fill(1, 65_536, (byte) 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(memory.read(65_536, 0)).isEmpty();
        memory.writeDouble(8, Math.PI);
        assertThat(memory.readDouble(8)).isEqualTo(Math.PI);
    }

    @Test
    void aBufferIsTheMemoryItself() {
        var memory = instance().memory("memory");
        var buffer = memory.buffer(65_528, 8);
        assertThat(buffer.capacity()).isEqualTo(8);
        buffer.putInt(4, 0x0403_0201);
        assertThat(memory.readInt(65_532)).isEqualTo(0x0403_0201);
        memory.writeLong(65_528, 7);
        assertThat(buffer.getLong(0)).isEqualTo(7);
        assertThat(buffer.array()[buffer.arrayOffset()]).isEqualTo((byte) 7);
        assertThat(memory.buffer(65_536, 0).capacity()).isZero();
        assertThatThrownBy(() -> memory.buffer(65_529, 8)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.buffer(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> buffer.get(8)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
