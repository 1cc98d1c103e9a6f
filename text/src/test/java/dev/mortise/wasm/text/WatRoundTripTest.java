package dev.mortise.wasm.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.HostFunction;
import dev.mortise.wasm.Imports;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.Module;
import dev.mortise.wasm.Trap;
import dev.mortise.wasm.ValueType;
import dev.mortise.wasm.internal.binary.ModuleDecoder;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes out: names, the forms a module may have, and agreement with another tool's binary of the same text. */
class WatRoundTripTest {

    private static final Path GUESTS = Path.of(System.getProperty("mortise.root", ".."), "guests/wat");

    @Test
    void identifiersBecomeNames() {
        var bytes = Wat.toBinary("""
                (module $my_module
                  (import "host" "f" (func $imported (param i32)))
                  (func (export "unnamed"))
                  (func $named (param $x i32) (local $y i64))
                  (func $"with space \\u{e9}"))
                """);
        var names = ModuleDecoder.decode(bytes).names();
        assertThat(names.module()).contains("my_module");
        assertThat(names.function(0)).contains("imported");
        assertThat(names.function(1)).isEmpty();
        assertThat(names.function(2)).contains("named");
        assertThat(names.function(3)).contains("with space \u00e9");
    }

    @Test
    void namesOfLocalsTypesAndTheRestAreWritten() {
        var bytes = Wat.toBinary("""
                (module
                  (type $t (func))
                  (table $a 1 funcref) (memory $m 1) (global $g i32 (i32.const 0))
                  (func $f (param $x i32) (local i32) (local $y i64))
                  (elem $e func) (data $d ""))
                """);
        var section = Module.parse("names", bytes).customSection("name").orElseThrow();
        // A byte of subsection, one of length, one of count; function 0 of locals has two names: 0 and 2.
        assertThat(section).isEqualTo(new byte[]{1, 4, 1, 0, 1, 'f', 2, 9, 1, 0, 2, 0, 1, 'x', 2, 1, 'y', 4, 4, 1, 0,
            1, 't', 5, 4, 1, 0, 1, 'a', 6, 4, 1, 0, 1, 'm', 7, 4, 1, 0, 1, 'g', 8, 4, 1, 0, 1, 'e', 9, 4, 1, 0, 1,
            'd'});
    }

    @Test
    void namesAppearInTheStackTraceOfATrap() {
        var module = Module.parse("names.wasm", Wat.toBinary("""
                (func $inner (unreachable))
                (func $outer (export "run") (call $inner))
                """));
        var trap = catchThrowableOfType(Trap.class, () -> module.instantiate().function("run").call());
        assertThat(trap.getStackTrace()).extracting(StackTraceElement::getMethodName)
                .anyMatch(name -> name.startsWith("inner")).anyMatch(name -> name.startsWith("outer"));
    }

    @Test
    void withoutIdentifiersThereIsNoNameSection() {
        assertThat(Module.parse("m", Wat.toBinary("(module (func))")).customSection("name")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "(module)", "(module $name)", " ;; nothing\n", "(module binary \"\\00asm\\01\\00\\00\\00\")",
                "(module quote \"(module)\")", "(module quote)"})
    void emptyModulesHaveManyForms(String text) {
        var module = Module.parse("empty", Wat.toBinary(text));
        assertThat(module.imports()).isEmpty();
        assertThat(module.exports()).isEmpty();
    }

    @Test
    void theSmallestModuleIsEightBytes() {
        assertThat(Wat.toBinary("(module)")).isEqualTo(new byte[]{0, 'a', 's', 'm', 1, 0, 0, 0});
    }

    @Test
    void annotationsAndCommentsChangeNothing() {
        var plain = "(module (func $f (export \"f\") (param i32) (result i32) (i32.add (local.get 0) (i32.const 1))))";
        var annotated = """
                (@producers (language "Rust" "1.0") (; nested (; comment ;) ;) [any, tokens] {as; they} "come \\" )")
                (module (@custom "section" (before first) "\\00\\ff")
                  (func $f (@name "other") (export (@where "f") "f") (param (@x) i32) (result i32) ;; end )
                    (i32.add (@metadata.code.branch_hint "\\01") (local.get 0) (i32.const (@y) 1)) (@"quoted id")))
                """;
        assertThat(Wat.toBinary(annotated)).isEqualTo(Wat.toBinary(plain));
    }

    @Test
    void flatAndFoldedFormsAreTheSame() {
        var folded = """
                (func (param i32) (result i32)
                  (if (result i32) (i32.eqz (local.get 0))
                    (then (block $b (result i32) (br $b (i32.const 1))))
                    (else (i32.sub (local.get 0) (i32.const 1)))))
                """;
        var flat = """
                (func (param i32) (result i32)
                  local.get 0 i32.eqz
                  if (result i32)
                    block $b (result i32) i32.const 1 br $b end $b
                  else
                    local.get 0 i32.const 1 i32.sub
                  end)
                """;
        assertThat(Wat.toBinary(flat)).isEqualTo(Wat.toBinary(folded));
    }

    @Test
    void multiplyAgreesWithItsBinary() throws IOException {
        for (var instance : both("multiply", Imports.none())) {
            assertThat(instance.function("multiply").call(-6, 7)).containsExactly(-42);
        }
    }

    @Test
    void loopsAgreesWithItsBinary() throws IOException {
        for (var instance : both("loops", Imports.none())) {
            assertThat(instance.function("fine").call()).containsExactly(0);
        }
    }

    @Test
    void importsAgreesWithItsBinary() throws IOException {
        var i32 = ValueType.I32;
        var i64 = ValueType.I64;
        var imports = Imports.builder()
                .function("host", "increment", HostFunction.of(FunctionType.of(i32).returning(i32),
                        (caller, a) -> new Object[]{(int) a[0] + 1}))
                .function("host", "mix", HostFunction.of(FunctionType.of(i64, i64).returning(i64),
                        (caller, a) -> new Object[]{(long) a[0] * 31 + (long) a[1]}))
                .function("host", "scale", HostFunction.of(FunctionType.of(ValueType.F64).returning(ValueType.F64),
                        (caller, a) -> new Object[]{(double) a[0] * 0.5}))
                .function("host", "blend", HostFunction.of(FunctionType.of(i32, i64, ValueType.F32).returning(i32),
                        (caller, a) -> new Object[]{(int) a[0] + (int) (long) a[1] + (int) (float) a[2]}))
                .build();
        var results = both("imports", imports);
        var expected = results[0].function("run").call(25);
        assertThat(results[1].function("run").call(25)).isEqualTo(expected);
        assertThat((long) expected[0]).isNotZero();
    }

    @Test
    void trapsAgreesWithItsBinary() throws IOException {
        var instances = both("traps", Imports.none());
        var compared = 0;
        for (var export : instances[0].module().exports()) {
            if (export.type() instanceof FunctionType) {
                assertThat(outcome(instances[0], export.name())).as(export.name())
                        .isEqualTo(outcome(instances[1], export.name()));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(15);
    }

    private static String outcome(Instance instance, String function) {
        try {
            return "returned " + instance.function(function).call()[0];
        } catch (Trap trap) {
            return "trapped: " + trap.kind();
        }
    }

    /** An instance of the committed binary, and one of its text. */
    private static Instance[] both(String name, Imports imports) throws IOException {
        var binary = Module.read(GUESTS.resolve(name + ".wasm"));
        var text = Module.parse(name + ".wat", Wat.toBinary(GUESTS.resolve(name + ".wat")));
        assertThat(text.imports()).isEqualTo(binary.imports());
        assertThat(text.exports()).isEqualTo(binary.exports());
        return new Instance[]{binary.instantiate(imports), text.instantiate(imports)};
    }
}
