package dev.mortise.wasm;

import static dev.mortise.wasm.ValueType.F64;
import static dev.mortise.wasm.ValueType.FUNCREF;
import static dev.mortise.wasm.ValueType.I32;
import static dev.mortise.wasm.build.Code.I32_ADD;
import static dev.mortise.wasm.build.Code.I32_DIV_S;
import static dev.mortise.wasm.build.Code.I32_EQZ;
import static dev.mortise.wasm.build.Code.I32_SUB;
import static dev.mortise.wasm.build.Code.I32_TRUNC_F64_S;
import static dev.mortise.wasm.build.Code.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mortise.wasm.build.Code;
import dev.mortise.wasm.build.ModuleBuilder;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A guest that recurses to the edge of its stack and does something there for the first time must not break it for
 * later calls: a static initialiser that a stack overflow ends leaves its class unusable for the life of the JVM.
 */
class StackExhaustionTest {

    private static final FunctionType TYPE = FunctionType.of(I32).returning(I32);
    private static final FunctionType NUMBER = FunctionType.of().returning(I32);
    /** Small, so that the edge is near. */
    private static final long STACK_BYTES = 256 << 10;
    private static final int HOST_RESULT = 11;

    /** What a guest may do for the first time at the edge; each leaves an i32 or traps. */
    private enum Action {
        FUNCTION_OF_ANOTHER_CLASS(null, code -> code.call(1)),
        HOST_FUNCTION(null, code -> code.call(0)),
        MEMORY_GROW(null, code -> code.i32(1).memoryGrow()),
        INDIRECT_CALL(null, code -> code.i32(0).callIndirect(0)),
        INDIRECT_CALL_OF_HOST_FUNCTION(null, code -> code.i32(1).callIndirect(0)),
        TABLE_AND_REFERENCE(null, code -> code.with(0xd2, 1).op(Code.REF_IS_NULL)),
        TRAP_UNREACHABLE(Trap.Kind.UNREACHABLE, code -> code.op(UNREACHABLE)),
        TRAP_DIVISION(Trap.Kind.INTEGER_DIVIDE_BY_ZERO, code -> code.i32(1).i32(0).op(I32_DIV_S)),
        TRAP_MEMORY(Trap.Kind.OUT_OF_BOUNDS_MEMORY_ACCESS, code -> code.i32(-1).load32(0)),
        TRAP_CONVERSION(Trap.Kind.INVALID_CONVERSION_TO_INTEGER, code -> code.f64(Double.NaN).op(I32_TRUNC_F64_S)),
        TRAP_NULL_ELEMENT(Trap.Kind.UNINITIALIZED_ELEMENT, code -> code.i32(3).callIndirect(0)),
        TRAP_OUTSIDE_TABLE(Trap.Kind.UNDEFINED_ELEMENT, code -> code.i32(99).callIndirect(0)),
        TRAP_TYPE_MISMATCH(Trap.Kind.INDIRECT_CALL_TYPE_MISMATCH, code -> code.i32(2).callIndirect(0));

        private final Trap.@Nullable Kind trap;
        private final Consumer<Code> code;

        Action(Trap.@Nullable Kind trap, Consumer<Code> code) {
            this.trap = trap;
            this.code = code;
        }
    }

    /** {@code run(n)} calls itself n times, then acts; {@code depth} counts how often it was entered. */
    private static Instance instance(Consumer<Code> action) {
        var builder = new ModuleBuilder().memory(1, 1000).table(FUNCREF, 5, 5).named("edge")
                .global(I32, true, code -> code.i32(0)).export("depth", 3, 0);
        // Type 0 is the one of the indirect calls.
        builder.importFunction("host", "number", NUMBER);
        builder.privateFunction("other", NUMBER, code -> code.i32(7));
        builder.privateFunction("mistyped", FunctionType.of(F64), code -> {
        });
        // Functions share a class while they are small: this one keeps the next one in a class of its own.
        builder.privateFunction("padding", NUMBER, code -> {
            for (var i = 0; i < 2_000; i++) {
                code.i32(1_000_000).op(Code.DROP);
            }
            code.i32(0);
        });
        builder.function("run", TYPE, code -> {
            code.globalGet(0).i32(1).op(I32_ADD).globalSet(0);
            code.get(0).op(I32_EQZ).ifThen(I32);
            action.accept(code);
            code.otherwise().get(0).i32(1).op(I32_SUB).call(4).i32(1).op(I32_ADD).end();
        });
        builder.elements(0, 1, 0, 2);
        return builder.toModule().instantiate(Imports.builder().function("host", "number", host()).build());
    }

    /** A host function that initialises a class of its own when it is first called. */
    private static HostFunction host() {
        var name = Fragile.class.getName();
        try (var bytes = Fragile.class.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
            var copy = MethodHandles.lookup().defineHiddenClass(Objects.requireNonNull(bytes).readAllBytes(), false);
            return HostFunction.of(copy.findStatic(copy.lookupClass(), "number", MethodType.methodType(int.class)));
        } catch (IOException | ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** Its initialiser takes some stack; one that is cut short leaves the class unusable. */
    private static final class Fragile {

        private static final int NUMBER = HOST_RESULT + descend(300);

        private Fragile() {}

        private static int descend(int frames) {
            return frames == 0 ? 0 : descend(frames - 1);
        }

        static int number() {
            return NUMBER;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whateverHappensAtTheEdgeWorksLater(Action action) throws InterruptedException {
        var edge = edge(action);
        var outcomes = new ArrayList<String>();
        // Code that was compiled meanwhile needs less stack, so the edge moves.
        for (var depth = edge / 2; Collections.frequency(outcomes, "exhausted") < 12
                && depth < 100 * edge; depth += 17) {
            var instance = instance(action.code);
            var there = depth;
            var thrown = onSmallStack(() -> instance.function("run").call(there));
            outcomes.add(check(action, thrown));
            // The same for the first time again, in an instance whose classes were perhaps half made, and in a new one.
            assertThat(check(action, onSmallStack(() -> instance.function("run").call(0)))).as("depth %s", depth)
                    .isEqualTo("done");
        }
        assertThat(outcomes).as("both sides of the edge").contains("done", "exhausted");
        assertThat(check(action, onSmallStack(() -> instance(action.code).function("run").call(3)))).isEqualTo("done");
    }

    private static String check(Action action, @Nullable Throwable thrown) {
        if (thrown instanceof Trap trap && trap.kind() == Trap.Kind.STACK_EXHAUSTED) {
            return "exhausted";
        }
        if (action.trap == null) {
            assertThat(thrown).isNull();
        } else {
            assertThat(thrown).isInstanceOfSatisfying(Trap.class,
                    trap -> assertThat(trap.kind()).isEqualTo(action.trap));
        }
        return "done";
    }

    /** How deep a recursion goes on such a stack. */
    private static int edge(Action action) throws InterruptedException {
        var instance = instance(action.code);
        var thrown = onSmallStack(() -> instance.function("run").call(1_000_000));
        assertThat(check(action, thrown)).isEqualTo("exhausted");
        return (int) Objects.requireNonNull(instance.global("depth").get());
    }

    private static @Nullable Throwable onSmallStack(Runnable call) throws InterruptedException {
        var thrown = new @Nullable Throwable[1];
        var thread = new Thread(null, () -> {
            try {
                call.run();
            } catch (Throwable e) {
                thrown[0] = e;
            }
        }, "small stack", STACK_BYTES);
        thread.start();
        thread.join();
        return thrown[0];
    }

    @Test
    void exhaustionIsATrapWithTheGuestsFramesAndTheInstanceLivesOn() {
        var instance = instance(code -> code.i32(0));
        for (var i = 0; i < 20; i++) {
            assertThat(catchThrowableOfType(Trap.class,
                    () -> instance.function("run").call(100_000_000))).satisfies(trap -> {
                        assertThat(trap.kind()).isEqualTo(Trap.Kind.STACK_EXHAUSTED);
                        assertThat(trap).hasMessage("call stack exhausted");
                        assertThat(trap.getStackTrace()).extracting(StackTraceElement::getMethodName)
                                .anyMatch(method -> method.startsWith("run"));
                    });
            assertThat(instance.function("run").call(10)).containsExactly(10);
        }
    }
}
