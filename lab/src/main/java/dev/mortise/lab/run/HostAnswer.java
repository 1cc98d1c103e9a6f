package dev.mortise.lab.run;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** The last line that a host prints. */
record HostAnswer(@Nullable String runtime, @Nullable String unit, @Nullable List<Double> warmup,
        @Nullable List<Double> samples, @Nullable String check, @Nullable Map<String, Double> split) {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException if it is something else; the message shows it
     */
    static HostAnswer parse(String line) {
        try {
            var answer = JSON.readValue(line, HostAnswer.class);
            if (answer != null && answer.runtime != null && "ns".equals(answer.unit) && areNumbers(answer.warmup)
                    && areNumbers(answer.samples)) {
                return answer;
            }
        } catch (JacksonException e) {
            // Said below.
        }
        throw new IllegalArgumentException("printed '%s' in place of a result"
                .formatted(line.length() <= 60 ? line : line.substring(0, 60) + "..."));
    }

    private static boolean areNumbers(@Nullable List<Double> values) {
        return values != null
                && values.stream().allMatch(value -> value != null && Double.isFinite(value) && value >= 0);
    }

    List<Double> warmupOrNone() {
        return warmup == null ? List.of() : warmup;
    }

    List<Double> samplesOrNone() {
        return samples == null ? List.of() : samples;
    }

    String checkOrNone() {
        return check == null ? "" : check;
    }

    Map<String, Double> splitOrNone() {
        return split == null ? Map.of() : split;
    }
}
