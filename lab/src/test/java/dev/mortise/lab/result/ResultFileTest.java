package dev.mortise.lab.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {

    @TempDir
    Path folder;

    static Measurement measurement(String contender, Double... samples) {
        return new Measurement("extism", "throughput", Map.of("function", "echo", "bytes", "65536"), contender, "ns",
                "65536 8355840",
                List.of(new Fork(List.of(9.5), List.of(samples), Map.of("load", 3.0), 123L)), "");
    }

    static LabRun run(String command, Measurement... measurements) {
        return new LabRun(LabRun.FORMAT, "2026-11-21T17:00:00Z", 2.5, command, "0.1.0", false, true,
                new Machine("Linux 6.1", "amd64", "a \"processor\"", 2, 1L << 34, "25.0.1"),
                new Noise(true, "load 1.5", 0.25, List.of(1.0, 2.0)),
                List.of(new Participant("mortise", "Mortise", Participant.JVM, "0.1.0", "", "java -cp …", false),
                        new Participant("node", "Node", Participant.OUTSIDE, "", "no node", "", true)),
                List.of(measurements));
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        var file = new ResultFile(folder.resolve("new/folder/results.jsonl"));
        var first = run("mortise lab extism", measurement("mortise", 1.0, 2.0));
        var second = run("mortise lab all", measurement("java", 0.125));
        file.append(first);
        file.append(second);
        assertThat(file.read()).containsExactly(first, second);
        assertThat(file.last()).isEqualTo(second);
        assertThat(Files.readAllLines(file.path())).hasSize(2);
    }

    /** Not after minutes of measuring. Not even an administrator can make a file there. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aFolderThatTakesNoFileIsRefusedBeforehand() {
        assertThatThrownBy(() -> new ResultFile(Path.of("/proc/results.jsonl")).prepare())
                .isInstanceOf(IOException.class).hasMessageContaining("/proc");
    }

    @Test
    void aLineThatWasCutOffCostsItselfAlone() throws IOException {
        var file = new ResultFile(folder.resolve("results.jsonl"));
        var run = run("mortise lab", measurement("mortise", 1.0));
        file.append(run);
        Files.writeString(file.path(), "{\"format\":1,\"star", StandardOpenOption.APPEND);
        assertThat(file.read()).containsExactly(run);
    }

    @Test
    void unknownKeysArePassedOver() throws IOException {
        var file = new ResultFile(folder.resolve("results.jsonl"));
        var run = run("mortise lab", measurement("mortise", 1.0));
        file.append(run);
        Files.writeString(file.path(),
                Files.readString(file.path()).replace("{\"format\":", "{\"new\":[1],\"format\":"));
        assertThat(file.read()).containsExactly(run);
    }

    @Test
    void whatAnOlderVersionDidNotWriteIsFalse() throws IOException {
        var file = new ResultFile(folder.resolve("results.jsonl"));
        file.append(run("mortise lab"));
        var text = Files.readString(file.path());
        Files.writeString(file.path(), text.replaceAll(",\"isNative\":(true|false)", ""));
        assertThat(Files.readString(file.path())).isNotEqualTo(text);
        assertThat(file.last().contenders()).hasSize(2).noneMatch(Participant::isNative);
    }

    @Test
    void whatIsNoRunIsNamedWithItsLine() throws IOException {
        var path = folder.resolve("results.jsonl");
        var file = new ResultFile(path);
        file.append(run("mortise lab"));
        Files.writeString(path, "[1, 2]\n", StandardOpenOption.APPEND);
        assertThatThrownBy(file::read).isInstanceOf(LabFileException.class).hasMessageContaining(path + ": line 2");
        Files.writeString(path, "{}\n");
        assertThatThrownBy(file::read).isInstanceOf(LabFileException.class).hasMessageContaining("line 1");
    }

    @Test
    void whatIsNoRunIsToldWithoutTheWordsOfJava() throws IOException {
        var path = folder.resolve("results.jsonl");
        var good = "{\"format\":1,\"contenders\":[],\"measurements\":[]}";
        for (var line : List.of("{\"a\":1}", "{\"format\":1,\"star", "null", "{}", "hello", good)) {
            for (var ending : List.of("\n", "")) {
                Files.writeString(path, line + ending);
                assertThatThrownBy(() -> new ResultFile(path).last()).isInstanceOf(LabFileException.class)
                        .hasMessage("%s: line 1 is cut off, or no run of the lab", path);
            }
        }
    }

    /** As editors leave it that know no end of a line. */
    @Test
    void aWholeLineIsReadThoughItDoesNotEnd() throws IOException {
        var file = new ResultFile(folder.resolve("results.jsonl"));
        file.append(run("first"));
        Files.writeString(file.path(), Files.readString(file.path()).strip());
        assertThat(file.read()).containsExactly(run("first"));
    }

    @Test
    void whatIsNoResultFileIsNotAddedTo() throws IOException {
        var file = new ResultFile(Files.writeString(folder.resolve("notes"), "\nhello\n"));
        assertThatThrownBy(() -> file.append(run("first"))).isInstanceOf(LabFileException.class)
                .hasMessageContaining("notes");
        assertThat(file.path()).content().isEqualTo("\nhello\n");
    }

    @Test
    void aNewerFormatIsRefused() throws IOException {
        var file = new ResultFile(folder.resolve("results.jsonl"));
        file.append(run("mortise lab"));
        Files.writeString(file.path(), Files.readString(file.path()).replace("\"format\":1", "\"format\":2"));
        assertThatThrownBy(file::read).isInstanceOf(LabFileException.class).hasMessageContaining("format 2");
    }

    @Test
    void aFileThatIsNoTextIsNamed() throws IOException {
        var file = new ResultFile(Files.write(folder.resolve("results.jsonl"), new byte[]{(byte) 0xff, 0, 1}));
        assertThatThrownBy(file::read).isInstanceOf(LabFileException.class).hasMessageContaining("results.jsonl");
    }

    @Test
    void whatCannotBeWrittenIsFoundBeforehand() throws IOException {
        assertThatThrownBy(() -> new ResultFile(folder).prepare()).isInstanceOf(IOException.class)
                .hasMessageContaining(folder.toString());
        var file = new ResultFile(folder.resolve("new/results.jsonl"));
        file.prepare();
        assertThat(file.path().getParent()).isDirectory();
        assertThat(file.path()).doesNotExist();
    }

    @Test
    void theRunBeforeTheLastNeedsTwo() throws IOException {
        var file = new ResultFile(folder.resolve("results.jsonl"));
        var first = run("first");
        file.append(first);
        assertThatThrownBy(file::lastButOne).isInstanceOf(LabFileException.class);
        file.append(run("second"));
        assertThat(file.lastButOne()).isEqualTo(first);
    }

    @Test
    void anEmptyFileHasNoLastRun() throws IOException {
        var file = new ResultFile(Files.createFile(folder.resolve("results.jsonl")));
        assertThatThrownBy(file::last).isInstanceOf(LabFileException.class).hasMessageContaining("no run");
    }
}
