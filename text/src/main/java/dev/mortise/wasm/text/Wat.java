package dev.mortise.wasm.text;

import dev.mortise.wasm.text.internal.ModuleText;
import dev.mortise.wasm.text.internal.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Translates modules from the text format (WAT, specification chapter 6) to the binary format.
 *
 * <p>
 * It knows the language that the engine runs. What it writes is well-formed but not yet validated: typing errors are
 * found when the engine loads the module. Identifiers become a name section. All methods may be called from any thread.
 */
public final class Wat {

    private Wat() {}

    /**
     * Translates one module, written as {@code (module ...)} or as its bare fields.
     *
     * @param source the text
     * @return a module in the binary format
     * @throws WatException if the text is malformed or uses what is not supported, with line and column
     */
    public static byte[] toBinary(String source) {
        return ModuleText.toBinary(Source.of(source));
    }

    /**
     * Translates one module from a file in UTF-8.
     *
     * @param file the text
     * @return a module in the binary format
     * @throws IOException if the file cannot be read
     * @throws WatException if the text is malformed or uses what is not supported, with line and column
     */
    public static byte[] toBinary(Path file) throws IOException {
        return ModuleText.toBinary(Source.of(file.toString(), Files.readAllBytes(file)));
    }
}
