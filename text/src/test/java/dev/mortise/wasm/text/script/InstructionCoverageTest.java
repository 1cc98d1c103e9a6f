package dev.mortise.wasm.text.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mortise.wasm.internal.binary.CodeReader;
import dev.mortise.wasm.internal.binary.Instruction;
import dev.mortise.wasm.internal.binary.ModuleDecoder;
import dev.mortise.wasm.internal.binary.ModuleDefinition;
import dev.mortise.wasm.internal.binary.ModuleDefinition.Kind;
import dev.mortise.wasm.text.internal.ModuleText;
import dev.mortise.wasm.text.internal.Source;
import dev.mortise.wasm.text.internal.TokenReader;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Each instruction of the engine's table stands in a function that one of the own scripts calls in an
 * {@code assert_return} or {@code assert_trap}. An instruction that is added to the table fails here until it has a
 * script.
 */
class InstructionCoverageTest {

    @Test
    void theOwnScriptsAssertWhatEachInstructionDoes() throws Exception {
        var seen = EnumSet.noneOf(Instruction.class);
        for (var script : OwnScriptsTest.scripts()) {
            collect(TokenReader.of(Source.of(script.toString(), Files.readAllBytes(script))), seen);
        }
        assertThat(EnumSet.complementOf(seen)).as("instructions that no own script asserts").isEmpty();
    }

    private static void collect(TokenReader in, Set<Instruction> seen) {
        var modules = new HashMap<String, ModuleDefinition>();
        while (!in.atEnd()) {
            var form = in.copy();
            in.skipForm();
            switch (form.wordAfterOpen()) {
                case "module" -> define(form, modules);
                case "assert_return", "assert_trap", "assert_exhaustion" -> {
                    form.open();
                    form.word();
                    if (form.skipOpen("invoke")) {
                        called(form, modules, seen);
                    }
                }
                default -> {
                }
            }
        }
    }

    private static void define(TokenReader form, Map<String, ModuleDefinition> modules) {
        form.skipOpen("module");
        if (form.skip("instance")) {
            return;
        }
        form.skip("definition");
        var id = form.copy().identifier().orElse("");
        var module = ModuleDecoder.decode(ModuleText.contents(form));
        modules.put("", module);
        modules.put(id, module);
    }

    private static void called(TokenReader in, Map<String, ModuleDefinition> modules, Set<Instruction> seen) {
        var module = modules.get(in.identifier().orElse(""));
        var name = in.name();
        if (module == null) {
            return;
        }
        module.exports().stream().filter(export -> export.kind() == Kind.FUNCTION && export.name().equals(name))
                .filter(export -> export.index() >= module.importedFunctions())
                .forEach(export -> instructions(module, export.index(), seen));
    }

    private static void instructions(ModuleDefinition module, int function, Set<Instruction> seen) {
        var body = module.body(function);
        var reader = new CodeReader(module, body.start(), body.end());
        for (var entries = reader.u32(); entries > 0; entries--) {
            reader.u32();
            reader.valueType();
        }
        while (reader.remaining() > 0) {
            seen.add(reader.next());
        }
    }
}
