package dev.mortise.wasm;

import static dev.mortise.wasm.ValueType.FUNCREF;
import static dev.mortise.wasm.ValueType.I32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mortise.wasm.build.Code;
import dev.mortise.wasm.build.ModuleBuilder;
import dev.mortise.wasm.internal.binary.ModuleDecoder;
import dev.mortise.wasm.internal.validate.ModuleValidator;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Modules whose bodies are so many bytes that several threads validate them. */
class BigModuleTest {

    private static final FunctionType EMPTY = FunctionType.of();
    private static final FunctionType TO_I32 = EMPTY.returning(I32);
    private static final int FUNCTIONS = 200;
    private static final int NOP = 1;

    private static void pad(Code code) {
        var nops = new int[4_096];
        Arrays.fill(nops, NOP);
        code.op(nops);
    }

    /** Invalid functions drop a value that is not there, at their end or at their begin. */
    private static byte[] module(Set<Integer> invalidAtEnd, Set<Integer> invalidAtBegin) {
        var builder = new ModuleBuilder();
        for (var i = 0; i < FUNCTIONS; i++) {
            Consumer<Code> content = BigModuleTest::pad;
            if (invalidAtBegin.contains(i)) {
                content = code -> pad(code.op(Code.DROP));
            } else if (invalidAtEnd.contains(i)) {
                content = content.andThen(code -> code.op(Code.DROP));
            }
            builder.privateFunction("f" + i, EMPTY, content);
        }
        return builder.toBytes();
    }

    @RepeatedTest(20)
    void ofSeveralFaultsTheFirstIsTold() {
        var bytes = module(Set.of(61), Set.of(62, 65, 120, 121, 199));

        var refused = catchThrowableOfType(InvalidModuleException.class, () -> Module.parse(bytes));

        assertThat(refused).hasMessageContaining("f61").hasMessageContaining("drop needs a value");
        assertThat(bytes[(int) refused.offset()]).isEqualTo((byte) Code.DROP);
        assertThat(bytes[(int) refused.offset() - 1]).isEqualTo((byte) NOP);
        assertThat(refused.getStackTrace()).as("of the caller, not of a helper")
                .anyMatch(frame -> frame.getClassName().equals(BigModuleTest.class.getName()));
    }

    /** As where a process may have no more threads. */
    @Test
    void withoutHelpersItIsValidatedAllTheSame() {
        var definition = ModuleDecoder.decode(module(Set.of(199), Set.of()));

        assertThatExceptionOfType(InvalidModuleException.class).isThrownBy(() -> ModuleValidator.validate(definition,
                task -> {
                    throw new RejectedExecutionException();
                })).withMessageContaining("f199");
        assertThatExceptionOfType(InvalidModuleException.class).isThrownBy(() -> ModuleValidator.validate(definition,
                task -> {
                    throw new OutOfMemoryError("unable to create native thread");
                })).withMessageContaining("f199");
    }

    @Test
    void anInterruptionOfTheThreadIsForItsOwner() {
        Thread.currentThread().interrupt();

        var module = Module.parse(module(Set.of(), Set.of()));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(module.exports()).isEmpty();
    }

    /** A table that is never written to is called through without looking into it. */
    @RepeatedTest(20)
    void whatIsWrittenToATableCounts() {
        var builder = new ModuleBuilder().table(FUNCREF, 2, 2);
        var one = builder.privateFunction("one", TO_I32, code -> code.i32(1));
        var two = builder.privateFunction("two", TO_I32, code -> code.i32(2));
        builder.elements(0, one, two);
        builder.function("call", TO_I32, code -> code.i32(0).with(0x11, builder.type(TO_I32), 0));
        for (var i = 0; i < FUNCTIONS; i++) {
            builder.privateFunction("f" + i, EMPTY, BigModuleTest::pad);
        }
        builder.function("set", EMPTY, code -> code.i32(0).with(0xd2, two).with(0x26, 0));
        var instance = builder.toModule().instantiate();
        var call = instance.function("call").as(IntSupplier.class);

        assertThat(call.getAsInt()).isEqualTo(1);
        instance.function("set").as(Runnable.class).run();
        assertThat(call.getAsInt()).isEqualTo(2);
    }
}
