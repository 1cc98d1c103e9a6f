package dev.mortise.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mortise.lab.experiment.Budget;
import dev.mortise.lab.experiment.Row;
import dev.mortise.lab.peer.Contender;
import dev.mortise.lab.peer.Contender.Pace;
import dev.mortise.lab.peer.FakePeers;
import dev.mortise.lab.result.LabRun;
import dev.mortise.lab.result.Measurement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Peers that do all that peers do wrong. */
@Timeout(120)
class SessionTest {

    private static final Row ROW = new Row("scripting", "multiply", Map.of("abi", "pair", "calls", "100"), "",
            Row.Natives.NOT, Row.Reach.ALL);
    private static final Row OTHER_ROW = new Row("scripting", "multiply", Map.of("abi", "struct", "calls", "100"), "",
            Row.Natives.NOT, Row.Reach.ALL);
    private static final Row FFI = new Row("ffi", "ffi", Map.of("iterations", "99", "cache", "off"), "",
            Row.Natives.TOO, Row.Reach.ALL);
    private static final String TASKS = """
            if [ "$1" = --tasks ]; then echo '{"runtime":"r","variants":{"":["multiply", "ffi"]}}'; exit; fi
            """;
    private static final Duration LIMIT = Duration.ofSeconds(2);

    @TempDir
    Path root;

    private FakePeers peers;

    @BeforeEach
    void makePeers() {
        peers = new FakePeers(root);
    }

    private static Budget budget(int rounds) {
        return new Budget(false, rounds, 1, 1, 1, 2, 100, 100, 0, LIMIT, Duration.ofMinutes(1), Duration.ofMinutes(1),
                Duration.ZERO);
    }

    private LabRun run(int rounds, List<Row> rows, String... names) throws Exception {
        var contenders = peers.find(names);
        return new Session(peers.places(), budget(rounds), rows, contenders)
                .run(new LineProgress(System.err), "mortise lab", "0.1.0");
    }

    private static Measurement of(LabRun run, String contender) {
        return run.measurements().stream().filter(each -> each.contender().equals(contender)).findFirst()
                .orElseThrow();
    }

    @Test
    void eachRoundIsAProcessOfItsOwn() throws Exception {
        peers.script("good", FakePeers.GOOD);
        var run = run(3, List.of(ROW), "good");
        var measurement = of(run, "good");
        assertThat(measurement.failure()).isEmpty();
        assertThat(measurement.forks()).hasSize(3)
                .allSatisfy(each -> assertThat(each.samples()).containsExactly(5.0, 6.0, 7.0));
        assertThat(measurement.forks().getFirst().warmup()).containsExactly(9.0);
        assertThat(measurement.check()).isEqualTo("600");
        assertThat(measurement.keys()).isEqualTo(ROW.keys());
        assertThat(run.noise().calibration()).hasSize(4);
        assertThat(run.contender("good").orElseThrow().version()).isEqualTo("good 1.0");
    }

    @Test
    void whoFailsCostsItsRowAlone() throws Exception {
        peers.script("good", FakePeers.GOOD).script("crash", TASKS + "echo hm >&2; echo no memory left >&2; exit 134")
                .script("nonsense", TASKS + "echo 'Segmentation fault?'")
                .script("cannot", TASKS + "echo has no such ABI >&2; exit 3").script("silent", TASKS)
                .script("infinite", TASKS + """
                        echo '{"runtime":"r","unit":"ns","warmup":[],"samples":["NaN"],"check":"600","split":{}}'
                        """).script("empty", TASKS + """
                        echo '{"runtime":"r","unit":"ns","warmup":[],"samples":[],"check":"600","split":{}}'
                        """).script("gone", TASKS + "kill -9 $$");
        var run = run(2, List.of(ROW), "good", "crash", "nonsense", "cannot", "silent", "infinite", "empty", "gone");
        assertThat(of(run, "good").forks()).hasSize(2);
        assertThat(of(run, "crash").failure()).isEqualTo("failed with exit code 134: no memory left");
        assertThat(of(run, "nonsense").failure()).contains("'Segmentation fault?' in place of a result");
        assertThat(of(run, "cannot").failure()).isEqualTo("has no such ABI");
        assertThat(of(run, "silent").failure()).contains("in place of a result");
        assertThat(of(run, "infinite").failure()).contains("in place of a result");
        assertThat(of(run, "empty").failure()).isEqualTo("printed no samples");
        assertThat(of(run, "gone").failure()).startsWith("failed with exit code");
        assertThat(run.measurements()).filteredOn(each -> !each.contender().equals("good"))
                .allSatisfy(each -> assertThat(each.forks()).isEmpty());
    }

    /** Also what it has started is stopped, and it is not asked for ever. */
    @Test
    void whoHangsIsStoppedAndThenNotAskedAgain() throws Exception {
        peers.script("good", FakePeers.GOOD).script("hang", TASKS + """
                sleep 600 &
                echo $! >>'%s'
                wait
                """.formatted(root.resolve("children")));
        var third = new Row("scripting", "multiply", Map.of("abi", "bincode"), "", Row.Natives.NOT, Row.Reach.ALL);
        var run = run(2, List.of(ROW, OTHER_ROW, third), "good", "hang");
        assertThat(run.measurements()).filteredOn(each -> each.contender().equals("good")).hasSize(3)
                .allSatisfy(each -> assertThat(each.forks()).hasSize(2));
        assertThat(run.measurements()).filteredOn(each -> each.contender().equals("hang"))
                .extracting(Measurement::failure)
                .containsExactly("was stopped, for it was not done after 2 s",
                        "was stopped, for it was not done after 2 s",
                        "was not asked, for it was stopped 2 times before");
        var children = Files.readAllLines(root.resolve("children"));
        assertThat(children).hasSize(2);
        for (var id : children) {
            var child = ProcessHandle.of(Long.parseLong(id));
            if (child.isPresent()) {
                child.get().onExit().get(30, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void whoComesToSomethingElseHasNoFigures() throws Exception {
        peers.script("good", FakePeers.GOOD).script("other", FakePeers.GOOD)
                .script("liar", FakePeers.GOOD.replace("600", "601"));
        var run = run(1, List.of(ROW), "good", "other", "liar");
        assertThat(of(run, "liar").failure()).isEqualTo("came to '601', where most came to '600'");
        assertThat(of(run, "liar").forks()).isEmpty();
        assertThat(of(run, "good").failure()).isEmpty();
    }

    @Test
    void whereTwoDisagreeNobodyIsRight() throws Exception {
        peers.script("good", FakePeers.GOOD).script("liar", FakePeers.GOOD.replace("600", "601"));
        var run = run(1, List.of(ROW), "good", "liar");
        assertThat(run.measurements()).hasSize(2).allSatisfy(each -> {
            assertThat(each.failure()).contains("do not agree");
            assertThat(each.forks()).isEmpty();
        });
    }

    /** Siblings are wrong together. */
    @Test
    void aFamilyHasOneVote() throws Exception {
        peers.script("good", FakePeers.GOOD).script("other", FakePeers.GOOD).peer("liars", """
                if [ "$1" = --tasks ]; then
                    echo '{"runtime":"r","variants":{"1":["multiply"],"2":["multiply"],"3":["multiply"]}}'
                else
                    echo '{"runtime":"r","unit":"ns","warmup":[],"samples":[5.0],"check":"601","split":{}}'
                fi
                """, """
                {"run": ["sh", "${peer}/host"], "contenders": {"1": {"id": "liar-1", "title": "1"},
                 "2": {"id": "liar-2", "title": "2"}, "3": {"id": "liar-3", "title": "3"}}}""");
        var run = run(1, List.of(ROW), "good", "other", "liars");
        assertThat(of(run, "good").failure()).isEmpty();
        assertThat(run.measurements()).filteredOn(each -> each.contender().startsWith("liar")).hasSize(3)
                .allSatisfy(each -> assertThat(each.failure()).isEqualTo("came to '601', where most came to '600'"));
    }

    @Test
    void whoFailsLaterHasNoFiguresEither() throws Exception {
        var again = "if [ -e '%s/$1' ]; then %s; fi; touch '%s/$1'";
        peers.script("good", FakePeers.GOOD)
                .script("crash",
                        TASKS + again.formatted(root, "exit 134", root).replace('\'', '"') + "\n" + FakePeers.GOOD)
                .script("fickle", TASKS + FakePeers.GOOD.replace("\"600\"", "\"'$$'\""));
        var run = run(2, List.of(ROW), "good", "crash", "fickle");
        assertThat(of(run, "good").forks()).hasSize(2);
        assertThat(of(run, "crash")).returns("failed with exit code 134", Measurement::failure)
                .returns(List.of(), Measurement::forks);
        assertThat(of(run, "fickle").failure()).contains("and in another process to");
        assertThat(of(run, "fickle").forks()).isEmpty();
    }

    /** It prints the length of what it has added up, whoever runs it. */
    @Test
    void aProgramThatDoesNotRunIsNotTheFastest() throws Exception {
        for (var name : List.of("a", "b", "idle")) {
            peers.peer(name, "", """
                    {"plain": {"ffi": {"off": ["sh", "-c", "%s"]}}, "contenders": {"": {"id": "%s", "title": "t"}}}"""
                    .formatted(name.equals("idle") ? "true" : "echo Vector length: ${iterations}; echo $$", name));
        }
        var run = run(1, List.of(FFI), "a", "b", "idle");
        assertThat(of(run, "a")).returns("", Measurement::failure).returns("Vector length: 99", Measurement::check);
        assertThat(of(run, "idle").failure()).contains("where most came to 'Vector length: 99'");
    }

    @Test
    void whoGetsFasterAsItRunsIsWarmedUpAsTheJvmIs() throws Exception {
        var told = TASKS + "echo \"$@\" >'%s'\n".formatted(root.resolve("told")) + FakePeers.GOOD;
        peers.peer("peer", told, """
                {"run": ["sh", "${peer}/host"], "tiers": true, "contenders": {"": {"id": "peer", "title": "t"}}}""");
        new Session(peers.places(), Budget.FAST.within(Duration.ofMinutes(1)), List.of(ROW), peers.find("peer"))
                .run(new LineProgress(System.err), "mortise lab", "0.1.0");
        assertThat(root.resolve("told")).content().contains("warmup=" + Budget.FAST.warmupMillis());
    }

    /** A JVM that writes no cache ends well all the same. */
    @Test
    void withoutACacheThereIsNoRowWithOne() throws Exception {
        var java = root.resolve("java");
        Files.writeString(java, """
                #!/bin/sh
                case "$*" in *AOTCacheOutput*) exit 0 ;; esac
                echo '{"runtime":"r","unit":"ns","warmup":[],"samples":[],"check":"","split":{}}'
                """);
        assertThat(java.toFile().setExecutable(true)).isTrue();
        var old = root.resolve("lab/target/aot/jvm.aot");
        Files.createDirectories(old.getParent());
        Files.writeString(old, "of another build");
        var contender = new Contender("jvm", "JVM", "jvm", true, false, true, Pace.FULL, "1", "",
                List.of(java.toString()), "", Set.of("ffi"), Map.of(), root, Map.of());
        var cached = new Row("ffi", "ffi", Map.of("iterations", "99", "cache", "on"), "", Row.Natives.TOO,
                Row.Reach.ALL);
        var run = new Session(peers.places(), budget(2), List.of(cached), List.of(contender))
                .run(new LineProgress(System.err), "mortise lab", "0.1.0");
        assertThat(of(run, "jvm")).returns("no cache: the JVM wrote none", Measurement::failure)
                .returns(List.of(), Measurement::forks);
    }

    @Test
    void aProgramThatIsNotOursIsTimedFromOutside() throws Exception {
        peers.peer("cli", "", """
                {"plain": {"ffi": {"off": ["sh", "-c", "sleep 0.2; test ${iterations} = 99"]}},
                 "contenders": {"": {"id": "cli", "title": "CLI"}}}""");
        var measurement = of(run(2, List.of(FFI), "cli"), "cli");
        assertThat(measurement.failure()).isEmpty();
        assertThat(measurement.forks()).hasSize(4)
                .allSatisfy(each -> assertThat(each.wallNanos()).isGreaterThan(200_000_000));
    }

    @Test
    void whatIsMeasuredStaysWhenTheRunIsStopped() throws Exception {
        peers.script("good", FakePeers.GOOD).script("slow", TASKS + "touch '%s'; sleep 600".formatted(
                root.resolve("started")));
        var contenders = peers.find("good", "slow");
        var session = new Session(peers.places(), budget(1), List.of(ROW), contenders);
        var stopper = new Thread(() -> {
            while (!Files.exists(root.resolve("started"))) {
                Thread.onSpinWait();
            }
            session.stop();
        });
        stopper.setDaemon(true);
        stopper.start();
        var run = session.run(new LineProgress(System.err), "mortise lab", "0.1.0");
        assertThat(session.isStopped()).isTrue();
        assertThat(run.measurements()).singleElement().returns("good", Measurement::contender);
    }

    @Test
    void experimentsTakeTurns() throws Exception {
        peers.script("a", FakePeers.GOOD);
        var other = new Row("simulator", "multiply", Map.of("abi", "pair"), "", Row.Natives.NOT, Row.Reach.ALL);
        assertThat(Schedule.round(0, List.of(ROW, OTHER_ROW, other), peers.find("a"), budget(1)))
                .extracting(Step::row).containsExactly(ROW, other, OTHER_ROW);
    }

    @Test
    void aProgramWithoutACommandForARowHasNone() throws Exception {
        peers.peer("cli", "", """
                {"plain": {"ffi": {"off": ["true"]}}, "contenders": {"": {"id": "cli", "title": "CLI"}}}""");
        var row = new Row("ffi", "ffi", Map.of("cache", "on"), "", Row.Natives.TOO, Row.Reach.ALL);
        assertThat(run(1, List.of(row), "cli").measurements()).isEmpty();
    }

    /** Who takes seconds for a process has one a round. */
    @Test
    void slowOnesRunTheProgramOnceARound() throws Exception {
        peers.script("compiler", TASKS).script("interpreter", TASKS);
        assertThat(Schedule.round(0, List.of(FFI), peers.find("compiler", "interpreter"), budget(1)))
                .extracting(step -> step.contender().id()).containsExactly("compiler", "interpreter", "compiler");
    }

    /** A row of whole programs may take many minutes. */
    @Test
    void betweenAnyTwoProcessesTheMachineMayBeLookedAt() throws Exception {
        peers.script("a", FakePeers.GOOD).script("b", FakePeers.GOOD);
        var clock = new AtomicLong();
        var session = new Session(peers.places(), budget(1), List.of(ROW), peers.find("a", "b"),
                () -> new NoiseWatch(() -> clock.addAndGet(Duration.ofMinutes(1).toNanos())));
        var run = session.run(new LineProgress(System.err), "mortise lab", "0.1.0");
        // Before the first and the last look of a round, one before each process.
        assertThat(run.noise().calibration()).hasSize(4);
    }

    @Test
    void theOrderTurnsByOneEachRound() throws Exception {
        peers.script("a", FakePeers.GOOD).script("b", FakePeers.GOOD);
        var contenders = peers.find("a", "b");
        assertThat(Schedule.round(0, List.of(ROW, OTHER_ROW), contenders, budget(2)))
                .extracting(step -> step.contender().id()).containsExactly("a", "b", "a", "b");
        assertThat(Schedule.round(1, List.of(ROW, OTHER_ROW), contenders, budget(2)))
                .extracting(step -> step.contender().id()).containsExactly("b", "a", "b", "a");
    }
}
