package dev.mortise.wasm;

import static dev.mortise.wasm.ValueType.EXTERNREF;
import static dev.mortise.wasm.ValueType.F32;
import static dev.mortise.wasm.ValueType.F64;
import static dev.mortise.wasm.ValueType.FUNCREF;
import static dev.mortise.wasm.ValueType.I32;
import static dev.mortise.wasm.ValueType.I64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mortise.wasm.build.Code;
import dev.mortise.wasm.build.ModuleBuilder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GlobalTest {

    static Stream<Arguments> values() {
        return Stream.of(Arguments.of(I32, -7, 8), Arguments.of(I64, Long.MIN_VALUE, 3L),
                Arguments.of(F32, -0f, Float.NaN), Arguments.of(F64, Math.PI, -0.0),
                Arguments.of(EXTERNREF, "text", null));
    }

    @ParameterizedTest
    @MethodSource("values")
    void holdsAValueOfItsType(ValueType type, Object first, @Nullable Object second) {
        var global = Global.create(new GlobalType(type, true), first);
        assertThat(global.get()).isEqualTo(first);
        global.set(second);
        assertThat(global.get()).isEqualTo(second);
        assertThat(global.type()).isEqualTo(new GlobalType(type, true));
    }

    static Stream<Arguments> misfits() {
        return Stream.of(Arguments.of(I32, 1L, "i32 (Integer), not java.lang.Long"),
                Arguments.of(I64, 1, "i64 (Long), not java.lang.Integer"),
                Arguments.of(F32, 1.0, "f32 (Float), not java.lang.Double"),
                Arguments.of(F64, null, "f64 (Double), not null"),
                Arguments.of(FUNCREF, "f", "funcref (Function), not java.lang.String"));
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void anotherTypeIsNamed(ValueType type, @Nullable Object value, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> Global.create(new GlobalType(type, false), value))
                .withMessage("the value of a global must be " + message);
    }

    @Test
    void anImmutableOneIsNotSet() {
        var global = Global.create(new GlobalType(I32, false), 1);
        assertThatIllegalStateException().isThrownBy(() -> global.set(2)).withMessageContaining("immutable");
        assertThat(global.get()).isEqualTo(1);
    }

    @Test
    void guestAndHostSeeTheSame() {
        var global = Global.create(new GlobalType(I32, true), 1);
        var builder = new ModuleBuilder().importGlobal("host", "g", I32, true).export("again", 3, 0);
        builder.function("increment", FunctionType.of(),
                code -> code.globalGet(0).i32(1).op(Code.I32_ADD).globalSet(0));
        var instance = builder.toModule().instantiate(Imports.builder().extern("host", "g", global).build());
        instance.function("increment").call();
        assertThat(global.get()).isEqualTo(2);
        global.set(40);
        instance.function("increment").call();
        assertThat(instance.global("again").get()).isEqualTo(41);
        assertThat(instance.global("again")).isSameAs(global);
    }
}
