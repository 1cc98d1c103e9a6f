package dev.mortise.cli.internal;

import dev.mortise.wasm.internal.CompiledFunction;
import dev.mortise.wasm.internal.LoadedModule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What there is to tell about a module's compilation.
 *
 * @param file what the user called the module
 * @param name what it calls itself, else its file's name
 * @param functions those that it defines, the one of most bytecode first
 */
public record CompileReport(String file, String name, List<Line> functions) {

    /**
     * A function.
     *
     * @param size what it is in the module
     * @param compiled what became of it
     */
    public record Line(FunctionSize size, CompiledFunction compiled) {
    }

    /** Is told how many functions are compiled, of how many. */
    @FunctionalInterface
    public interface Progress {
        void compiled(int functions, int all);
    }

    /** Compiles a module. */
    public static CompileReport of(String file, LoadedModule module, Progress progress) {
        Map<Integer, FunctionSize> sizes = new HashMap<>();
        FunctionSize.of(module).forEach(size -> sizes.put(size.index(), size));
        var lines = new ArrayList<Line>(sizes.size());
        module.survey(compiled -> {
            var size = sizes.get(compiled.index());
            if (size != null) {
                lines.add(new Line(size, compiled));
            }
            progress.compiled(lines.size(), sizes.size());
        });
        lines.sort(Comparator.comparingLong((Line line) -> line.compiled.bytecode()).reversed());
        return new CompileReport(file, module.name(), List.copyOf(lines));
    }

    /** How many methods there are. */
    long methods() {
        return functions.stream().mapToLong(line -> line.compiled.methods()).sum();
    }

    /** Bytes of bytecode of all methods. */
    long bytecode() {
        return functions.stream().mapToLong(line -> line.compiled.bytecode()).sum();
    }

    /** Bytes of bytecode of the biggest method. */
    int biggestMethod() {
        return functions.stream().mapToInt(line -> line.compiled.biggestMethod()).max().orElse(0);
    }

    /** Functions with a method that is too big for HotSpot's compilers. */
    List<Line> tooBig() {
        return functions.stream().filter(line -> line.compiled.biggestMethod() > ModuleReport.HOTSPOT_LIMIT).toList();
    }

    /** Functions that were cut. */
    long cut() {
        return functions.stream().filter(line -> line.compiled.cut().isPresent()).count();
    }

    /** Functions that cannot be compiled. */
    List<Line> refused() {
        return functions.stream().filter(line -> line.compiled.refusal().isPresent()).toList();
    }

    /** Loops that do most of their rounds at once. */
    long bulkLoops() {
        return functions.stream().mapToLong(line -> line.compiled.bulkLoops()).sum();
    }
}
