package dev.mortise.benchmarks.programs;

import dev.mortise.benchmarks.programs.Work.Measure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs real programs with everybody in turn, round after round, so that what disturbs the machine disturbs all of them.
 * Progress goes to standard error, the table to standard output. {@code benchmarks/programs} starts it.
 */
final class Main {

    /** Who takes longer than this for one run has only that one. */
    private static final double PATIENCE_NANOS = 20e9;

    /** A line of the table: a program's figure, or one of two. */
    private record Line(Work work, String title, int index) implements Comparable<Line> {
        @Override
        public int compareTo(Line other) {
            int byWork = work.compareTo(other.work);
            return byWork != 0 ? byWork : Integer.compare(index, other.index);
        }
    }

    private final Machine machine;
    private final List<Work> works;
    private final List<Peer> peers;
    private final int rounds;
    private final Map<Line, Map<Peer, List<Double>>> figures = new TreeMap<>();
    private final Map<Work, Map<Peer, Long>> memory = new EnumMap<>(Work.class);
    private final List<String> failures = new ArrayList<>();

    private Main(Machine machine, List<Work> works, List<Peer> peers, int rounds) {
        this.machine = machine;
        this.works = works;
        this.peers = peers;
        this.rounds = rounds;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var filters = new ArrayList<String>();
        var wantedPeers = new ArrayList<String>();
        int rounds = 5;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--rounds" -> rounds = Integer.parseInt(arguments[++i]);
                case "--peers" -> wantedPeers.addAll(List.of(arguments[++i].toLowerCase(Locale.ROOT).split(",")));
                default -> filters.add(arguments[i].toLowerCase(Locale.ROOT));
            }
        }
        var benchmarks = Path.of("benchmarks");
        var machine = new Machine(ProgramFiles.below(benchmarks), benchmarks.resolve("target").resolve("lib"));
        var works = Stream.of(Work.values()).filter(work -> machine.files().has(work.module()))
                .filter(work -> matches(work.title(), filters)).toList();
        var peers = Stream.of(Peer.values()).filter(peer -> machine.has(peer.tool()))
                .filter(peer -> matches(peer.title(), wantedPeers)).toList();
        if (works.isEmpty() || peers.isEmpty()) {
            System.err.println("benchmarks: nothing to measure: no program that was fetched, or no runtime, is called "
                    + filters + " " + wantedPeers);
            System.exit(2);
        }
        machine.forgetMortise();
        new Main(machine, works, peers, rounds).run();
    }

    private static boolean matches(String title, List<String> filters) {
        return filters.isEmpty() || filters.stream().anyMatch(title.toLowerCase(Locale.ROOT)::contains);
    }

    private void run() throws InterruptedException {
        for (var work : works) {
            var commands = prepare(work);
            for (int round = 0; round < rounds; round++) {
                var order = new ArrayList<>(commands.entrySet());
                Collections.rotate(order, round);
                for (var each : order) {
                    if (!measure(work, each.getKey(), each.getValue(), round)) {
                        commands.remove(each.getKey());
                    }
                }
            }
            commands.forEach((peer, command) -> weigh(work, peer, command));
        }
        System.out.print(table());
        if (!failures.isEmpty()) {
            System.exit(1);
        }
    }

    private Map<Peer, Command> prepare(Work work) throws InterruptedException {
        var commands = new EnumMap<Peer, Command>(Peer.class);
        for (var peer : peers) {
            try {
                Optional<Command> command = peer.command(work, machine);
                command.ifPresent(found -> commands.put(peer, found));
            } catch (IOException e) {
                fail(work, peer, e);
            }
        }
        return commands;
    }

    /** Whether the peer shall be asked again. */
    private boolean measure(Work work, Peer peer, Command command, int round) throws InterruptedException {
        try {
            var run = command.run(work.input(machine.files()));
            var mistake = work.mistake(run.output());
            if (mistake.isPresent()) {
                throw new IOException(mistake.get());
            }
            if (work.measure() == Measure.PROCESS) {
                add(new Line(work, work.title(), 0), peer, run.nanos() / 1e6);
            } else {
                var times = run.output().lines().toList().getLast().split(" ", -1);
                add(new Line(work, work.title() + ", first time", 0), peer, Long.parseLong(times[0]) / 1e6);
                add(new Line(work, work.title() + ", after warm-up", 1), peer, Long.parseLong(times[1]) / 1e6);
            }
            System.err.printf(Locale.ROOT, "round %d of %d: %s, %s: %.0f ms%n", round + 1, rounds, work.title(),
                    peer.title(), run.nanos() / 1e6);
            return run.nanos() < PATIENCE_NANOS;
        } catch (IOException e) {
            fail(work, peer, e);
            return false;
        }
    }

    /** The memory of programs whose host has a lot to keep. */
    private void weigh(Work work, Peer peer, Command command) {
        if (work != Work.RUBY_FIRST && work != Work.PYTHON_FIRST) {
            return;
        }
        try {
            memory.computeIfAbsent(work, key -> new EnumMap<>(Peer.class)).put(peer,
                    command.peakMemory(work.input(machine.files())));
        } catch (IOException e) {
            fail(work, peer, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void add(Line line, Peer peer, double millis) {
        figures.computeIfAbsent(line, key -> new EnumMap<>(Peer.class)).computeIfAbsent(peer, key -> new ArrayList<>())
                .add(millis);
    }

    private void fail(Work work, Peer peer, IOException why) {
        var message = work.title() + ", " + peer.title() + ": " + why.getMessage();
        failures.add(message);
        System.err.println("failed: " + message);
    }

    private String table() {
        var text = new StringBuilder("%s %s, %d processors, JDK %s; medians of %d runs in turn, lowest and highest%n%n"
                .formatted(System.getProperty("os.name"), System.getProperty("os.arch"),
                        Runtime.getRuntime().availableProcessors(), Runtime.version(), rounds));
        text.append(row("program, ms", peers.stream().map(Peer::title).toList()));
        text.append(row("---", peers.stream().map(peer -> "---").toList()));
        figures.forEach((line, values) -> text.append(row(line.title(),
                peers.stream().map(peer -> cell(values.getOrDefault(peer, List.of()))).toList())));
        memory.forEach((work, values) -> text.append(row(work.title() + ": peak resident memory, MB",
                peers.stream().map(peer -> values.getOrDefault(peer, 0L))
                        .map(bytes -> bytes == 0 ? "" : Long.toString(Math.round(bytes / 1e6))).toList())));
        failures.forEach(failure -> text.append("\nFailed: ").append(failure).append('\n'));
        return text.toString();
    }

    private static String row(String first, List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| " + first + " | ", " |\n"));
    }

    private static String cell(List<Double> values) {
        if (values.isEmpty()) {
            return "";
        }
        var sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return sorted.size() == 1 ? number(median)
                : "%s (%s .. %s)".formatted(number(median), number(sorted.getFirst()), number(sorted.getLast()));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 20 ? "%,.0f" : "%.2f", value);
    }
}
