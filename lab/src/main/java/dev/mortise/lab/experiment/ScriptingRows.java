package dev.mortise.lab.experiment;

import dev.mortise.lab.experiment.Row.Natives;
import dev.mortise.lab.experiment.Row.Reach;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The micro tests of the scripting experiment, with compile time in the measure or out of it, of a release or a debug
 * build of the guest; and what its authors left open: lists of any length under each ABI, from guests in several languages.
 */
final class ScriptingRows {

    private static final String OUT = "out";
    private static final String IN = "in";
    private static final String RELEASE = "release";
    private static final String DEBUG = "debug";
    private static final String DYNAMIC = "dynamic";
    private static final String STATIC = "static";
    private static final List<String> FORMATS = List.of("bytes", "struct", "bincode", "protobuf", "msgpack", "json");
    private static final String BINCODE = "bincode";
    /** What everybody is asked for. */
    private static final Set<String> COMMON_FORMATS = Set.of("bytes", BINCODE, "json");
    private static final int FEW_BYTES = 64;
    private static final int MANY_BYTES = 64 << 10;
    private static final int[] ALL_BYTES = {8, FEW_BYTES, 1 << 10, MANY_BYTES, 1 << 20};

    /** What a run that is to be over soon has. */
    private static final Set<Integer> QUICK = Set.of(1, 3, 8, 10, 12);
    /** Without a buffer, and with one. */
    private static final Set<Integer> EXTREMES = Set.of(MicroTest.PAIR_CACHED, MicroTest.STATIC_CACHED);

    private ScriptingRows() {}

    private static Map<String, String> keys(String... pairs) {
        var keys = new LinkedHashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            keys.put(pairs[i], pairs[i + 1]);
        }
        return keys;
    }

    static List<Row> all(Budget budget) {
        var rows = new ArrayList<Row>();
        var calls = Integer.toString(budget.calls());
        rows.add(new Row("scripting", "multiply", keys("abi", "native", "calls", calls), "", Natives.ALONE, Reach.ALL));
        for (var test : MicroTest.ALL) {
            if (budget.isThorough() || QUICK.contains(test.number())) {
                rows.add(multiply(test, OUT, RELEASE, calls, reach(test, budget)));
            }
        }
        for (var test : budget.isThorough() ? MicroTest.ALL : List.of(MicroTest.ALL.get(MicroTest.PAIR_CACHED - 1))) {
            var reach = EXTREMES.contains(test.number()) ? Reach.FULL : Reach.BACK_ENDS;
            rows.add(multiply(test, OUT, DEBUG, calls, budget.isThorough() ? reach : Reach.MAIN));
            rows.add(multiply(test, IN, RELEASE, calls, reach));
            if (budget.isThorough()) {
                rows.add(multiply(test, IN, DEBUG, calls, Reach.BACK_ENDS));
            }
        }
        if (budget.isThorough()) {
            transfers(rows);
        } else {
            fewTransfers(rows);
        }
        return rows;
    }

    private static Reach reach(MicroTest test, Budget budget) {
        if (EXTREMES.contains(test.number())) {
            return Reach.ALL;
        }
        return budget.isThorough() ? Reach.FULL : Reach.MAIN;
    }

    private static Row multiply(MicroTest test, String compile, String build, String calls, Reach reach) {
        var keys = new LinkedHashMap<>(test.keys());
        keys.put("compile", compile);
        keys.put("build", build);
        keys.put("calls", calls);
        var module = build.equals(DEBUG) ? "guests/lab/debug/multiply.wasm" : "guests/lab/multiply.wasm";
        return new Row("scripting", "multiply", keys, module, Natives.NOT, reach);
    }

    private static void fewTransfers(List<Row> rows) {
        rows.add(nativeTransfer(MANY_BYTES));
        for (var format : FORMATS) {
            rows.add(transfer(format, DYNAMIC, MANY_BYTES, "rust",
                    format.equals(BINCODE) ? Reach.FULL : Reach.MAIN));
        }
        rows.add(transfer(BINCODE, DYNAMIC, FEW_BYTES, "rust", Reach.MAIN));
        rows.add(transfer("bincode", STATIC, MANY_BYTES, "rust", Reach.MAIN));
        rows.add(transfer("protobuf", STATIC, MANY_BYTES, "rust", Reach.MAIN));
        rows.add(transfer("bincode", DYNAMIC, MANY_BYTES, "c", Reach.MAIN));
        rows.add(transfer("bincode", DYNAMIC, MANY_BYTES, "assemblyscript", Reach.MAIN));
    }

    private static void transfers(List<Row> rows) {
        for (var bytes : ALL_BYTES) {
            rows.add(nativeTransfer(bytes));
            for (var format : FORMATS) {
                rows.add(transfer(format, DYNAMIC, bytes, "rust",
                        bytes == MANY_BYTES && COMMON_FORMATS.contains(format) ? Reach.ALL : Reach.MAIN));
                rows.add(transfer(format, STATIC, bytes, "rust", Reach.MAIN));
            }
            for (var language : List.of("c", "assemblyscript", "go")) {
                for (var format : List.of("bytes", "bincode")) {
                    rows.add(transfer(format, DYNAMIC, bytes, language, Reach.MAIN));
                }
            }
        }
    }

    private static Row nativeTransfer(int bytes) {
        return new Row("scripting", "transfer", keys("abi", "native", "bytes", Integer.toString(bytes)), "",
                Natives.ALONE, Reach.ALL);
    }

    private static Row transfer(String abi, String memory, int bytes, String language, Reach reach) {
        var module = language.equals("go")
                ? "guests/target/out/go/transfer.wasm"
                : "guests/lab/transfer/%s.wasm".formatted(language);
        return new Row("scripting", "transfer",
                keys("abi", abi, "memory", memory, "bytes", Integer.toString(bytes), "language", language), module,
                Natives.NOT, reach);
    }
}
