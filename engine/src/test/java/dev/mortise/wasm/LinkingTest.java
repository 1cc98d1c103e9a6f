package dev.mortise.wasm;

import static dev.mortise.wasm.ValueType.EXTERNREF;
import static dev.mortise.wasm.ValueType.FUNCREF;
import static dev.mortise.wasm.ValueType.I32;
import static dev.mortise.wasm.ValueType.I64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mortise.wasm.build.ModuleBuilder;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an import asks for and what it is given, of each kind. */
class LinkingTest {

    private static final Attachment<StringBuilder> NOTES = Attachment.create(StringBuilder.class);
    private static final HostFunction INCREMENT = HostFunction.of(IntUnaryOperator.class, x -> x + 1);
    private static final Memory MEMORY = Memory.create(new MemoryType(new Limits(1, OptionalLong.empty())));
    private static final Table TABLE = Table.create(new TableType(FUNCREF, new Limits(1, OptionalLong.of(2))));
    private static final Global GLOBAL = Global.create(new GlobalType(I32, true), 1);

    private static Module importing(String kind) {
        var builder = new ModuleBuilder();
        switch (kind) {
            case "function" -> builder.importFunction("host", "it", FunctionType.of(I64).returning(I32));
            case "memory" -> builder.importMemory("host", "it", 2, 3);
            case "table" -> builder.importTable("host", "it", EXTERNREF, 1, 2);
            default -> builder.importGlobal("host", "it", I32, false);
        }
        return builder.toModule();
    }

    static Stream<Arguments> mismatches() {
        return Stream.of(
                Arguments.of("function", INCREMENT, "function (i64) -> (i32)", "function (i32) -> (i32)"),
                Arguments.of("function", MEMORY, "function (i64) -> (i32)", MEMORY.type().toString()),
                Arguments.of("memory", MEMORY, "memory", MEMORY.type().toString()),
                Arguments.of("memory", INCREMENT, "memory", "function (i32) -> (i32)"),
                Arguments.of("table", TABLE, "externref", "funcref"),
                Arguments.of("table", GLOBAL, "externref", GLOBAL.type().toString()),
                Arguments.of("global", GLOBAL, new GlobalType(I32, false).toString(), GLOBAL.type().toString()),
                Arguments.of("global", TABLE, new GlobalType(I32, false).toString(), "funcref"));
    }

    @ParameterizedTest
    @MethodSource("mismatches")
    void bothSidesOfAMismatchAreNamed(String kind, Object given, String wanted, String found) {
        var imports = Imports.builder();
        if (given instanceof HostFunction function) {
            imports.function("host", "it", function);
        } else {
            imports.extern("host", "it", (Extern) given);
        }
        assertThatExceptionOfType(LinkException.class).isThrownBy(() -> importing(kind).instantiate(imports.build()))
                .satisfies(e -> assertThat(e.getMessage())
                        .startsWith("incompatible import type: \"host\" \"it\" must be ").containsSubsequence(wanted,
                                ", but ", found, " was provided"));
    }

    @ParameterizedTest
    @MethodSource("mismatches")
    void aMissingImportIsNamedWithWhatThereIs(String kind, Object given, String wanted) {
        assertThatExceptionOfType(LinkException.class)
                .isThrownBy(() -> importing(kind).instantiate(
                        Imports.builder().function("host", "other", INCREMENT).function("host", "alas", INCREMENT)
                                .build()))
                .satisfies(e -> assertThat(e.getMessage()).startsWith("unknown import: \"host\" \"it\" (")
                        .containsSubsequence(wanted, "is not provided", "[alas, other]"));
    }

    @Test
    void attachmentsBelongToTheInstance() {
        var module = new ModuleBuilder().toModule();
        var notes = new StringBuilder("one");
        var instance = module.instantiate(Imports.builder().attach(NOTES, notes).build());
        assertThat(NOTES.get(instance)).isSameAs(notes);
        var other = module.instantiate();
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> NOTES.get(other))
                .withMessageContaining("java.lang.StringBuilder").withMessageContaining("Imports.Builder.attach");
        var late = Attachment.create(String.class);
        assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> late.get(instance))
                .withMessageContaining("java.lang.String");
    }

    @Test
    void importsAddedToOthersBringTheirAttachmentsAndNotTheirLimits() {
        var first = Imports.builder().attach(NOTES, new StringBuilder("first")).function("host", "f", INCREMENT)
                .maxMemoryPages(0).build();
        var builder = new ModuleBuilder();
        builder.importFunction("host", "f", INCREMENT.type());
        builder.memory(1, 1).export("f", 0, 0);
        var module = builder.toModule();
        var instance = module.instantiate(Imports.builder().addAll(first).build());
        assertThat(NOTES.get(instance)).hasToString("first");
        assertThat(instance.function("f").call(1)).containsExactly(2);
        var later = module.instantiate(
                Imports.builder().addAll(first).attach(NOTES, new StringBuilder("second")).build());
        assertThat(NOTES.get(later)).hasToString("second");
        assertThatExceptionOfType(LinkException.class).isThrownBy(() -> module.instantiate(first))
                .withMessageContaining("over the limit of 0 pages");
    }
}
