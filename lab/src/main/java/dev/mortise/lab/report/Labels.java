package dev.mortise.lab.report;

import dev.mortise.lab.experiment.MicroTest;
import dev.mortise.lab.result.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Rows in words. */
final class Labels {

    private static final String OUT = "out";
    private static final String RELEASE = "release";
    private static final String TRUE = "true";

    private Labels() {}

    /** What was done, with all that tells it from other rows of the task. */
    static String of(Measurement row) {
        return switch (row.task()) {
            case "throughput" -> row.key("function") + ", " + size(row);
            case "ffi" -> Format.count(row.key("iterations")) + " rounds, cache " + row.key("cache");
            case "multiply" -> multiply(row);
            case "simulate" -> policy(row.key("policy")) + ", " + way(row) + ", " + size(row) + debug(row);
            case "transfer" -> transfer(row);
            default -> row.task() + " " + row.keys().entrySet().stream()
                    .map(each -> each.getKey() + "=" + each.getValue()).collect(Collectors.joining(" "));
        };
    }

    private static String multiply(Measurement row) {
        if (row.key("abi").equals("native")) {
            return "no guest";
        }
        var number = MicroTest.of(row).map(test -> "test " + test.number() + ": ").orElse("");
        return number + MicroTest.words(row) + debug(row)
                + (row.key("compile").equals(OUT) ? "" : ", compile time included");
    }

    private static String transfer(Measurement row) {
        if (row.key("abi").equals("native")) {
            return size(row) + ", no guest";
        }
        return String.join(", ", size(row), row.key("abi"), row.key("memory") + " memory",
                language(row.key("language")));
    }

    private static String debug(Measurement row) {
        var build = row.key("build");
        return build.isEmpty() || build.equals(RELEASE) ? "" : ", " + build + " build";
    }

    /** How a policy is asked. */
    static String way(Measurement row) {
        var abi = row.key("abi");
        return row.key("cached").equals(TRUE) ? abi + ", cached" : abi;
    }

    static String policy(String name) {
        return switch (name) {
            case "gds-published" -> "GD-Size as published";
            case "gds" -> "GD-Size, textbook";
            default -> name.toUpperCase(Locale.ROOT);
        };
    }

    static String language(String name) {
        return switch (name) {
            case "rust" -> "Rust";
            case "c" -> "C";
            case "go" -> "Go";
            case "assemblyscript" -> "AssemblyScript";
            default -> name;
        };
    }

    private static String size(Measurement row) {
        var bytes = row.key("bytes");
        return Format.isWhole(bytes) ? Format.bytes(Format.whole(bytes)) : bytes;
    }

    /** Several, as in a sentence. */
    static String list(List<String> names) {
        if (names.size() < 2) {
            return String.join("", names);
        }
        var first = new ArrayList<>(names);
        var last = first.removeLast();
        return String.join(", ", first) + " and " + last;
    }
}
