package dev.mortise.cli.internal;

import dev.mortise.cli.internal.CompileReport.Line;
import dev.mortise.cli.internal.ModuleReport.Declared;
import dev.mortise.wasm.ExternType;
import dev.mortise.wasm.Limits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A module's report for programs: everything, in numbers and whole names. */
public final class JsonReport {

    private JsonReport() {}

    /** The report as one JSON object. */
    public static String of(ModuleReport report) {
        var root = module(report);
        root.put("functions", report.functions().stream().map(JsonReport::function).toList());
        root.put("tooBig", report.tooBig().stream().map(FunctionSize::index).toList());
        return Json.of(root) + "\n";
    }

    /** The same with what became of each function, which is known now where it was an estimate. */
    public static String of(ModuleReport report, CompileReport compiled) {
        var root = module(report);
        root.put("functions", compiled.functions().stream().map(JsonReport::compiled).toList());
        root.put("tooBig", compiled.tooBig().stream().map(line -> line.size().index()).toList());
        var sum = new LinkedHashMap<String, Object>();
        sum.put("functions", compiled.functions().size());
        sum.put("cut", compiled.cut());
        sum.put("methods", compiled.methods());
        sum.put("bytecode", compiled.bytecode());
        sum.put("biggestMethod", compiled.biggestMethod());
        sum.put("refused", compiled.refused().size());
        sum.put("bulkLoops", compiled.bulkLoops());
        root.put("compiled", sum);
        return Json.of(root) + "\n";
    }

    private static Map<String, Object> compiled(Line line) {
        var compiled = line.compiled();
        var item = function(line.size());
        item.put("bytecode", compiled.bytecode());
        item.put("methods", compiled.methods());
        item.put("biggestMethod", compiled.biggestMethod());
        compiled.cut().ifPresent(cut -> {
            item.put("arms", cut.arms());
            item.put("blocks", cut.blocks());
            item.put("runs", cut.runs());
            item.put("hands", cut.isFramed() ? "frame" : "parameters");
            item.put("forInlining", cut.isForInlining());
        });
        item.put("bulkLoops", compiled.bulkLoops());
        compiled.refusal().ifPresent(reason -> item.put("refused", reason));
        return item;
    }

    private static Map<String, Object> module(ModuleReport report) {
        var root = new LinkedHashMap<String, Object>();
        root.put("file", report.file());
        root.put("name", report.name());
        root.put("bytes", report.bytes());
        root.put("features", report.features().stream().map(Feature::text).toList());
        root.put("targetFeatures", report.toolchain().targetFeatures());
        root.put("producers", report.toolchain().producers());
        report.start().ifPresent(start -> root.put("start", start));
        root.put("imports", report.imports().stream().map(each -> {
            var item = new LinkedHashMap<String, Object>();
            item.put("module", each.module());
            item.put("name", each.name());
            return typed(item, each.type());
        }).toList());
        root.put("exports", report.exports().stream().map(each -> {
            var item = new LinkedHashMap<String, Object>();
            item.put("name", each.name());
            return typed(item, each.type());
        }).toList());
        root.put("memories", report.memories().stream()
                .map(each -> limits(declared(each), each.type().limits())).toList());
        root.put("tables", report.tables().stream().map(each -> {
            var item = limits(declared(each), each.type().limits());
            item.put("type", each.type().elementType().toString());
            return item;
        }).toList());
        root.put("globals", report.globals().stream().map(each -> {
            var item = declared(each);
            item.put("type", each.type().valueType().toString());
            item.put("mutable", each.type().mutable());
            return item;
        }).toList());
        root.put("sections", report.sections().stream().map(each -> {
            var item = new LinkedHashMap<String, Object>();
            item.put("name", each.name());
            item.put("custom", each.custom());
            item.put("bytes", each.bytes());
            return item;
        }).toList());
        return root;
    }

    private static Map<String, Object> function(FunctionSize function) {
        var item = new LinkedHashMap<String, Object>();
        item.put("index", function.index());
        item.put("name", function.name());
        item.put("type", function.type().toString());
        item.put("bytes", function.bytes());
        item.put("bytecode", function.bytecode());
        return item;
    }

    private static Map<String, Object> typed(Map<String, Object> item, ExternType type) {
        item.put("kind", TextReport.kind(type));
        item.put("type", TextReport.withoutKind(type));
        return item;
    }

    private static Map<String, Object> declared(Declared<?> declared) {
        var item = new LinkedHashMap<String, Object>();
        item.put("index", declared.index());
        item.put("imported", declared.imported());
        return item;
    }

    private static Map<String, Object> limits(Map<String, Object> item, Limits limits) {
        item.put("minimum", limits.minimum());
        limits.maximum().ifPresent(maximum -> item.put("maximum", maximum));
        return item;
    }

    /** Writes maps, lists, strings, numbers and booleans; a library for so little would cost more than it saves. */
    private static final class Json {

        private final StringBuilder text = new StringBuilder();

        static String of(Map<String, ?> root) {
            var json = new Json();
            json.value(root, "\n");
            return json.text.toString();
        }

        /** @param indent a line end and the blanks of the line that the value begins on */
        private void value(Object value, String indent) {
            switch (value) {
                case Map<?, ?> map when map.values().stream().noneMatch(List.class::isInstance) -> row(map);
                case Map<?, ?> map -> {
                    text.append('{');
                    var separator = "";
                    for (var entry : map.entrySet()) {
                        text.append(separator).append(indent).append("  ");
                        string(String.valueOf(entry.getKey()));
                        text.append(": ");
                        value(entry.getValue(), indent + "  ");
                        separator = ",";
                    }
                    text.append(indent).append('}');
                }
                case List<?> list -> {
                    text.append('[');
                    var separator = "";
                    for (var item : list) {
                        text.append(separator).append(indent).append("  ");
                        value(item, indent + "  ");
                        separator = ",";
                    }
                    text.append(list.isEmpty() ? "]" : indent + "]");
                }
                case String string -> string(string);
                default -> text.append(value);
            }
        }

        /** A flat object, on one line: lists of them then read, and diff, like tables. */
        private void row(Map<?, ?> map) {
            text.append('{');
            var separator = "";
            for (var entry : map.entrySet()) {
                text.append(separator);
                string(String.valueOf(entry.getKey()));
                text.append(": ");
                value(entry.getValue(), "");
                separator = ", ";
            }
            text.append('}');
        }

        private void string(String string) {
            text.append('"');
            for (var i = 0; i < string.length(); i++) {
                var c = string.charAt(i);
                if (c == '"' || c == '\\') {
                    text.append('\\').append(c);
                } else if (Character.isISOControl(c) || Character.isSurrogate(c)) {
                    text.append("\\u%04x".formatted((int) c));
                } else {
                    text.append(c);
                }
            }
            text.append('"');
        }
    }
}
