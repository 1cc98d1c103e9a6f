package dev.mortise.cli.internal;

import dev.mortise.cli.internal.CompileReport.Line;
import dev.mortise.wasm.internal.CompiledFunction;
import dev.mortise.wasm.internal.CompiledFunction.Cut;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** A report about a compilation for people. */
public final class CompileText {

    private final UnaryOperator<String> printable;
    private final StringBuilder text = new StringBuilder();

    private CompileText(UnaryOperator<String> printable) {
        this.printable = printable;
    }

    /**
     * The whole text.
     *
     * @param printable makes names that a module chose fit a terminal
     * @param top how many functions to show, those of most bytecode
     */
    public static String of(CompileReport report, UnaryOperator<String> printable, int top) {
        var text = new CompileText(printable);
        text.table(report.functions().stream().limit(top).toList());
        text.summary(report, top);
        return text.text.toString();
    }

    private void table(List<Line> lines) {
        if (lines.isEmpty()) {
            return;
        }
        var widest = lines.stream().mapToInt(each -> how(each.compiled()).length()).max().orElse(0);
        var format = "%%s %%11s  %%11s  %%7s  %%7s  %%-%ds  %%s".formatted(Math.max("cut".length(), widest));
        line(format, " ", "bytes", "bytecode", "methods", "biggest", "cut", "function");
        for (var each : lines) {
            var compiled = each.compiled();
            line(format, isTooBig(compiled) ? "*" : " ", number(each.size().bytes()), number(compiled.bytecode()),
                    number(compiled.methods()), number(compiled.biggestMethod()), how(compiled),
                    function(each.size()));
        }
        line("");
    }

    private void summary(CompileReport report, int top) {
        var functions = report.functions().size();
        line("%s: module \"%s\", %s, %,d cut; %s, %,d bytes of bytecode", report.file(),
                printable.apply(report.name()), counted(functions, "function"), report.cut(),
                counted(report.methods(), "method"), report.bytecode());
        if (functions > top) {
            line("shown: the %,d of most bytecode", top);
        }
        if (report.bulkLoops() > 0) {
            line("%s as bulk operations", counted(report.bulkLoops(), "loop"));
        }
        refused(report.refused());
        var tooBig = report.tooBig().size();
        var limit = "%,d bytes, the most that HotSpot compiles".formatted(ModuleReport.HOTSPOT_LIMIT);
        if (tooBig == 0) {
            line("the biggest method has %,d bytes: none is over %s", report.biggestMethod(), limit);
        } else {
            line("the biggest method has %,d bytes: %s (marked *) over %s", report.biggestMethod(),
                    counted(tooBig, "function"), limit);
        }
    }

    /** Whoever calls one of these is told why it cannot be compiled; so all are named, however few are shown. */
    private void refused(List<Line> refused) {
        for (var each : refused) {
            line("cannot be compiled, and says so when it is called: %s: %s", function(each.size()),
                    printable.apply(each.compiled().refusal().orElse("")));
        }
    }

    /** What moved out of the function's own method, and what else was made of it. */
    private static String how(CompiledFunction compiled) {
        var parts = new ArrayList<String>();
        compiled.refusal().ifPresent(reason -> parts.add("refused"));
        compiled.cut().ifPresent(cut -> cut(cut, parts));
        if (compiled.bulkLoops() > 0) {
            parts.add(counted(compiled.bulkLoops(), "bulk loop"));
        }
        return parts.isEmpty() ? "-" : String.join(", ", parts);
    }

    private static void cut(Cut cut, List<String> parts) {
        if (cut.arms() > 0) {
            parts.add("dispatch loop of " + counted(cut.arms(), "arm"));
        }
        if (cut.blocks() > 0) {
            parts.add(counted(cut.blocks(), "block"));
        }
        if (cut.runs() > 0) {
            parts.add(counted(cut.runs(), "run"));
        }
        parts.add(cut.isFramed() ? "frame" : "parameters");
        if (cut.isForInlining()) {
            parts.add("for inlining");
        }
    }

    private static boolean isTooBig(CompiledFunction compiled) {
        return compiled.biggestMethod() > ModuleReport.HOTSPOT_LIMIT;
    }

    private String function(FunctionSize function) {
        return TextReport.function(function, printable);
    }

    private static String counted(long count, String what) {
        return "%s %s%s".formatted(number(count), what, count == 1 ? "" : "s");
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
