package dev.mortise.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The functions of the guest that were running when something went wrong, the innermost first. */
final class GuestStack {

    private static final int MOST = 50;
    private static final String LOADER = "mortise wasm.";
    /** The engine names methods after functions and puts the index behind; what it cuts off a big one, it numbers. */
    private static final Pattern METHOD = Pattern.compile("(.*)_(\\d+)(\\$\\d+)?", Pattern.DOTALL);

    private GuestStack() {}

    /** A line for each, repeats as one; none if the guest had no part in it, or the JVM left the stack out. */
    static List<String> of(Throwable thrown) {
        for (var each = thrown; each != null; each = each.getCause()) {
            var stack = each.getStackTrace();
            var functions = functions(stack);
            if (!functions.isEmpty()) {
                var lines = withoutRepeats(functions);
                if (isCut(stack)) {
                    lines.add("and more that the JVM did not keep");
                }
                return lines;
            }
        }
        return List.of();
    }

    private static List<String> functions(StackTraceElement[] frames) {
        var functions = new ArrayList<String>();
        var isPartOfNext = false;
        for (var frame : frames) {
            var method = METHOD.matcher(frame.getMethodName());
            if (!isGuest(frame) || !method.matches()) {
                continue;
            }
            if (!isPartOfNext) {
                functions.add(OneLine.of("at %s (function %s of %s)".formatted(RustName.readable(method.group(1)),
                        method.group(2), module(frame))));
            }
            isPartOfNext = method.group(3) != null;
        }
        return functions;
    }

    /** What calls itself, perhaps by way of others, until the stack ends is most of that stack. */
    private static List<String> withoutRepeats(List<String> functions) {
        var lines = new ArrayList<String>();
        var next = 0;
        while (next < functions.size() && lines.size() < MOST) {
            var cycle = Cycle.at(functions, next);
            lines.addAll(functions.subList(next, next + cycle.length));
            if (cycle.repeats > 0) {
                lines.add(cycle.length == 1 ? "the function above repeats %,d times more".formatted(cycle.repeats)
                        : "the %d functions above repeat %,d times more".formatted(cycle.length, cycle.repeats));
            }
            next += cycle.length * (cycle.repeats + 1);
        }
        if (next < functions.size()) {
            lines.add("and %,d more".formatted(functions.size() - next));
        }
        return lines;
    }

    /**
     * Functions that call each other in turn.
     *
     * @param length how many functions
     * @param repeats how often they come again
     */
    private record Cycle(int length, int repeats) {

        private static final int LONGEST = 20;
        /** Once more is still easy to read as it is. */
        private static final int FEWEST_REPEATS = 2;

        /** The cycle that begins here and covers most, or one function that is none. */
        static Cycle at(List<String> functions, int start) {
            var best = new Cycle(1, 0);
            for (var length = 1; length <= LONGEST; length++) {
                var repeats = repeats(functions, start, length);
                if (repeats >= FEWEST_REPEATS && length * (repeats + 1) > best.length * (best.repeats + 1)) {
                    best = new Cycle(length, repeats);
                }
            }
            return best;
        }

        private static int repeats(List<String> functions, int start, int length) {
            var end = start + length;
            while (end < functions.size() && functions.get(end).equals(functions.get(end - length))) {
                end++;
            }
            return Math.max(0, (end - start) / length - 1);
        }
    }

    /** A guest is called from Java, so that a whole stack does not end in one. */
    private static boolean isCut(StackTraceElement[] stack) {
        return isGuest(stack[stack.length - 1]);
    }

    private static boolean isGuest(StackTraceElement frame) {
        var loader = frame.getClassLoaderName();
        return loader != null && loader.startsWith(LOADER);
    }

    /** The package of the module's classes is named after it. */
    private static String module(StackTraceElement frame) {
        var name = frame.getClassName();
        return name.substring(name.indexOf('.') + 1, name.lastIndexOf('.'));
    }
}
