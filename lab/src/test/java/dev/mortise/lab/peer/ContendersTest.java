package dev.mortise.lab.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContendersTest {

    @TempDir
    Path root;

    private FakePeers peers;

    @BeforeEach
    void makePeers() {
        peers = new FakePeers(root);
    }

    @Test
    void aPeerThatAnswersTakesPart() throws Exception {
        peers.script("good", FakePeers.GOOD);
        assertThat(peers.find("good")).singleElement().satisfies(each -> {
            assertThat(each.takesPart()).isTrue();
            assertThat(each.version()).isEqualTo("good 1.0");
            assertThat(each.tasks()).containsExactly("multiply");
            assertThat(each.isJvm()).isFalse();
            assertThat(each.command()).endsWith(root.resolve("lab/peers/good/host").toString());
        });
    }

    @Test
    void aMissingToolIsTheReason() throws Exception {
        assertThat(leftOut("""
                {"needs": [["no-such-tool-at-all", "--version"]], "run": ["sh"],
                 "contenders": {"": {"id": "peer", "title": "Peer"}}}""", "exit 0"))
                .isEqualTo("needs no-such-tool-at-all, which is not on this machine");
    }

    @Test
    void aToolThatFailsIsTheReasonInItsOwnWords() throws Exception {
        assertThat(leftOut("""
                {"needs": [["sh", "-c", "echo no default toolchain >&2; exit 1"]], "run": ["sh"],
                 "contenders": {"": {"id": "peer", "title": "Peer"}}}""", "exit 0"))
                .contains("fails: no default toolchain");
    }

    @Test
    void aFailedBuildIsTheReasonAndItsLogIsKept() throws Exception {
        assertThat(leftOut("""
                {"build": [["sh", "-c", "echo starting; echo 'error: no linker' >&2; exit 7"]], "run": ["sh"],
                 "contenders": {"": {"id": "peer", "title": "Peer"}}}""", "exit 0"))
                .startsWith("does not build: error: no linker").contains("build.log");
        assertThat(root.resolve("lab/target/peers/peer/build.log")).content().contains("starting", "error: no linker");
    }

    @Test
    void nonsenseInPlaceOfTasksIsTheReason() throws Exception {
        assertThat(leftOut(null, "echo hello")).contains("answers --tasks with 'hello'");
        assertThat(leftOut(null, "echo '{}'")).contains("answers --tasks with '{}'");
        assertThat(leftOut(null, "echo a; echo no such library >&2; exit 1")).contains("no such library");
        assertThat(leftOut("{\"oops\": 1}", "")).contains("peer.json");
    }

    private String leftOut(@Nullable String json, String script) throws Exception {
        if (json == null) {
            peers.script("peer", script);
        } else {
            peers.peer("peer", script, json);
        }
        var found = peers.find("peer");
        assertThat(found).singleElement().returns(false, Contender::takesPart);
        return found.getFirst().leftOut();
    }

    @Test
    void aVariantThatDoesNotWorkHereSaysWhy() throws Exception {
        peers.peer("peer", """
                echo '{"runtime":"r","variants":{"fast":["ffi"]},"leftOut":{"best":"no LLVM here"}}'
                """, """
                {"run": ["sh", "${peer}/host"], "contenders": {"fast": {"id": "peer-fast", "title": "Fast"},
                 "best": {"id": "peer-best", "title": "Best"}}}""");
        assertThat(peers.find("peer")).extracting(Contender::id, Contender::leftOut, Contender::variant)
                .containsExactlyInAnyOrder(tuple("peer-fast", "", "fast"),
                        tuple("peer-best", "no LLVM here", ""));
        assertThat(peers.find("peer-best")).hasSize(1);
    }

    @Test
    void aPeerIsBuiltOnceUntilItOrWhatItSharesChanges() throws Exception {
        peers.peer("peer", FakePeers.GOOD, """
                {"build": [["sh", "-c", "echo built >>'${work}/count'"]], "run": ["sh", "${peer}/host"],
                 "sources": ["${lab}/../../elsewhere"],
                 "contenders": {"": {"id": "peer", "title": "Peer"}}}""");
        var shared = Files.createDirectories(root.resolve("lab/peers/common")).resolve("lib");
        Files.writeString(shared, "1");
        var elsewhere = Files.writeString(root.resolve("elsewhere"), "1");
        assertThat(builds()).isEqualTo(1);
        assertThat(builds()).isEqualTo(1);
        Files.writeString(shared, "2");
        assertThat(builds()).isEqualTo(2);
        Files.writeString(root.resolve("lab/peers/peer/host"), FakePeers.GOOD + "\n");
        assertThat(builds()).isEqualTo(3);
        Files.writeString(elsewhere, "2");
        assertThat(builds()).isEqualTo(4);
    }

    /** Else a peer would be measured as it was before the change. */
    @Test
    void whatOurPeersAreBuiltFromOutsideTheirFoldersIsAmongTheirSources() throws Exception {
        var lab = Path.of(System.getProperty("mortise.root"), "lab/peers");
        try (var folders = Files.list(lab)) {
            assertThat(folders.filter(each -> Files.exists(each.resolve("peer.json")))).hasSizeGreaterThan(5)
                    .allSatisfy(each -> {
                        var file = PeerFile.read(each);
                        assertThat(
                                file.steps().stream().flatMap(List::stream).filter(word -> word.startsWith("${lab}/")))
                                .as(each.toString()).isSubsetOf(file.sourcesElsewhere());
                    });
        }
    }

    private int builds() throws Exception {
        assertThat(peers.find("peer").getFirst().takesPart()).isTrue();
        return Files.readAllLines(root.resolve("lab/target/peers/peer/count")).size();
    }

    @Test
    void aProgramThatIsNotOursHasWholeCommands() throws Exception {
        peers.peer("cli", "", """
                {"plain": {"ffi": {"off": ["run", "${module}", "${iterations}"]}},
                 "version": ["echo", "cli 7.5"], "contenders": {"": {"id": "cli", "title": "CLI"}}}""");
        assertThat(peers.find("cli")).singleElement().satisfies(each -> {
            assertThat(each.version()).isEqualTo("cli 7.5");
            assertThat(each.plain()).containsEntry("ffi off", List.of("run", "${module}", "${iterations}"));
        });
    }

    @Test
    void resultsTellNothingOfThisMachinesFolders() throws Exception {
        peers.script("good", FakePeers.GOOD).script("broken", "echo no file %s/x >&2; exit 1".formatted(root));
        assertThat(peers.find("good", "broken")).extracting(each -> each.participant(root))
                .allSatisfy(each -> assertThat(each.command() + each.leftOut()).doesNotContain(root.toString()))
                .anySatisfy(each -> assertThat(each.command()).isEqualTo("sh lab/peers/good/host"));
    }

    @Test
    void whoIsNotKnownIsNamedWithWhoIs() throws IOException {
        peers.script("good", FakePeers.GOOD);
        assertThatThrownBy(() -> peers.find("god")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'god'").hasMessageContaining("good").hasMessageContaining("graalwasm");
    }

    @Test
    void groupsStandForTheirMembers() throws Exception {
        assertThat(peers.find("endive", "chicory")).extracting(Contender::id).containsExactly("endive-compiled",
                "endive-interpreted", "chicory-compiled", "chicory-interpreted");
    }

    @Test
    void groupsAreToldFromIds() throws IOException {
        peers.script("good", FakePeers.GOOD).peer("several", "", """
                {"run": ["sh"], "contenders": {"a": {"id": "several-a", "title": "A"},
                 "b": {"id": "several-b", "title": "B"}}}""");
        assertThatThrownBy(() -> peers.find("god")).hasMessageContaining("several-a, several-b")
                .hasMessageEndingWith("; and groups: chicory, endive, jvm, several");
    }
}
