package dev.mortise.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mortise.lab.result.Fork;
import dev.mortise.lab.result.LabRun;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SentencesTest {

    private static List<String> of(Runs runs) {
        return of(runs.run());
    }

    private static List<String> of(LabRun run) {
        return new Sentences(new Figures(run)).all();
    }

    @Test
    void anEmptyRunSaysSo() {
        assertThat(of(new Runs())).hasSize(5).startsWith("Extism plug-ins: not part of this run.")
                .endsWith("Where Mortise loses: no other runtime ran the same beside it in this run.");
    }

    @Test
    void whoIsFasterIsSaidWithHowMuch() {
        var runs = new Runs().takesPart("mortise", "chicory-sdk", "extism", "java")
                .throughput("echo", "655360", "mortise", 100).throughput("echo", "655360", "chicory-sdk", 1500)
                .throughput("echo", "655360", "extism", 420).throughput("echo", "655360", "java", 50);
        assertThat(of(runs).getFirst()).isEqualTo("Extism plug-ins (echo, 640 KiB): Mortise moves 6,250,000 MiB/s, "
                + "4.2 times as fast as The extism (1,488,095 MiB/s), the fastest other runtime; without WebAssembly: "
                + "The java 12,500,000 MiB/s.");
        assertThat(of(runs).getLast()).isEqualTo("Where Mortise loses: in none of the 1 row that another runtime ran, "
                + "too; plain Java is furthest ahead in echo, 640 KiB, where Mortise takes 2.0 times as long.");
    }

    @Test
    void lossesAreCountedAndTheWorstIsNamed() {
        var runs = new Runs().takesPart("mortise", "wasmtime-cranelift").call("mortise", 3, 30)
                .call("wasmtime-cranelift", 3, 10).call("mortise", 12, 24).call("wasmtime-cranelift", 12, 12)
                .call("mortise", 1, 5).call("wasmtime-cranelift", 1, 12);
        assertThat(of(runs).get(2)).contains("Mortise takes 30.0 ns, 3.0 times as long as The wasmtime-cranelift "
                + "(10.0 ns), the fastest other runtime; with a struct in static memory it takes 24.0 ns.");
        assertThat(of(runs).getLast()).isEqualTo("Where Mortise loses: another runtime was faster in 2 of the 3 rows "
                + "that both ran, surely in 2; furthest in test 3: pair, cached, hotload, where Mortise takes 3.0 times as "
                + "long as The wasmtime-cranelift.");
    }

    @Test
    void whatIntervalsLeaveOpenIsNotClaimed() {
        var runs = new Runs().takesPart("mortise", "node").program("999999", "off", "mortise", 100e6, 500e6, 900e6)
                .program("999999", "off", "node", 200e6, 250e6, 300e6);
        assertThat(of(runs).get(1))
                .contains("Mortise takes 500 ms, in the median 2.0 times as long as The node (250 ms), the "
                        + "fastest other runtime, but their intervals overlap");
        assertThat(of(runs).getLast()).contains("faster in 1 of the 1 row that both ran, surely in none; furthest in "
                + "999,999 rounds, cache off, where Mortise takes 2.0 times as long as The node in this run.");
    }

    @Test
    void fewProcessesAreNotSure() {
        var runs = new Runs().takesPart("mortise", "node").program("999999", "off", "mortise", 500e6, 501e6)
                .program("999999", "off", "node", 200e6, 250e6);
        assertThat(of(runs).get(1))
                .contains("Mortise takes 501 ms, in this run 2.2 times as long as The node (225 ms), "
                        + "the fastest other runtime");
        assertThat(of(runs).getLast()).contains("surely in none", "as long as The node in this run");
    }

    @Test
    void manySamplesOfFewProcessesAreFewFigures() {
        var keys = new String[]{"function", "echo", "bytes", "655360"};
        var runs = new Runs().takesPart("mortise", "node");
        var slow = Collections.nCopies(2, Runs.fork(200));
        var quick = Collections.nCopies(2, Runs.fork(100));
        runs.add("extism", "throughput", "mortise", slow, "", keys).add("extism", "throughput", "node", quick, "",
                keys);
        assertThat(of(runs).getFirst()).contains(", in this run 2.0 times as long as The node");
        assertThat(of(runs).getLast()).contains("surely in none");
    }

    /** The fastest by its median has processes far apart; another one is surely ahead all the same. */
    @Test
    void aLossIsSureIfAnybodyAheadSurelyIs() {
        var runs = new Runs().takesPart("mortise", "node", "chicory-sdk")
                .program("999999", "off", "mortise", 500e6, 501e6, 502e6)
                .program("999999", "off", "node", 100e6, 150e6, 600e6)
                .program("999999", "off", "chicory-sdk", 300e6, 301e6, 302e6);
        assertThat(of(runs).get(1)).contains("times as long as The node").contains("but their intervals overlap");
        assertThat(of(runs).getLast()).contains("in 1 of the 1 row that both ran, surely in 1;",
                "as long as The node in this run");
    }

    @Test
    void rowsWithoutAFigureOfMortiseAreCounted() {
        var runs = new Runs().takesPart("mortise", "node").throughput("echo", "655360", "node", 100)
                .failed("extism", "throughput", "mortise", "crashed", "function", "echo", "bytes", "655360")
                .throughput("consume", "655360", "node", 100).throughput("consume", "655360", "mortise", 50);
        assertThat(of(runs).getLast()).isEqualTo("Where Mortise loses: in none of the 1 row that another runtime ran, "
                + "too; Mortise has no figure in 1 row that others ran.");
    }

    @Test
    void whatFailedIsNoFigure() {
        var runs = new Runs().takesPart("mortise", "java").failed("extism", "throughput", "mortise", "hung", "function",
                "echo", "bytes", "65536").throughput("echo", "65536", "java", 10).simulated("java", "lru", "4194304",
                        2e6, "abi", "native");
        assertThat(of(runs)).contains("Extism plug-ins: Mortise was asked for it, and has no figure.",
                "The simulator: Mortise was not measured.", "A whole program: not part of this run.");
    }

    @Test
    void aSiblingIsNoRivalAndNoNativeIs() {
        var runs = new Runs().takesPart("mortise", "mortise-c2", "java", "rust-native").call("mortise", 3, 30)
                .call("mortise-c2", 3, 10).call("java", 3, 1).call("rust-native", 3, 1);
        assertThat(of(runs).get(2)).contains("; no other runtime was measured at it");
        assertThat(of(runs).getLast()).startsWith("Where Mortise loses: no other runtime ran the same beside it");
    }

    @Test
    void oneSampleIsEnough() {
        var runs = new Runs().takesPart("mortise").add("simulator", "simulate", "mortise",
                List.of(new Fork(List.of(), List.of(4e6), Map.of(), 1)), "the second process hung", "policy", "lru",
                "bytes", "4194304", "abi", "direct", "cached", "true", "build", "release", "requests", "20000");
        assertThat(of(runs).get(3)).isEqualTo("A cache policy as a plug-in (LRU, direct, cached, 4 MiB): Mortise takes "
                + "200 ns a request; no other runtime was measured at it.");
    }
}
