package dev.mortise.lab.peer;

import dev.mortise.lab.peer.Contender.Pace;
import dev.mortise.lab.process.Finished;
import dev.mortise.lab.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A peer outside: a folder with a {@code peer.json}. Whatever goes wrong with it is the reason why it takes no part. */
final class PeerFolder {

    private static final Duration NEED_LIMIT = Duration.ofSeconds(60);
    /** What these answer with is not worth a place among the quick ones. */
    private static final Set<String> SLOW_LANGUAGES = Set.of("Python");

    private final Path folder;
    private final Path work;
    private final Path peers;
    private final Consumer<String> progress;

    /**
     * A folder.
     *
     * @param work where the peer is built
     * @param progress is told what is going on: building takes minutes
     */
    PeerFolder(Path folder, Path work, Consumer<String> progress) {
        this.folder = folder.toAbsolutePath();
        this.work = work.toAbsolutePath();
        this.peers = this.folder.resolveSibling("");
        this.progress = progress;
    }

    String name() {
        return String.valueOf(folder.getFileName());
    }

    /** The ids of its contenders, or the folder's name if nobody can tell. */
    List<String> ids() {
        try {
            return PeerFile.read(folder).contenders().values().stream().map(PeerFile.Name::id).toList();
        } catch (PeerException e) {
            return List.of(name());
        }
    }

    /** Its contenders, built if they have to be. */
    List<Contender> find() throws InterruptedException {
        PeerFile file;
        try {
            file = PeerFile.read(folder);
        } catch (PeerException e) {
            return List.of(Contender.leftOut(name(), name(), false, String.valueOf(e.getMessage())));
        }
        try {
            for (var need : file.needed()) {
                check(need, file);
            }
            build(file);
            return file.plain() == null ? ask(file) : plain(file, file.plain());
        } catch (PeerException e) {
            return leftOut(file, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return leftOut(file, String.valueOf(e));
        }
    }

    private static List<Contender> leftOut(PeerFile file, String reason) {
        return file.contenders().values().stream().map(name -> Contender.leftOut(name.id(), name.title(), false,
                reason)).toList();
    }

    private void check(List<String> need, PeerFile file) throws InterruptedException {
        var tool = need.getFirst();
        try {
            var answer = program(need, file, NEED_LIMIT).run();
            if (!answer.isGood()) {
                var said = Finished.firstLine(answer.err() + "\n" + answer.out());
                throw new PeerException("needs '%s', which %s".formatted(String.join(" ", need), answer.isLate()
                        ? "does not end"
                        : "fails" + (said.isEmpty() ? "" : ": " + said)));
            }
        } catch (IOException e) {
            throw new PeerException("needs %s, which is not on this machine".formatted(tool));
        }
    }

    private void build(PeerFile file) throws IOException, InterruptedException {
        if (file.steps().isEmpty()) {
            return;
        }
        Files.createDirectories(work);
        var stamp = work.resolve("built");
        var sources = Sources.hash(peers, folder, expanded(file.sourcesElsewhere()));
        if (Files.exists(stamp) && Files.readString(stamp).equals(sources)) {
            return;
        }
        Files.deleteIfExists(stamp);
        var log = work.resolve("build.log");
        Files.deleteIfExists(log);
        progress.accept("building %s (%s); the first time this takes minutes".formatted(name(), log));
        var end = System.nanoTime() + Duration.ofMinutes(file.minutes()).toNanos();
        for (var step : file.steps()) {
            var left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
            var program = program(step, file, left);
            Finished finished;
            try {
                finished = program.run();
            } catch (IOException e) {
                throw new PeerException("cannot be built: " + e.getMessage());
            }
            Files.writeString(log, "$ %s%n%s%s".formatted(String.join(" ", program.command()), finished.out(),
                    finished.err()), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            if (finished.isLate()) {
                throw new PeerException("is not built within %d minutes; see %s".formatted(file.minutes(), log));
            }
            if (!finished.isGood()) {
                throw new PeerException("does not build: %s; see %s".formatted(complaint(finished), log));
            }
        }
        Files.writeString(stamp, sources);
    }

    /** The first line with the word error, else the last line. */
    private static String complaint(Finished finished) {
        var all = finished.out() + "\n" + finished.err();
        return all.lines().filter(line -> line.toLowerCase(Locale.ROOT).contains("error")).findFirst()
                .orElse(Finished.lastLine(all)).strip();
    }

    private List<Contender> ask(PeerFile file) throws InterruptedException {
        var command = expanded(file.run() == null ? List.of() : file.run());
        var list = TaskList.of(command, folder, expanded(file.variables()));
        var contenders = new ArrayList<Contender>();
        file.contenders().forEach((variant, name) -> {
            var tasks = list.variants().get(variant);
            if (tasks == null) {
                var reasons = list.leftOut() == null ? Map.<String, String>of() : list.leftOut();
                contenders.add(Contender.leftOut(name.id(), name.title(), false,
                        reasons.getOrDefault(variant, "the program does not have it")));
            } else {
                contenders.add(new Contender(name.id(), name.title(), family(file), false, file.isNative(),
                        file.tiers(), pace(file, name), list.runtime(), "", command, variant, Set.copyOf(tasks),
                        Map.of(), folder,
                        expanded(file.variables())));
            }
        });
        return contenders;
    }

    private String family(PeerFile file) {
        return file.family() == null ? name() : file.family();
    }

    private static Pace pace(PeerFile file, PeerFile.Name name) {
        var isSlow = name.id().endsWith("interpreter") || name.id().endsWith("interpreted")
                || file.language() != null && SLOW_LANGUAGES.contains(file.language());
        return isSlow ? Pace.SLOW : Pace.FULL;
    }

    /** A program that is not ours: whole commands for each task. */
    private List<Contender> plain(PeerFile file, Map<String, Map<String, List<String>>> tasks)
            throws IOException, InterruptedException {
        var version = "";
        if (file.version() != null) {
            var answer = program(file.version(), file, NEED_LIMIT).run();
            if (!answer.isGood()) {
                throw new PeerException("does not start: " + Finished.lastLine(answer.err()));
            }
            version = Finished.firstLine(answer.out());
        }
        var commands = new HashMap<String, List<String>>();
        tasks.forEach((task, byCache) -> byCache
                .forEach((cache, command) -> commands.put(task + " " + cache, expanded(command))));
        var name = file.contenders().values().iterator().next();
        return List.of(new Contender(name.id(), name.title(), family(file), false, file.isNative(), file.tiers(),
                pace(file, name), version, "", List.of(), "", tasks.keySet(), commands, folder,
                expanded(file.variables())));
    }

    private Program program(List<String> command, PeerFile file, Duration limit) {
        return new Program(expanded(command), folder, expanded(file.variables()), limit);
    }

    private List<String> expanded(List<String> command) {
        return command.stream().map(this::expanded).toList();
    }

    private Map<String, String> expanded(Map<String, String> variables) {
        return variables.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> expanded(each.getValue())));
    }

    private String expanded(String text) {
        return text.replace("${peer}", folder.toString()).replace("${work}", work.toString()).replace("${lab}",
                peers.toString());
    }
}
