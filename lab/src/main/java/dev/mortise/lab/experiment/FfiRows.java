package dev.mortise.lab.experiment;

import dev.mortise.lab.experiment.Row.Natives;
import dev.mortise.lab.experiment.Row.Reach;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The experiment of Wasm in place of a foreign function: a whole program, from its process's start to its exit. */
final class FfiRows {

    private static final String PUBLISHED = "999999";
    /** What a run that is to be over soon asks of the slow ones, too. */
    private static final String FEW = "99999";

    private FfiRows() {}

    static List<Row> all(Budget budget) {
        var rows = new ArrayList<Row>();
        rows.add(row(FEW, "off", Reach.SLOW));
        rows.add(row(PUBLISHED, "off", budget.isThorough() ? Reach.ALL : Reach.FULL));
        rows.add(row(PUBLISHED, "on", Reach.FULL));
        return rows;
    }

    private static Row row(String iterations, String cache, Reach reach) {
        return new Row("ffi", "ffi", Map.of("iterations", iterations, "cache", cache), "guests/lab/ffi.wasm",
                Natives.TOO, reach);
    }
}
