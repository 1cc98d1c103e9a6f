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
 * It knows the language that the engine runs, and names what a text needs beyond that. What it writes is well-formed but
 * not yet validated: wrong types and numeric indices that are out of range are found when the engine loads the module.
 * Identifiers become a name section; annotations are skipped. As in scripts, {@code (module binary "...")} and
 * {@code (module quote "...")} are understood, too.
 *
 * <p>
 * A text needs heap in proportion to its length, and no stack, however deep it nests. All methods may be called from any
 * thread.
 */
public final class Wat {

    private static final long MOST_BYTES = Integer.MAX_VALUE - 8L;

    private Wat() {}

    /**
     * Translates one module, written as {@code (module ...)} or as its bare fields. An empty text is an empty module.
     *
     * @param source the text
     * @return a module in the binary format
     * @throws WatException if the text is malformed or uses what is not supported, with line and column
     */
    public static byte[] toBinary(String source) {
        return ModuleText.toBinary(Source.of(source));
    }

    /**
     * Translates one module from bytes in UTF-8.
     *
     * @param name what messages call the text, such as a file's name
     * @param utf8 the text
     * @return a module in the binary format
     * @throws WatException if the text is no UTF-8, is malformed or uses what is not supported, with line and column
     */
    public static byte[] toBinary(String name, byte[] utf8) {
        return ModuleText.toBinary(Source.of(name, utf8));
    }

    /**
     * Translates one module from a file in UTF-8.
     *
     * @param file the text
     * @return a module in the binary format
     * @throws IOException if the file cannot be read, or has 2 GiB or more
     * @throws WatException if the text is no UTF-8, is malformed or uses what is not supported, with line and column;
     *             the message names the file
     */
    public static byte[] toBinary(Path file) throws IOException {
        var size = Files.size(file);
        if (size > MOST_BYTES) {
            throw new IOException(file + ": " + size + " bytes are too many, the text of a module must be under 2 GiB");
        }
        return toBinary(file.toString(), Files.readAllBytes(file));
    }
}
