package dev.mortise.lab.experiment;

import dev.mortise.lab.experiment.Row.Natives;
import dev.mortise.lab.experiment.Row.Reach;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Extism's throughput experiment: consume, echo and reflect with three sizes of input, and copying beside them. */
final class ExtismRows {

    private static final int SMALL = 64 << 10;
    private static final int MIDDLE = 640 << 10;
    private static final int LARGE = 6400 << 10;
    private static final String ECHO = "echo";
    private static final List<String> FUNCTIONS = List.of("consume", ECHO, "reflect");

    private ExtismRows() {}

    static List<Row> all(Budget budget) {
        var rows = new ArrayList<Row>();
        for (int bytes : new int[]{SMALL, MIDDLE, LARGE}) {
            var isWhole = budget.isThorough() || bytes == MIDDLE;
            for (var function : isWhole ? FUNCTIONS : List.of(ECHO)) {
                rows.add(row(function, bytes, "guests/rust/%s.wasm".formatted(function), Natives.TOO,
                        bytes == MIDDLE && (budget.isThorough() || function.equals(ECHO)) ? Reach.ALL : Reach.FULL));
            }
            if (isWhole) {
                rows.add(row("memcpy", bytes, "", Natives.ALONE, Reach.FULL));
            }
        }
        return rows;
    }

    private static Row row(String function, int bytes, String module, Natives natives, Reach reach) {
        return new Row("extism", "throughput", Map.of("function", function, "bytes", Integer.toString(bytes)), module,
                natives, reach);
    }
}
