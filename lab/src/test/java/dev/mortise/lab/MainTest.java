package dev.mortise.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mortise.lab.peer.FakePeers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class MainTest {

    private static final String BUILT = """
            {"build": [["sh", "-c", "echo $$ >>'${lab}/builds'; sleep 600"]], "run": ["sh", "${peer}/host"],
             "contenders": {"": {"id": "%s", "title": "Peer"}}}""";

    @TempDir
    Path root;

    /** SIGTERM reaches the lab alone: what it has started is for it to stop, and nothing else is to begin. */
    @Test
    void whoIsTerminatedWhileItBuildsLeavesNothingBehind() throws Exception {
        Files.createDirectories(root.resolve("guests/lab"));
        var temporary = Files.createDirectories(root.resolve("tmp"));
        var peers = new FakePeers(root);
        for (var name : new String[]{"a", "b", "c"}) {
            peers.peer(name, FakePeers.GOOD, BUILT.formatted(name));
        }
        var builds = root.resolve("lab/peers/builds");
        var lab = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dmortise.root=" + root, "-Djava.io.tmpdir=" + temporary, "-cp",
                System.getProperty("java.class.path"), Main.class.getName(), "peers", "a", "b", "c").inheritIO()
                .start();
        try {
            while (!Files.exists(builds) || Files.size(builds) == 0) {
                assertThat(lab.isAlive()).isTrue();
                Thread.sleep(50);
            }
            lab.destroy();
            assertThat(lab.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            lab.destroyForcibly();
        }
        assertThat(Files.readAllLines(builds)).singleElement()
                .satisfies(id -> assertThat(ProcessHandle.of(Long.parseLong(id)).filter(ProcessHandle::isAlive))
                        .isEmpty());
        assertThat(temporary).isDirectoryNotContaining("glob:**mortise-lab*");
    }

    @Test
    void whoIsTerminatedBeforeAnyFigureSaysThatNothingWasWritten() throws Exception {
        Files.createDirectories(root.resolve("guests/lab"));
        var peers = new FakePeers(root);
        peers.peer("a", FakePeers.GOOD, BUILT.formatted("a"));
        var builds = root.resolve("lab/peers/builds");
        assertNothingWritten("a", builds);
        Files.delete(builds);
        Files.writeString(root.resolve("guests/lab/multiply.wasm"), "");
        var marked = FakePeers.GOOD.replace("else", "else echo $$ >>'%s'; sleep 600".formatted(builds));
        peers.script("b", marked);
        assertNothingWritten("b", builds);
    }

    private void assertNothingWritten(String peer, Path mark) throws Exception {
        var said = root.resolve("said");
        var results = root.resolve("r.jsonl");
        var lab = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dmortise.root=" + root, "-cp", System.getProperty("java.class.path"), Main.class.getName(),
                "scripting", "--peers", peer, "--output", results.toString()).redirectErrorStream(true)
                .redirectOutput(said.toFile()).start();
        try {
            while (!Files.exists(mark) || Files.size(mark) == 0) {
                assertThat(lab.isAlive()).as(Files.readString(said)).isTrue();
                Thread.sleep(50);
            }
            lab.destroy();
            assertThat(lab.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            lab.destroyForcibly();
        }
        assertThat(said).content().contains(
                "mortise lab: interrupted before anything was measured; nothing was written");
        assertThat(results).doesNotExist();
    }
}
