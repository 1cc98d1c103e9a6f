package dev.mortise.cli.internal;

import dev.mortise.cli.internal.ModuleReport.Declared;
import dev.mortise.wasm.ExternType;
import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.GlobalType;
import dev.mortise.wasm.ImportType;
import dev.mortise.wasm.MemoryType;
import dev.mortise.wasm.TableType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A module's report for people. */
public final class TextReport {

    private static final int MOST_GLOBALS = 20;
    private static final int PAGE_KIB = 64;
    private static final int KIB = 1_024;

    private final UnaryOperator<String> printable;
    private final int top;
    private final StringBuilder text = new StringBuilder();

    /**
     * @param printable makes names that a module chose fit a terminal
     * @param top how many of the biggest functions to show
     */
    public TextReport(UnaryOperator<String> printable, int top) {
        this.printable = printable;
        this.top = top;
    }

    /** The whole text. */
    public String of(ModuleReport report) {
        line("%s: module %s, %s", report.file(), quoted(report.name()), size(report.bytes()));
        line("");
        line("uses: %s", report.features().isEmpty() ? "nothing beyond WebAssembly 1.0"
                : report.features().stream().map(Feature::text).collect(Collectors.joining(", ")));
        list("compiler was allowed", report.toolchain().targetFeatures());
        list("built with", report.toolchain().producers());
        report.start().ifPresent(function -> line("start function: %s", printable.apply(function)));
        imports(report.imports());
        exports(report);
        memories(report.memories());
        tables(report.tables());
        globals(report.globals());
        sections(report);
        functions(report);
        return text.toString();
    }

    private void list(String what, List<String> notes) {
        if (!notes.isEmpty()) {
            line("%s: %s", what, printable.apply(String.join(", ", notes)));
        }
    }

    private void imports(List<ImportType> imports) {
        heading("imports", imports.size());
        var byModule = imports.stream()
                .collect(Collectors.groupingBy(ImportType::module, LinkedHashMap::new, Collectors.toList()));
        byModule.forEach((module, items) -> {
            line("  from %s", quoted(module));
            items.forEach(item -> line("    %s", named(item.name(), item.type())));
        });
    }

    private void exports(ModuleReport report) {
        heading("exports", report.exports().size());
        report.exports().forEach(export -> line("  %s", named(export.name(), export.type())));
    }

    private void memories(List<Declared<MemoryType>> memories) {
        heading("memories", memories.size());
        for (var memory : memories) {
            var limits = memory.type().limits();
            line("  %d: %,d %s (%s), %s%s", memory.index(), limits.minimum(), limits.minimum() == 1 ? "page" : "pages",
                    pages(limits.minimum()),
                    limits.maximum().isPresent()
                            ? "at most %,d (%s)".formatted(limits.maximum().getAsLong(),
                                    pages(limits.maximum().getAsLong()))
                            : "no maximum",
                    origin(memory));
        }
    }

    private void tables(List<Declared<TableType>> tables) {
        heading("tables", tables.size());
        for (var table : tables) {
            var limits = table.type().limits();
            line("  %d: %,d of %s, %s%s", table.index(), limits.minimum(), table.type().elementType(),
                    limits.maximum().isPresent()
                            ? "at most %,d".formatted(limits.maximum().getAsLong())
                            : "no maximum",
                    origin(table));
        }
    }

    private void globals(List<Declared<GlobalType>> globals) {
        heading("globals", globals.size());
        globals.stream().limit(MOST_GLOBALS).forEach(
                global -> line("  %d: %s%s", global.index(), withoutKind(global.type()), origin(global)));
        if (globals.size() > MOST_GLOBALS) {
            line("  and %,d more: --json lists all", globals.size() - MOST_GLOBALS);
        }
    }

    private void sections(ModuleReport report) {
        heading("sections", report.sections().size());
        for (var section : report.sections()) {
            line("  %,12d bytes  %s", section.bytes(),
                    section.custom() ? "custom " + quoted(section.name()) : section.name());
        }
    }

    private void functions(ModuleReport report) {
        var functions = report.functions();
        heading("functions defined", functions.size());
        if (top > 0 && !functions.isEmpty()) {
            line("  %s", functions.size() > top ? "the biggest %,d:".formatted(top) : "the biggest first:");
            line("  %12s  %14s", "bytes", "JVM bytecode");
            functions.stream().limit(top).forEach(this::function);
        }
        var tooBig = report.tooBig().size();
        var limit = "%,d bytes of bytecode".formatted(ModuleReport.HOTSPOT_LIMIT);
        if (tooBig == 0) {
            line("  each fits one method that HotSpot compiles (%s)", limit);
        } else {
            line("  %,d (marked *) %s too big for one method that HotSpot compiles (%s): cut into several, slower%s",
                    tooBig, tooBig == 1 ? "is" : "are", limit,
                    tooBig > top ? "; --top %d shows all".formatted(tooBig) : "");
        }
    }

    private void function(FunctionSize function) {
        line("%s %,12d  %14s  %s", function.bytecode() > ModuleReport.HOTSPOT_LIMIT ? "*" : " ", function.bytes(),
                "about %,d".formatted(function.bytecode()), function(function, printable));
    }

    /** A function's index and whatever names it has. */
    static String function(FunctionSize function, UnaryOperator<String> printable) {
        return function.index() + (function.name().isEmpty() ? "" : " " + printable.apply(function.name()))
                + (function.exportName().isEmpty() || function.exportName().equals(function.name()) ? ""
                        : " exported as \"" + printable.apply(function.exportName()) + '"');
    }

    private void heading(String what, int count) {
        line("");
        line("%s: %,d", what, count);
    }

    private String named(String name, ExternType type) {
        return "%s %s %s".formatted(kind(type), quoted(name), withoutKind(type));
    }

    private String quoted(String name) {
        return '"' + printable.apply(name) + '"';
    }

    private static String origin(Declared<?> declared) {
        return declared.imported() ? ", imported" : "";
    }

    static String kind(ExternType type) {
        return switch (type) {
            case FunctionType function -> "function";
            case TableType table -> "table";
            case MemoryType memory -> "memory";
            case GlobalType global -> "global";
        };
    }

    /** The type's own text without the word that tells its kind. */
    static String withoutKind(ExternType type) {
        return switch (type) {
            case FunctionType function -> function.toString();
            case TableType table -> "%s %s".formatted(table.limits(), table.elementType());
            case MemoryType memory -> memory.limits() + " pages";
            case GlobalType global -> (global.mutable() ? "mut " : "") + global.valueType();
        };
    }

    private static String pages(long pages) {
        return size(pages * PAGE_KIB * KIB);
    }

    private static String size(long bytes) {
        if (bytes < KIB) {
            return bytes + " bytes";
        } else if (bytes < KIB * KIB) {
            return String.format(Locale.ROOT, "%.1f KiB", bytes / (double) KIB);
        }
        return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (KIB * KIB));
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
