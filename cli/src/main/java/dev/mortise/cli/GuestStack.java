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

    /** A line for each; none if the guest had no part in it, or the JVM left the stack out. */
    static List<String> of(Throwable thrown) {
        for (var each = thrown; each != null; each = each.getCause()) {
            var lines = lines(each.getStackTrace());
            if (!lines.isEmpty()) {
                return lines;
            }
        }
        return List.of();
    }

    private static List<String> lines(StackTraceElement[] frames) {
        var lines = new ArrayList<String>();
        var count = 0;
        var isPartOfNext = false;
        for (var frame : frames) {
            var method = METHOD.matcher(frame.getMethodName());
            if (!isGuest(frame) || !method.matches()) {
                continue;
            }
            if (!isPartOfNext) {
                count++;
                if (count <= MOST) {
                    lines.add(OneLine.of("at %s (function %s of %s)".formatted(RustName.readable(method.group(1)),
                            method.group(2), module(frame))));
                }
            }
            isPartOfNext = method.group(3) != null;
        }
        if (count > MOST) {
            lines.add("and %d more".formatted(count - MOST));
        }
        return lines;
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
