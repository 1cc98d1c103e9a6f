package dev.mortise.wasm.internal;

import dev.mortise.wasm.AheadOfTime;
import dev.mortise.wasm.InvalidModuleException;
import java.io.IOException;
import java.nio.file.Path;

/** What the Maven plug-in starts, which may itself run on a Java that is older than the engine's. */
public final class AheadOfTimeMain {

    private AheadOfTimeMain() {}

    /** @param arguments the module's file, the accessor, the folder of classes, and whether there shall be fuel */
    public static void main(String[] arguments) {
        var module = Path.of(arguments[0]);
        try {
            var compilation = AheadOfTime.compile(module).accessor(arguments[1])
                    .onRefusal(function -> System.err.println(module + ": " + function));
            (Boolean.parseBoolean(arguments[3]) ? compilation.withFuel() : compilation)
                    .toFolder(Path.of(arguments[2]));
        } catch (IOException | IllegalArgumentException e) {
            fail(String.valueOf(e.getMessage()));
        } catch (InvalidModuleException e) {
            fail(module + ": " + e.getMessage());
        }
    }

    private static void fail(String message) {
        System.err.println(message);
        System.exit(1);
    }
}
