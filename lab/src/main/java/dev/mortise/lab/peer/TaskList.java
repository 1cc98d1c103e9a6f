package dev.mortise.lab.peer;

import dev.mortise.lab.process.Finished;
import dev.mortise.lab.process.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a program answers to {@code --tasks}.
 *
 * @param runtime name and version
 * @param variants what it can do, by variant; "" if it has none
 * @param leftOut variants that do not work here, and why
 */
record TaskList(String runtime, Map<String, Set<String>> variants, @Nullable Map<String, String> leftOut) {

    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /**
     * Asks a program.
     *
     * @throws PeerException if it does not answer
     */
    static TaskList of(List<String> command, Path folder, Map<String, String> environment)
            throws InterruptedException {
        var asked = new ArrayList<>(command);
        asked.add("--tasks");
        Finished answer;
        try {
            answer = new Program(asked, folder, environment, LIMIT).run();
        } catch (IOException e) {
            throw new PeerException("does not start: " + e.getMessage());
        }
        if (answer.isLate()) {
            throw new PeerException("does not say what it can do within %d s".formatted(LIMIT.toSeconds()));
        }
        if (!answer.isGood()) {
            throw new PeerException("does not start: exit code %d, %s".formatted(answer.exit(),
                    Finished.lastLine(answer.err())));
        }
        try {
            var list = JSON.readValue(Finished.lastLine(answer.out()), TaskList.class);
            if (list.runtime != null && list.variants != null) {
                return list;
            }
        } catch (JacksonException e) {
            // Said below.
        }
        throw new PeerException("answers --tasks with '%s', which is not what the lab expects"
                .formatted(abbreviated(Finished.lastLine(answer.out()))));
    }

    private static String abbreviated(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
