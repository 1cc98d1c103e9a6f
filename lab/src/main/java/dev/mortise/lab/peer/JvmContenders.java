package dev.mortise.lab.peer;

import dev.mortise.lab.peer.Contender.Pace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runtimes that are Java libraries, each in JVMs of its own. */
final class JvmContenders {

    private static final String MAIN = "dev.mortise.lab.host.Main";
    private static final String SDK = "chicory-sdk";

    /** A contender to be asked. */
    private record Candidate(String id, String title, String runtime, Pace pace, String... flags) {

        /** Mortise for all that are Mortise. */
        String family() {
            return runtime.split("-", 2)[0];
        }
    }

    private static final List<Candidate> ALL = List.of(
            new Candidate("mortise", "Mortise", "mortise", Pace.FULL),
            new Candidate("mortise-bound", "Mortise, bound interface", "mortise-bound", Pace.FEW),
            new Candidate("mortise-int", "Mortise, -Xint", "mortise", Pace.SLOW, "-Xint"),
            new Candidate("mortise-c1", "Mortise, C1 alone", "mortise", Pace.FEW, "-XX:TieredStopAtLevel=1"),
            new Candidate("mortise-c2", "Mortise, C2 alone", "mortise", Pace.FEW, "-XX:-TieredCompilation"),
            new Candidate("java", "plain Java", "java", Pace.FULL),
            new Candidate("endive-compiled", "Endive, compiled", "endive-compiled", Pace.FULL),
            new Candidate("endive-interpreted", "Endive, interpreted", "endive-interpreted", Pace.SLOW),
            new Candidate("chicory-compiled", "Chicory, compiled", "chicory-compiled", Pace.FULL),
            new Candidate("chicory-interpreted", "Chicory, interpreted", "chicory-interpreted", Pace.SLOW),
            new Candidate(SDK, "Extism's chicory-sdk", SDK, Pace.FULL),
            // What it needs of the JVM is asked for, or it would warn.
            new Candidate("graalwasm", "GraalWasm", "graalwasm", Pace.FULL, "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow"),
            new Candidate("dd", "dd", "dd", Pace.FULL));

    private static final Map<String, List<String>> GROUPS = Map.of(
            Contenders.JVM, ids().stream().filter(id -> !id.equals("dd")).toList(),
            "endive", List.of("endive-compiled", "endive-interpreted"),
            "chicory", List.of("chicory-compiled", "chicory-interpreted"));

    private JvmContenders() {}

    static List<String> ids() {
        return ALL.stream().map(Candidate::id).toList();
    }

    /** The ids of a group, none if there is no such group: {@code endive} is Endive compiled and interpreted. */
    static List<String> group(String name) {
        return GROUPS.getOrDefault(name, List.of());
    }

    static Set<String> groups() {
        return GROUPS.keySet();
    }

    /** The contender of this id, asked for what it can do. */
    static Contender find(String id, Places places) throws InterruptedException {
        var candidate = ALL.stream().filter(each -> each.id.equals(id)).findFirst().orElseThrow();
        var isOutside = id.equals("dd");
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(candidate.flags));
        command.addAll(List.of("-cp", id.equals(SDK) ? places.classPathOfChicorySdk() : places.classPathOfHosts(),
                MAIN, candidate.runtime));
        try {
            var list = TaskList.of(command, places.root(), Map.of());
            var tasks = list.variants().getOrDefault("", Set.of());
            var isInterpreter = list.runtime().contains("interpreter");
            return new Contender(id, isInterpreter ? candidate.title + ", interpreter alone" : candidate.title,
                    candidate.family(), !isOutside, id.equals("java") || isOutside, !isOutside,
                    isInterpreter ? Pace.SLOW : candidate.pace,
                    list.runtime(), "", List.copyOf(command), "", tasks, Map.of(), places.root(), Map.of());
        } catch (PeerException e) {
            return Contender.leftOut(id, candidate.title, !isOutside, String.valueOf(e.getMessage()));
        }
    }
}
