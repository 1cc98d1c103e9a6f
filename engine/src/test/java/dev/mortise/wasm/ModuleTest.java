package dev.mortise.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mortise.wasm.build.ModuleBuilder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleTest {

    @TempDir
    private Path folder;

    @Test
    void aFileGivesItsNameToAModuleWithoutOne() throws IOException {
        var file = Files.write(folder.resolve("some.wasm"), new ModuleBuilder().toBytes());
        assertThat(Module.read(file).name()).isEqualTo("some.wasm");
        Files.write(file, new ModuleBuilder().named("own").toBytes());
        assertThat(Module.read(file).name()).isEqualTo("own");
    }

    @Test
    void aFolderIsNamed() {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> Module.read(folder))
                .withMessage(folder + ": is a folder; a module is one file");
    }

    @Test
    void aMissingFileIsNamed() {
        var file = folder.resolve("none.wasm");
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> Module.read(file))
                .withMessage(file + ": there is no such file");
    }

    /** The file takes no room on disk, and is not read. */
    @Test
    void aFileOver2GibibytesIsNamed() throws IOException {
        var file = folder.resolve("big.wasm");
        try (var big = new RandomAccessFile(file.toFile(), "rw")) {
            big.setLength(1L << 31);
        }
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> Module.read(file))
                .withMessage(file + ": has 2147483648 bytes; a module must be under 2 GiB");
    }

    @Test
    void customSectionsKeepOrderNamesAndContents() {
        var module = new ModuleBuilder().custom("first", bytes("one")).custom("second", bytes("two"))
                .custom("first", bytes("three")).custom("", new byte[0]).toModule();
        assertThat(module.customSectionNames()).containsExactly("first", "second", "first", "", "name");
        assertThat(module.customSection("first")).hasValue(bytes("one"));
        assertThat(module.customSection("second")).hasValue(bytes("two"));
        assertThat(module.customSection("")).hasValue(new byte[0]);
        assertThat(module.customSection("third")).isEmpty();
        module.customSection("first").orElseThrow()[0] = 'X';
        assertThat(module.customSection("first")).as("a copy each time").hasValue(bytes("one"));
    }

    @Test
    void functionNamesComeFromTheNameSection() {
        var builder = new ModuleBuilder();
        builder.importFunction("host", "imported", FunctionType.of());
        builder.privateFunction("own", FunctionType.of(), code -> {
        });
        var module = builder.toModule();
        assertThat(module.functionName(0)).hasValue("imported");
        assertThat(module.functionName(1)).hasValue("own");
        assertThat(module.functionName(2)).isEmpty();
        assertThat(module.functionName(-1)).isEmpty();
    }

    @Test
    void listsCannotBeChanged() {
        var module = new ModuleBuilder().memory(1, 1).export("memory", 2, 0).toModule();
        assertThat(module.exports()).extracting(ExportType::name).containsExactly("memory");
        assertThatThrownBy(() -> module.exports().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> module.instantiate().exports().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
