package dev.mortise.lab.report;

import dev.mortise.lab.experiment.MicroTest;
import dev.mortise.lab.result.Measurement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** The run in five sentences, each made of what was measured and of nothing else. */
final class Sentences {

    private static final String THROUGHPUT = "throughput";
    private static final String MULTIPLY = "multiply";
    private static final String SIMULATE = "simulate";
    private static final String TRANSFER = "transfer";
    private static final String ECHO_OF_640_KIB = "655360";
    /** Nearer than this is said without a figure. */
    private static final double LITTLE = 1.05;
    /** Nearer than this is alike, if intervals overlap. */
    private static final double ALIKE = 1.15;

    private final Figures figures;

    Sentences(Figures figures) {
        this.figures = figures;
    }

    List<String> all() {
        return List.of(throughput(), wholeProgram(), calls(), simulator(), losses());
    }

    private String throughput() {
        var best = mortise(THROUGHPUT, row -> !row.key("function").equals("memcpy"),
                row -> row.key("function").equals("echo"), row -> row.key("bytes").equals(ECHO_OF_640_KIB));
        if (best.isEmpty()) {
            return nothing("Extism plug-ins", THROUGHPUT);
        }
        var own = best.get();
        Function<Figure, String> value = each -> Format.number(each.mebibytesPerSecond()) + " MiB/s";
        return "Extism plug-ins (%s): Mortise moves %s%s%s.".formatted(Labels.of(own.measurement()), value.apply(own),
                besideRivals(own, value), besideNatives(own, value));
    }

    private String wholeProgram() {
        var best = mortise("ffi", row -> true, row -> row.key("cache").equals("off"),
                row -> row.key("iterations").equals("999999"));
        if (best.isEmpty()) {
            return nothing("A whole program", "ffi");
        }
        var own = best.get();
        Function<Figure, String> value = each -> Format.time(each.median());
        return "A whole program (%s), from its process's start to its exit: Mortise takes %s%s%s.".formatted(
                Labels.of(own.measurement()), value.apply(own), besideRivals(own, value), besideNatives(own, value));
    }

    private String calls() {
        var best = mortise(MULTIPLY, row -> MicroTest.of(row).isPresent() && row.key("compile").equals("out"),
                row -> row.key("build").equals("release"), row -> isTest(row, MicroTest.PAIR_CACHED));
        if (best.isEmpty()) {
            return nothing("Calls", MULTIPLY);
        }
        var own = best.get();
        Function<Figure, String> value = each -> Format.time(each.nanos());
        var struct = mortise(MULTIPLY, row -> isTest(row, MicroTest.STATIC_CACHED) && row.key("compile").equals("out")
                && row.key("build").equals("release")).filter(each -> each != own)
                .map(each -> "; with a struct in static memory it takes %s".formatted(value.apply(each))).orElse("");
        return "A call (%s): Mortise takes %s%s%s%s.".formatted(Labels.of(own.measurement()), value.apply(own),
                besideRivals(own, value), besideNatives(own, value), struct);
    }

    private static boolean isTest(Measurement row, int number) {
        return MicroTest.of(row).filter(each -> each.number() == number).isPresent();
    }

    private String simulator() {
        var best = mortise(SIMULATE, row -> true, row -> row.key("build").equals("release"),
                row -> Labels.way(row).equals("direct, cached"), row -> row.key("policy").equals("lru"));
        if (best.isEmpty()) {
            return formats().map(each -> each + ".").orElseGet(() -> nothing("The simulator", SIMULATE));
        }
        var own = best.get();
        Function<Figure, String> value = each -> Format.time(each.nanos());
        return "A cache policy as a plug-in (%s): Mortise takes %s a request%s%s%s.".formatted(
                Labels.of(own.measurement()), value.apply(own), besideRivals(own, value), besideNatives(own, value),
                formats().map(each -> "; " + Character.toLowerCase(each.charAt(0)) + each.substring(1)).orElse(""));
    }

    /** The cheapest and the dearest format for a list, in Mortise. */
    private Optional<String> formats() {
        var own = figures.of(TRANSFER).stream().filter(each -> each.contender().equals(Family.MORTISE_ID)
                && each.measurement().key("language").equals("rust") && each.measurement().key("memory").equals(
                        "dynamic"))
                .toList();
        var bySize = new HashMap<Long, List<Figure>>();
        own.forEach(each -> bySize.computeIfAbsent(each.bytes(), size -> new ArrayList<>()).add(each));
        return bySize.entrySet().stream().filter(each -> each.getValue().size() > 1)
                .max(Map.Entry.<Long, List<Figure>>comparingByValue(Comparator.comparingInt(List::size))
                        .thenComparing(each -> each.getKey() == 64 << 10))
                .map(each -> {
                    var ranked = each.getValue().stream().sorted(Comparator.comparingDouble(Figure::nanos)).toList();
                    var first = ranked.getFirst();
                    var last = ranked.getLast();
                    return "A list of %s costs Mortise %s as %s and %s as %s".formatted(Format.bytes(each.getKey()),
                            Format.time(first.nanos()), first.measurement().key("abi"), Format.time(last.nanos()),
                            last.measurement().key("abi"));
                });
    }

    /** In how many rows another runtime is faster, in how many of these surely, and where by most. */
    private String losses() {
        var all = Standing.all(figures);
        var behind = all.stream().filter(Standing::isBehind).toList();
        if (all.isEmpty()) {
            return "Where Mortise loses: no other runtime ran the same beside it in this run%s%s.".formatted(missing(),
                    behindJava());
        }
        if (behind.isEmpty()) {
            return "Where Mortise loses: in none of the %s that another runtime ran, too%s%s.".formatted(
                    rows(all.size()), missing(), behindJava());
        }
        var sure = all.stream().filter(Standing::isSurelyBehind).count();
        var worst = behind.getFirst();
        return "Where Mortise loses: another runtime was faster in %,d of the %s that both ran, surely in %s; furthest in %s, where Mortise takes %s times as long as %s%s%s%s."
                .formatted(behind.size(), rows(all.size()), sure == 0 ? "none" : "%,d".formatted(sure),
                        Labels.of(worst.own().measurement()), Format.times(worst.ratio()),
                        figures.title(worst.rival().contender()), worst.isSure() ? "" : " in this run", missing(),
                        behindJava());
    }

    /** A row without a figure is no win. */
    private String missing() {
        var count = figures.run().contender(Family.MORTISE_ID).isEmpty() ? 0 : Standing.missing(figures);
        return count == 0 ? "" : "; Mortise has no figure in %s that others ran".formatted(rows((int) count));
    }

    /** How far it is behind code that needs no guest, at the most; guests are not built without optimisation for that. */
    private String behindJava() {
        var furthest = figures.all().stream().filter(each -> each.contender().equals(Family.MORTISE_ID)
                && !each.measurement().key("build").equals("debug"))
                .max(Comparator.comparingDouble(each -> figures.ratio(each, Family.JAVA).orElse(0)));
        return furthest.filter(each -> figures.ratio(each, Family.JAVA).orElse(0) > 1)
                .map(each -> "; plain Java is furthest ahead in %s, where Mortise takes %s times as long".formatted(
                        Labels.of(each.measurement()),
                        Format.times(figures.ratio(each, Family.JAVA).getAsDouble())))
                .orElse("");
    }

    private static String rows(int count) {
        return count == 1 ? "1 row" : "%,d rows".formatted(count);
    }

    /** Mortise's figure that fits the most of these wishes, the first before the second; the first is a must. */
    @SafeVarargs
    private Optional<Figure> mortise(String task, Predicate<Measurement> must, Predicate<Measurement>... wishes) {
        var left = figures.of(task).stream().filter(each -> each.contender().equals(Family.MORTISE_ID)
                && must.test(each.measurement())).toList();
        for (var wish : wishes) {
            var better = left.stream().filter(each -> wish.test(each.measurement())).toList();
            left = better.isEmpty() ? left : better;
        }
        return left.stream().findFirst();
    }

    private String besideRivals(Figure own, Function<Figure, String> value) {
        var standing = Standing.of(figures, own);
        if (standing.isEmpty()) {
            return "; no other runtime was measured at it";
        }
        var other = standing.get().rival();
        var name = "%s (%s), the fastest other runtime".formatted(figures.title(other.contender()),
                value.apply(other));
        var ratio = standing.get().ratio();
        var word = ratio > 1 ? "slower" : "faster";
        if (!own.summary().isApartFrom(other.summary())) {
            return Math.max(ratio, 1 / ratio) < ALIKE
                    ? ", about as fast as " + name
                    : ", in the median %s as %s, but their intervals overlap".formatted(times(ratio), name);
        }
        var where = standing.get().isSure() ? ", " : ", in this run ";
        if (Math.max(ratio, 1 / ratio) < LITTLE) {
            return "%sa little %s than %s".formatted(where, word, name);
        }
        return "%s%s as %s".formatted(where, times(ratio), name);
    }

    private static String times(double ratio) {
        return ratio > 1 ? Format.times(ratio) + " times as long" : Format.times(1 / ratio) + " times as fast";
    }

    private String besideNatives(Figure own, Function<Figure, String> value) {
        var parts = new ArrayList<String>();
        for (var reference : List.of(Family.JAVA, Family.RUST)) {
            figures.reference(own.measurement(), reference).ifPresent(each -> parts.add("%s %s".formatted(
                    figures.title(reference), value.apply(each))));
        }
        var inlined = own.measurement().task().equals(MULTIPLY) ? ", where compilers may inline the call" : "";
        return parts.isEmpty() ? "" : "; without WebAssembly%s: %s".formatted(inlined, String.join(", ", parts));
    }

    /** Why there is no figure. */
    private String nothing(String subject, String task) {
        var asked = figures.asked(task);
        if (asked.isEmpty()) {
            return "%s: not part of this run.".formatted(subject);
        }
        return asked.stream().noneMatch(each -> each.contender().equals(Family.MORTISE_ID))
                ? "%s: Mortise was not measured.".formatted(subject)
                : "%s: Mortise was asked for it, and has no figure.".formatted(subject);
    }
}
