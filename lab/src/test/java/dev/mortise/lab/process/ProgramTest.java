package dev.mortise.lab.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProgramTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    private Finished run(Duration limit, String script) throws IOException, InterruptedException {
        return new Program(List.of("sh", "-c", script), folder, Map.of("GREETING", "hello"), limit).run();
    }

    @Test
    void whatItSaysAndItsExitCodeAreKnown() throws Exception {
        var finished = run(LONG, "echo $GREETING; echo alas >&2; exit 3");
        assertThat(finished).returns("hello\n", Finished::out).returns("alas\n", Finished::err)
                .returns(3, Finished::exit).returns(false, Finished::isGood);
    }

    @Test
    void whatTakesTooLongIsStoppedWithItsChildren() throws Exception {
        assertThat(run(Duration.ofSeconds(1), "sleep 600 & echo $! >child; wait").isLate()).isTrue();
        hasEnded("child");
    }

    /** Whoever waits for a process does not know its children once it has ended. Linux does. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void whatIsLeftBehindIsStopped() throws Exception {
        assertThat(run(LONG, "sleep 600 & echo $! >child").isGood()).isTrue();
        hasEnded("child");
    }

    private void hasEnded(String file) throws Exception {
        var child = ProcessHandle.of(Long.parseLong(Files.readString(folder.resolve(file)).strip()));
        if (child.isPresent()) {
            child.get().onExit().get(30, TimeUnit.SECONDS);
        }
    }
}
