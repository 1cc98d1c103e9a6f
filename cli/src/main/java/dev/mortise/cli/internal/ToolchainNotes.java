package dev.mortise.cli.internal;

import dev.mortise.wasm.InvalidModuleException;
import dev.mortise.wasm.internal.binary.ByteReader;
import dev.mortise.wasm.internal.binary.ModuleDefinition;
import java.util.ArrayList;
import java.util.List;

/**
 * What compilers note about themselves in custom sections, by the tool conventions of WebAssembly. Nobody vouches for
 * it.
 *
 * @param producers languages and tools with their versions, from the section "producers"
 * @param targetFeatures what the compiler was allowed to use, from the section "target_features"
 */
public record ToolchainNotes(List<String> producers, List<String> targetFeatures) {

    /** The notes of a module; what is malformed counts as not there, as with every custom section. */
    static ToolchainNotes of(ModuleDefinition module) {
        return new ToolchainNotes(read(module, "producers", ToolchainNotes::producers),
                read(module, "target_features", ToolchainNotes::targetFeatures));
    }

    private interface Content {
        void readInto(ByteReader reader, List<String> notes);
    }

    private static List<String> read(ModuleDefinition module, String section, Content content) {
        var notes = new ArrayList<String>();
        module.customSection(section).ifPresent(found -> {
            try {
                content.readInto(
                        new ByteReader(module.bytes(), found.contents().start(), found.contents().end()), notes);
            } catch (InvalidModuleException e) {
                notes.clear();
            }
        });
        return List.copyOf(notes);
    }

    /** Fields (language, processed-by, sdk), each with names and versions. */
    private static void producers(ByteReader reader, List<String> notes) {
        var fields = reader.vectorLength(2);
        for (var i = 0; i < fields; i++) {
            reader.name();
            var values = reader.vectorLength(2);
            for (var j = 0; j < values; j++) {
                var name = reader.name();
                var version = reader.name();
                notes.add(version.isEmpty() ? name : name + " " + version);
            }
        }
    }

    /** Names, each behind a plus (used) or minus (not to be used). */
    private static void targetFeatures(ByteReader reader, List<String> notes) {
        var count = reader.vectorLength(2);
        for (var i = 0; i < count; i++) {
            var used = reader.u8() == '+';
            var name = reader.name();
            if (used) {
                notes.add(name);
            }
        }
    }
}
