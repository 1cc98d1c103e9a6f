package dev.mortise.wasm.internal;

import dev.mortise.wasm.InvalidModuleException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * What the Maven plug-in starts, which may itself run on a Java that is older than the engine's. It tells its work in
 * lines that begin with a mark, as the JVM has words of its own for the same stream.
 */
public final class AheadOfTimeMain {

    private static final String WROTE = "mortise wrote ";
    private static final String WARNS = "mortise warns ";
    private static final String FAILS = "mortise fails ";

    private AheadOfTimeMain() {}

    /** @param arguments the module's file, the accessor, the folder of classes, and whether there shall be fuel */
    public static void main(String[] arguments) {
        var module = Path.of(arguments[0]);
        try {
            compile(module, arguments[1], Path.of(arguments[2]), Boolean.parseBoolean(arguments[3]));
        } catch (FileSystemException e) {
            // Its message alone may be a path and nothing else.
            fail(module, String.valueOf(e.getReason() == null ? e : e.getMessage()));
        } catch (IOException | IllegalArgumentException | IllegalStateException | InvalidModuleException e) {
            fail(module, String.valueOf(e.getMessage()));
        } catch (OutOfMemoryError e) {
            fail(module, "there is not enough memory to compile it (" + e.getMessage()
                    + "): give the JVM that does it more, such as -Xmx4g among the plug-in's <jvmArguments>");
        }
    }

    private static void compile(Path module, String accessor, Path folder, boolean withFuel) throws IOException {
        CompilerPresence.require();
        var checked = AheadOfTimeFiles.checkedAccessor(accessor);
        new AheadOfTimeFiles(String.valueOf(module.getFileName()), ModuleFile.read(module), checked, withFuel,
                (classes, all) -> {
                }, function -> say(WARNS, module + ": " + function)).toFolder(folder)
                .forEach(path -> say(WROTE, path));
    }

    /** The names in a message may be the module's, which shall not begin a line of ours. */
    private static void say(String mark, String message) {
        System.out.println(mark + message.replaceAll("\\p{Cntrl}", " "));
    }

    private static void fail(Path module, String message) {
        say(FAILS, message.startsWith(module.toString()) ? message : module + ": " + message);
        System.exit(1);
    }
}
