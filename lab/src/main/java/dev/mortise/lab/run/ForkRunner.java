package dev.mortise.lab.run;

import dev.mortise.lab.experiment.Budget;
import dev.mortise.lab.experiment.Row;
import dev.mortise.lab.host.Main;
import dev.mortise.lab.peer.Contender;
import dev.mortise.lab.peer.Places;
import dev.mortise.lab.process.Finished;
import dev.mortise.lab.process.Program;
import dev.mortise.lab.result.Fork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;

/** Runs single processes. */
final class ForkRunner {

    private static final int CANNOT = 3;

    private final Places places;
    private final Budget budget;
    private final Path trace;
    private final Set<String> prepared = new HashSet<>();

    /**
     * What a process found.
     *
     * @param fork its figures
     * @param check what came of the work
     */
    record Found(Fork fork, String check) {
    }

    /**
     * A runner.
     *
     * @param trace for simulations
     */
    ForkRunner(Places places, Budget budget, Path trace) {
        this.places = places;
        this.budget = budget;
        this.trace = trace;
    }

    /**
     * Runs one.
     *
     * @param share of the usual time that it has
     * @throws ForkException if it fails in any way
     */
    Found run(Row row, Contender contender, double share) throws InterruptedException {
        var module = places.root().resolve(row.module());
        if (!contender.isNative() && !row.module().isEmpty() && !Files.exists(module)) {
            throw new ForkException("the guest %s is not built here; guests/build makes it".formatted(row.module()),
                    false);
        }
        if (row.isCacheOn() && !prepared.contains(contender.id())) {
            makeCache(row, contender, module);
            prepared.add(contender.id());
        }
        return found(row, execute(contender, command(row, contender, module, share, cacheFlags(row, contender, false))),
                contender);
    }

    /** The first run with a cache, which makes it. A JVM that makes none says nothing, and takes an old one. */
    private void makeCache(Row row, Contender contender, Path module) throws InterruptedException {
        var file = aotCache(contender);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new ForkException("no cache: " + e, false);
        }
        execute(contender, command(row, contender, module, 1, cacheFlags(row, contender, true)));
        if (contender.isJvm() && !Files.exists(file)) {
            throw new ForkException("no cache: the JVM wrote none", false);
        }
    }

    private Path aotCache(Contender contender) {
        return places.target().resolve("aot").resolve(contender.id() + ".aot");
    }

    /**
     * On the JVM the cache is its own: classes that are loaded and linked, and profiles of methods. Beside it stands a
     * folder for a runtime that keeps compiled code.
     */
    private List<String> cacheFlags(Row row, Contender contender, boolean isFirst) {
        if (!contender.isJvm() || !row.isCacheOn()) {
            return List.of();
        }
        var code = places.target().resolve("code").resolve(contender.id());
        var file = aotCache(contender);
        try {
            Files.createDirectories(file.getParent());
            Files.createDirectories(code.getParent());
        } catch (IOException e) {
            throw new ForkException("no cache: " + e, false);
        }
        return List.of((isFirst ? "-XX:AOTCacheOutput=" : "-XX:AOTCache=") + file,
                "-D" + Main.CODE_FOLDER + "=" + code);
    }

    private List<String> command(Row row, Contender contender, Path module, double share, List<String> flags) {
        if (!contender.plain().isEmpty()) {
            return plain(row, contender, module);
        }
        var command = new ArrayList<>(contender.command());
        if (!flags.isEmpty()) {
            command.addAll(1, flags);
        }
        command.add(row.task());
        if (!contender.variant().isEmpty()) {
            command.add("variant=" + contender.variant());
        }
        if (!contender.isNative() && !row.module().isEmpty()) {
            command.add("module=" + module);
        }
        if (row.task().equals("simulate")) {
            command.add("trace=" + trace);
        }
        var keys = row.keysForHosts();
        if (!contender.isNative()) {
            keys.remove("policy");
        }
        keys.forEach((key, value) -> command.add(key + "=" + value));
        if (!row.isWholeProcess()) {
            var warmup = contender.isTiered() ? budget.warmupMillis() : budget.warmupMillisOutside();
            command.add("warmup=" + Math.round(share * warmup));
            command.add("time=" + Math.round(share * budget.millis()));
        }
        return command;
    }

    private static List<String> plain(Row row, Contender contender, Path module) {
        return contender.plain().getOrDefault(row.taskAndCache(), List.of()).stream()
                .map(word -> word.replace("${module}", module.toString()).replace("${iterations}",
                        row.keys().getOrDefault("iterations", "")))
                .toList();
    }

    private Finished execute(Contender contender, List<String> command) throws InterruptedException {
        Finished finished;
        try {
            finished = new Program(command, contender.folder(), contender.environment(), budget.limit()).run();
        } catch (CancellationException e) {
            throw new ForkException("was stopped", false);
        } catch (IOException e) {
            throw new ForkException("does not start: " + e.getMessage(), false);
        }
        if (finished.isLate()) {
            throw new ForkException("was stopped, for it was not done after %d s".formatted(
                    budget.limit().toSeconds()), true);
        }
        var said = Finished.lastLine(finished.err());
        if (finished.exit() == CANNOT) {
            throw new ForkException(said.isEmpty() ? "cannot do this" : said, false);
        }
        if (!finished.isGood()) {
            throw new ForkException("failed with exit code %d%s".formatted(finished.exit(),
                    said.isEmpty() ? "" : ": " + said), false);
        }
        return finished;
    }

    private static Found found(Row row, Finished finished, Contender contender) {
        // Whoever runs the program prints what the program prints.
        var length = finished.out().lines().filter(line -> line.startsWith("Vector length: ")).findFirst().orElse("");
        if (!contender.plain().isEmpty()) {
            return new Found(new Fork(List.of(), List.of(), Map.of(), finished.nanos()), length);
        }
        try {
            var answer = HostAnswer.parse(Finished.lastLine(finished.out()));
            if (answer.samplesOrNone().isEmpty() && !row.isWholeProcess()) {
                throw new ForkException("printed no samples", false);
            }
            return new Found(new Fork(answer.warmupOrNone(), answer.samplesOrNone(), answer.splitOrNone(),
                    finished.nanos()), row.isWholeProcess() ? length : answer.checkOrNone());
        } catch (IllegalArgumentException e) {
            throw new ForkException(String.valueOf(e.getMessage()), false);
        }
    }
}
