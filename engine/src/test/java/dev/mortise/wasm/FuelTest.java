package dev.mortise.wasm;

import static dev.mortise.wasm.ValueType.FUNCREF;
import static dev.mortise.wasm.ValueType.I32;
import static dev.mortise.wasm.build.Code.I32_ADD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.mortise.wasm.build.ModuleBuilder;
import dev.mortise.wasm.internal.binary.ModuleDecoder;
import dev.mortise.wasm.internal.compile.CompileOptions;
import dev.mortise.wasm.internal.compile.ModuleCompiler;
import dev.mortise.wasm.internal.validate.ModuleValidator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuelTest {

    private static final FunctionType NOTHING = FunctionType.of();
    private static final FunctionType TYPE = FunctionType.of(I32).returning(I32);
    /** Entering it, and three instructions. */
    private static final long INCREMENT_UNITS = 4;

    private static ModuleBuilder builder() {
        var builder = new ModuleBuilder();
        builder.function("increment", TYPE, code -> code.get(0).i32(1).op(I32_ADD));
        builder.function("endless", NOTHING, code -> code.loop().br(0).end());
        builder.function("recursion", NOTHING, code -> code.call(2));
        return builder;
    }

    private static Instance instance(Module module, Fuel fuel) {
        return module.instantiate(Imports.builder().fuel(fuel).build());
    }

    private static void assertOutOfFuel(ThrowingCallable call) {
        assertThatExceptionOfType(Trap.class).isThrownBy(call)
                .satisfies(trap -> assertThat(trap.kind()).isEqualTo(Trap.Kind.OUT_OF_FUEL));
    }

    @Test
    void anEndlessLoopRunsOutAndTheInstanceLivesOn() {
        var fuel = Fuel.of(1_000);
        var instance = instance(builder().toModule(), fuel);
        assertOutOfFuel(instance.function("endless")::call);
        assertThat(fuel.consumed()).isEqualTo(1_000);
        assertThat(fuel.left()).isZero();
        assertOutOfFuel(() -> instance.function("increment").call(1));
        fuel.set(2 * INCREMENT_UNITS);
        assertThat(instance.function("increment").call(1)).containsExactly(2);
        assertThat(fuel.left()).isEqualTo(INCREMENT_UNITS);
        assertThat(fuel.consumed()).isEqualTo(1_000 + INCREMENT_UNITS);
        assertThat(fuel).hasToString("1004 units consumed, 4 left");
    }

    @Test
    void endlessRecursionRunsOut() {
        assertOutOfFuel(instance(builder().toModule(), Fuel.of(500)).function("recursion")::call);
    }

    @Test
    void theTrapSaysWhatWasMissingAndShowsWhereTheGuestWas() {
        var instance = instance(builder().toModule(), Fuel.of(3));
        assertThatExceptionOfType(Trap.class).isThrownBy(() -> instance.function("increment").call(1))
                .withMessage("out of fuel: the next instructions cost 4 units, but 3 are left")
                .satisfies(trap -> assertThat(trap.getStackTrace()).extracting(StackTraceElement::getMethodName)
                        .anyMatch(method -> method.startsWith("increment")));
    }

    @Test
    void runsOutInCompiledCodeWhereItDidInTheInterpreter() {
        var fuel = Fuel.of(0);
        var instance = instance(builder().toModule(), fuel);
        for (var i = 0; i < 20_000; i++) {
            fuel.set(101);
            assertOutOfFuel(instance.function("endless")::call);
            assertThat(fuel.left()).isZero();
        }
    }

    @Test
    void instancesWithAndWithoutFuelShareAModule() {
        var module = builder().toModule();
        var free = module.instantiate();
        var fuel = Fuel.of(INCREMENT_UNITS);
        var metered = instance(module, fuel);
        assertThat(free.function("increment").call(1)).containsExactly(2);
        assertThat(fuel.left()).isEqualTo(INCREMENT_UNITS);
        assertThat(metered.function("increment").call(1)).containsExactly(2);
        assertThat(fuel.left()).isZero();
        assertThat(metered.fuel()).isSameAs(fuel);
        assertThat(metered.module()).isSameAs(module);
        assertThatIllegalStateException().isThrownBy(free::fuel)
                .withMessage("module test.wasm counts no fuel in this instance, which was given none: say "
                        + "Imports.Builder.fuel");
    }

    @Test
    void codeWithoutFuelKnowsNothingOfIt() {
        var bytes = Guests.bytes("guests/kernels/kernels.wasm");
        var options = CompileOptions.forThisJvm();
        assertThat(namesFuel(bytes, options)).isEmpty();
        assertThat(namesFuel(bytes, options.metered())).isNotEmpty();
    }

    /** The classes of functions that have the word in them. */
    private static ArrayList<String> namesFuel(byte[] bytes, CompileOptions options) {
        var definition = ModuleDecoder.decode(bytes);
        var compiler = new ModuleCompiler(definition, ModuleValidator.validate(definition), "kernels", options);
        var found = new ArrayList<String>();
        for (var i = 0; i < compiler.functionsClasses(); i++) {
            var name = "Functions" + i;
            if (new String(compiler.moduleClass(name), StandardCharsets.ISO_8859_1).contains("FuelTank")) {
                found.add(name);
            }
        }
        return found;
    }

    @Test
    void severalInstancesShareOneBudget() {
        var fuel = Fuel.of(1_000);
        var callee = instance(builder().toModule(), fuel);
        var builder = new ModuleBuilder();
        var increment = builder.importFunction("callee", "increment", TYPE);
        builder.function("twice", TYPE, code -> code.get(0).call(increment).call(increment));
        var caller = builder.toModule()
                .instantiate(Imports.builder().instance("callee", callee).fuel(fuel).build());
        assertThat(caller.function("twice").call(5)).containsExactly(7);
        // Entering it and three instructions, and what it calls.
        assertThat(fuel.consumed()).isEqualTo(4 + 2 * INCREMENT_UNITS);
    }

    @Test
    void anInstanceCountsItsOwnFunctionsAlone() {
        var callee = builder().toModule().instantiate();
        var builder = new ModuleBuilder();
        var increment = builder.importFunction("callee", "increment", TYPE);
        builder.function("twice", TYPE, code -> code.get(0).call(increment).call(increment));
        var fuel = Fuel.of(1_000);
        var caller = builder.toModule()
                .instantiate(Imports.builder().instance("callee", callee).fuel(fuel).build());
        assertThat(caller.function("twice").call(5)).containsExactly(7);
        assertThat(fuel.consumed()).isEqualTo(4);
    }

    @Test
    void instantiationIsPaid() {
        var builder = new ModuleBuilder().memory(1, 1).table(FUNCREF, 4, 4);
        var start = builder.privateFunction("start", NOTHING, code -> code.i32(0).i32(7).store32(0));
        // The second one is its own: 1 and 3 elements, 1 and 2 times 8 bytes begun, entering and 3 instructions.
        var module = builder.elements(0, start, start, start).data(0, new byte[9]).start(start).toModule();
        var fuel = Fuel.of(1_000);
        instance(module, fuel);
        assertThat(fuel.consumed()).isEqualTo(1 + 3 + 1 + 2 + 1 + 3);
        for (var units = 0; units < 11; units++) {
            var less = Fuel.of(units);
            assertOutOfFuel(() -> instance(module, less));
        }
    }

    @Test
    void aHostFunctionReadsTakesAndGivesFuel() {
        var builder = new ModuleBuilder();
        var work = builder.importFunction("host", "work", TYPE);
        builder.function("run", TYPE, code -> code.get(0).call(work));
        var module = builder.toModule();
        var fuel = Fuel.of(100);
        var instance = module.instantiate(Imports.builder().fuel(fuel)
                .function("host", "work", HostFunction.of(IntUnaryOperator.class, units -> {
                    var left = (int) fuel.left();
                    fuel.consume(units);
                    return left;
                })).build());
        assertThat(instance.function("run").call(90)).containsExactly(97);
        assertThat(fuel.left()).isEqualTo(7);
        fuel.set(100);
        assertOutOfFuel(() -> instance.function("run").call(98));
        assertThat(fuel.left()).isEqualTo(97);
    }

    @Test
    void anInterruptStopsItLongBefore() throws Exception {
        var instance = instance(builder().toModule(), Fuel.of(Long.MAX_VALUE));
        var call = new CompletableFuture<Void>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                instance.function("endless").call();
            } catch (Trap e) {
                call.completeExceptionally(e);
            }
        });
        Thread.sleep(50);
        instance.interrupt();
        assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> call.get(30, TimeUnit.SECONDS))
                .havingCause().isInstanceOfSatisfying(Trap.class,
                        trap -> assertThat(trap.kind()).isEqualTo(Trap.Kind.INTERRUPTED));
        assertThat(instance.fuel().consumed()).isPositive();
    }

    @Test
    void numbersOfUnitsAreNotNegative() {
        assertThatIllegalArgumentException().isThrownBy(() -> Fuel.of(-1))
                .withMessage("a number of units must be 0 or more, not -1");
        var fuel = Fuel.of(5);
        assertThatIllegalArgumentException().isThrownBy(() -> fuel.set(-2));
        assertThatIllegalArgumentException().isThrownBy(() -> fuel.consume(-3));
        assertThat(fuel.left()).isEqualTo(5);
        fuel.set(Long.MAX_VALUE);
        fuel.consume(Long.MAX_VALUE);
        fuel.set(Long.MAX_VALUE);
        assertThat(fuel.consumed()).isEqualTo(Long.MAX_VALUE);
    }
}
