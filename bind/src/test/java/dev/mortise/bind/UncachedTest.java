package dev.mortise.bind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mortise.bind.internal.Uncached;
import java.lang.invoke.MethodHandles;
import java.util.List;
import org.junit.jupiter.api.Test;

class UncachedTest {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    interface Calculator {
        int multiply(int x, int y);
    }

    private static final String MULTIPLY = """
            (func (export "multiply") (param i32 i32) (result i32)
              (i32.mul (i32.load (local.get 0)) (i32.load offset=4 (local.get 0))))
            """;

    @Test
    void theSameResults() {
        var direct = Guests.instance("""
                (func (export "multiply") (param i32 i32) (result i32) (i32.mul (local.get 0) (local.get 1)))
                """);
        assertThat(Uncached.bind(LOOKUP, Calculator.class, direct, Abi.direct()).multiply(6, -7)).isEqualTo(-42);
        for (var abi : List.of(Abi.cStruct(), Abi.serialized(Codec.bincode1()))) {
            var instance = Guests.instance(Guests.BUFFERS, MULTIPLY);
            assertThat(Uncached.bind(LOOKUP, Calculator.class, instance, abi).multiply(6, -7)).isEqualTo(-42);
        }
    }

    @Test
    void aStaticBufferIsAskedForEachTime() {
        var instance = Guests.instance(Guests.BUFFERS, """
                (func (export "wasm_get_buffer") (result i64) (call $new (i32.const 8)))
                """, MULTIPLY);
        var uncached = Uncached.bind(LOOKUP, Calculator.class, instance, Abi.cStruct().staticBuffer());
        assertThat(instance.global("asked").get()).isEqualTo(0);
        assertThat(uncached.multiply(2, 3)).isEqualTo(6);
        assertThat(uncached.multiply(3, 3)).isEqualTo(9);
        assertThat(instance.global("asked").get()).isEqualTo(2);
        var bound = Bindings.bind(LOOKUP, Calculator.class, instance, Abi.cStruct().staticBuffer());
        assertThat(instance.global("asked").get()).isEqualTo(3);
        assertThat(bound.multiply(2, 3)).isEqualTo(6);
        assertThat(bound.multiply(3, 3)).isEqualTo(9);
        assertThat(instance.global("asked").get()).isEqualTo(3);
    }
}
