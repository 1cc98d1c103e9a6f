package dev.mortise.benchmarks.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the JVM's compiler does with an interpreter's loop over seconds, as Flight Recorder sees it. */
class SteadyCodeTest {

    private static final String FAILURE = "jdk.CompilationFailure";
    private static final String COMPILATION = "jdk.Compilation";

    private static final String DEOPTIMIZATION = "jdk.Deoptimization";

    /** A few belong to the end: the loop is over, and code runs that did not before. */
    private static final int A_FEW = 20;

    @Test
    void compilesTheLoopOfQuickJsOnceAndForAll(@TempDir Path folder) throws Exception {
        var files = FetchedPrograms.with("quickjs");
        var file = folder.resolve("loop.jfr");
        Instant begin;
        Instant end;
        try (var recording = new Recording()) {
            recording.enable(FAILURE);
            recording.enable(COMPILATION).withoutThreshold();
            recording.enable(DEOPTIMIZATION).withoutThreshold();
            recording.start();
            begin = Instant.now();
            assertThat(Work.QUICKJS_LOOP.mistake(ProgramsTest.output(Work.QUICKJS_LOOP, files))).isEmpty();
            end = Instant.now();
            recording.stop();
            recording.dump(file);
        }
        assertThat(Files.size(file)).isPositive();
        var events = RecordingFile.readAllEvents(file);
        var deoptimizations = named(DEOPTIMIZATION, events).filter(SteadyCodeTest::isOfGuest).toList();
        var lastThird = end.minus(Duration.between(begin, end).dividedBy(3));

        assertThat(failures(events)).isEmpty();
        assertThat(named(COMPILATION, events).filter(SteadyCodeTest::isOfGuest)).isNotEmpty();
        assertThat(deoptimizations.stream().filter(event -> event.getStartTime().isAfter(lastThird)).count())
                .as("of %d deoptimisations, those in the last third of the time", deoptimizations.size())
                .isLessThanOrEqualTo(Math.max(A_FEW, deoptimizations.size() / 10));
    }

    /** What the JVM could not compile of the guests', with either compiler: a failure itself has no more than a number. */
    private static List<String> failures(List<RecordedEvent> events) {
        var compilations = named(COMPILATION, events).filter(SteadyCodeTest::isOfGuest)
                .collect(Collectors.toMap(event -> event.getInt("compileId"), event -> event, (one, other) -> one));
        return named(FAILURE, events).filter(failure -> compilations.containsKey(failure.getInt("compileId")))
                .map(failure -> {
                    var compilation = Objects.requireNonNull(compilations.get(failure.getInt("compileId")));
                    return method(compilation) + " at level " + compilation.getShort("compileLevel") + ": "
                            + failure.getString("failureMessage");
                }).toList();
    }

    private static String method(RecordedEvent event) {
        return ((RecordedMethod) event.getValue("method")).getName();
    }

    private static Stream<RecordedEvent> named(String name, List<RecordedEvent> events) {
        return events.stream().filter(event -> event.getEventType().getName().equals(name));
    }

    /** Guests' classes have packages of their own. */
    private static boolean isOfGuest(RecordedEvent event) {
        return event.hasField("method") && event.getValue("method") instanceof RecordedMethod method
                && method.getType().getName().startsWith("wasm.");
    }
}
