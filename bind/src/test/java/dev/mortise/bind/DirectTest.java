package dev.mortise.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mortise.wasm.Instance;
import dev.mortise.wasm.Module;
import dev.mortise.wasm.Trap;
import dev.mortise.wasm.text.Wat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.invoke.MethodHandles;
import org.junit.jupiter.api.Test;

class DirectTest {

    private static final String GUEST = """
            (module
              (func (export "multiply") (param i32 i32) (result i32)
                (i32.mul (local.get 0) (local.get 1)))
              (func (export "scale") (param f32 i64) (result f64)
                (f64.mul (f64.promote_f32 (local.get 0)) (f64.convert_i64_s (local.get 1))))
              (func (export "divide_i64") (param i64 i64) (result i64 i64)
                (i64.div_s (local.get 0) (local.get 1)) (i64.rem_s (local.get 0) (local.get 1)))
              (func (export "mix") (result i32 f32 i64 f64 i32)
                i32.const 1 f32.const 2 i64.const 3 f64.const 4 i32.const 5)
              (func (export "is_negative") (param i32) (result i32)
                (i32.shr_u (local.get 0) (i32.const 31)))
              (func (export "flip") (param i32) (result i32)
                (i32.xor (local.get 0) (i32.const 3)))
              (func (export "nothing")))
            """;

    private final Module module = Module.parse(Wat.toBinary(GUEST));
    private final Instance instance = module.instantiate();

    enum Level {
        LOW, MIDDLE, HIGH, TOP
    }

    record Division(long quotient, long remainder) {
    }

    record Inner(float b, Long c, double d) {
    }

    record Mix(Short a, Inner inner, Level level) {
    }

    record Pair(int x, int y) {
    }

    interface Multiplication {
        int multiply(int x, int y);
    }

    interface Calculator extends Multiplication {
        double scale(float x, long y);

        @Export("divide_i64")
        Division divide(long x, long y);

        @Export("multiply")
        int multiplied(Pair pair);

        @Export("is_negative")
        boolean isNegative(byte value);

        Level flip(Level level);

        void nothing();

        default int square(int x) {
            return multiply(x, x);
        }

        static int one() {
            return 1;
        }

        @Override
        boolean equals(Object other);

        @Override
        String toString();
    }

    private Calculator calculator() {
        return Bindings.bind(MethodHandles.lookup(), Calculator.class, instance);
    }

    @Test
    void numbersOfAllTypes() {
        var calculator = calculator();
        assertThat(calculator.multiply(6, -7)).isEqualTo(-42);
        assertThat(calculator.scale(0.5f, 1L << 40)).isEqualTo(0.5 * (1L << 40));
        calculator.nothing();
        assertThat(calculator.square(5)).isEqualTo(25);
    }

    @Test
    void narrowTypesAndEnums() {
        assertThat(calculator().isNegative((byte) -1)).isTrue();
        assertThat(calculator().isNegative((byte) 1)).isFalse();
        assertThat(calculator().flip(Level.MIDDLE)).isEqualTo(Level.HIGH);
    }

    @Test
    void recordsAsArgumentsAndResults() {
        assertThat(calculator().multiplied(new Pair(3, 4))).isEqualTo(12);
        assertThat(calculator().divide(-17, 5)).isEqualTo(new Division(-3, -2));
    }

    interface Mixer {
        Mix mix();
    }

    /** The five numbers come as i32 f32 i64 f64 i32. */
    @Test
    void nestedRecordOfManyResults() {
        Mixer mixer = Bindings.bind(MethodHandles.lookup(), Mixer.class, instance);
        assertThatThrownBy(mixer::mix).isInstanceOf(BindException.class).hasMessageContaining("number 5")
                .hasMessageContaining("Level");
    }

    interface Flipper {
        Level flip(int level);
    }

    @Test
    void anEnumTheGuestMadeUp() {
        var flipper = Bindings.bind(MethodHandles.lookup(), Flipper.class, instance);
        assertThat(flipper.flip(2)).isEqualTo(Level.MIDDLE);
        assertThatThrownBy(() -> flipper.flip(-1)).isInstanceOf(BindException.class)
                .hasMessageContaining("number 4294967292");
    }

    @Test
    void aTrapComesOut() {
        assertThatThrownBy(() -> calculator().divide(1, 0)).isInstanceOf(Trap.class);
    }

    @Test
    void instancesOfAModuleShareTheClass() {
        var first = calculator();
        var second = Bindings.bind(MethodHandles.lookup(), Calculator.class, module.instantiate());
        assertThat(second.getClass()).isSameAs(first.getClass());
        assertThat(second.multiply(2, 3)).isEqualTo(6);
    }

    interface Wrong {
        long multiply(int x, int y);

        int scale(float x);

        String nothing();

        int absent(int x);

        int flip(char level);

        @SuppressWarnings("TypeParameterUnusedInFormals")
        <T> T mix();
    }

    @Test
    void allMistakesAtOnce() {
        var lookup = MethodHandles.lookup();
        var thrown = catchThrowableOfType(BindException.class,
                () -> Bindings.bind(lookup, Wrong.class, instance));
        assertThat(thrown.mistakes()).hasSize(6);
        assertThat(thrown).hasMessageContaining("Wrong does not fit module").hasMessageContaining("(direct)")
                .hasMessageContaining("long multiply(int, int): the method needs (i32, i32) -> (i64), "
                        + "export \"multiply\" is (i32, i32) -> (i32)")
                .hasMessageContaining("int scale(float): the method needs (f32) -> (i32)")
                .hasMessageContaining("java.lang.String nothing(): only numbers, enums and records of them")
                .hasMessageContaining("int absent(int): no exported function \"absent\"; there are [multiply, scale,")
                .hasMessageContaining("int flip(char): parameter 1: no format has a place for char")
                .hasMessageContaining("T mix(): the result: no format has a place for T");
    }

    interface Absent {
        int absent(char level);
    }

    @Test
    void aMethodWithoutExportIsLookedAtNevertheless() {
        var thrown = catchThrowableOfType(BindException.class,
                () -> Bindings.bind(MethodHandles.lookup(), Absent.class, instance));
        assertThat(thrown.mistakes()).hasSize(2);
        assertThat(thrown).hasMessageContaining("no exported function \"absent\"")
                .hasMessageContaining("no format has a place for char");
    }

    @Test
    void mistakesAreKeptInSerialisedForm() throws IOException, ClassNotFoundException {
        var thrown = catchThrowableOfType(BindException.class,
                () -> Bindings.bind(MethodHandles.lookup(), Absent.class, instance));
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(thrown);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(((BindException) in.readObject()).mistakes()).isEqualTo(thrown.mistakes()).isNotEmpty();
        }
    }

    @Test
    void aLookupThatHasLostSomeOfItsAccess() {
        var dropped = MethodHandles.lookup().dropLookupMode(MethodHandles.Lookup.PRIVATE);
        assertThatThrownBy(() -> Bindings.bind(dropped, Calculator.class, instance)).isInstanceOf(BindException.class)
                .hasMessageContaining("full privilege access");
        assertThat(Bindings.bind(dropped, PublicCalculator.class, instance).multiply(4, 5)).isEqualTo(20);
    }

    @Test
    void aPrivateInterfaceNeedsALookup() {
        assertThatThrownBy(() -> Bindings.bind(Calculator.class, instance)).isInstanceOf(BindException.class)
                .hasMessageContaining("pass MethodHandles.lookup()");
        assertThatThrownBy(() -> Bindings.bind(MethodHandles.lookup(), (Class<?>) String.class, instance))
                .isInstanceOf(BindException.class).hasMessageContaining("is no interface");
    }

    @Test
    void aPublicInterfaceNeedsNone() {
        assertThat(Bindings.bind(PublicCalculator.class, instance).multiply(4, 5)).isEqualTo(20);
        assertThat(Bindings.bind(PublicCalculator.class, instance).divide(9, 4))
                .isEqualTo(new PublicCalculator.Division(2, 1));
    }

    public static final class Plain {
        public int multiply(int x, int y) {
            return x * y;
        }

        public PublicCalculator.Division divide(long x, long y) {
            return new PublicCalculator.Division(x / y, x % y);
        }
    }

    @Test
    void theSameInterfaceOverJava() {
        var lookup = MethodHandles.lookup();
        var plain = Bindings.bindJava(lookup, PublicCalculator.class, new Plain());
        assertThat(plain.multiply(4, 5)).isEqualTo(20);
        assertThat(plain.divide(9, 4)).isEqualTo(new PublicCalculator.Division(2, 1));
        assertThat(Bindings.bindJava(PublicCalculator.class, plain)).isSameAs(plain);
        assertThatThrownBy(() -> Bindings.bindJava(lookup, Calculator.class, new Plain()))
                .isInstanceOf(BindException.class).hasMessageContaining("scale").hasMessageContaining("nothing");
    }
}
