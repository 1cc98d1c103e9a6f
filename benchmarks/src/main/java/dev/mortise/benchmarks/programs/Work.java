package dev.mortise.benchmarks.programs;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the programs are asked to do, each with the result that it has to have. */
@SuppressWarnings("ImmutableEnumChecker") // the lists and inputs are unmodifiable
enum Work {

    FFI("the FFI article's program", "ffi", List.of("999999"), Input.NONE, "Vector length: 999999", Measure.PROCESS),
    PRISM_FIRST("prism, first parse of 30 KB", "prism", List.of("0"), Input.RUBY_SOURCE, "2851700488",
            Measure.PROCESS),
    PRISM_STEADY("prism, a further parse", "prism", List.of("6000"), Input.RUBY_SOURCE, "2851700488",
            Measure.FIRST_AND_LATE),
    QUICKJS_FIRST("QuickJS, first script", "quickjs", List.of(), Input.script("first.js"), "500 dog17 27045",
            Measure.PROCESS),
    QUICKJS_LOOP("QuickJS, a loop of 300,000 rounds", "quickjs", List.of(), Input.script("loop.js"), "490843779",
            Measure.FIRST_AND_LATE),
    GRAPHVIZ("Graphviz, a graph of 120 nodes", "graphviz", List.of(), Input.GRAPH, Work.SVG, Measure.PROCESS),
    SQLITE("SQLite, 10,000 inserts and queries", "sqlite", List.of(), Input.NONE, "88890 12498750 97 130091",
            Measure.PROCESS),
    GO("a Go program", "go", List.of(), Input.NONE, "103781 item 1234 d8a8475d", Measure.PROCESS),
    PYTHON_FIRST("CPython, first script", "python", List.of("-"), Input.script("first.py"), "500 dog17 27045",
            Measure.PROCESS),
    RUBY_FIRST("CRuby, first script", "ruby", List.of(), Input.script("first.rb"), "500 dog17 111 27045",
            Measure.PROCESS),
    QUICKJS_LONG("QuickJS, a CPU-bound script", "quickjs", List.of(), Input.script("cpu.js"),
            "1310680 99627300 348513", Measure.PROCESS),
    PYTHON_LONG("CPython, a CPU-bound script", "python", List.of("-"), Input.script("cpu.py"),
            "262136 3915860 41538", Measure.PROCESS),
    RUBY_LONG("CRuby, a CPU-bound script", "ruby", List.of(), Input.script("cpu.rb"), "327670 8875590 78498",
            Measure.PROCESS);

    /** Stands for a drawing that names all nodes: its coordinates are the business of Graphviz's version. */
    static final String SVG = "<svg";

    /** What a figure is. */
    enum Measure {
        /** Of the whole process, from its start to its end. */
        PROCESS,
        /** Two that the program takes itself, and prints as its last line in nanoseconds: the first time and later. */
        FIRST_AND_LATE
    }

    /** What the program reads. */
    sealed interface Input {
        Input NONE = new Text("");
        Input RUBY_SOURCE = new Text(Source.ruby());
        Input GRAPH = new Text(Source.graph());

        /** A text that is made here. */
        record Text(String text) implements Input {}

        /** A file in {@code benchmarks/real/scripts}. */
        record Script(String file) implements Input {}

        static Input script(String file) {
            return new Script(file);
        }
    }

    private static final int NODES = 120;

    private final String title;
    private final String module;
    private final List<String> arguments;
    private final Input input;
    private final String result;
    private final Measure measure;

    Work(String title, String module, List<String> arguments, Input input, String result, Measure measure) {
        this.title = title;
        this.module = module;
        this.arguments = arguments;
        this.input = input;
        this.result = result;
        this.measure = measure;
    }

    String title() {
        return title;
    }

    Measure measure() {
        return measure;
    }

    /** The file, without {@code .wasm}, that the work is done by. */
    String module() {
        return module;
    }

    /** What to instantiate: command-line programs as they are, libraries below a driver of ours. */
    Linked linked(ProgramFiles files) {
        Map<String, Path> guests = new LinkedHashMap<>();
        switch (module) {
            case "prism", "quickjs", "graphviz" -> guests.put("guest", files.program(module));
            case "ruby" -> {
                guests.put("rb-js-abi-host", files.driver("js-abi-host"));
                guests.put("canonical_abi", files.driver("canonical-abi"));
                guests.put("guest", files.program(module));
            }
            default -> {
                return new Linked(guests, files.program(module), arguments);
            }
        }
        return new Linked(guests, files.driver(module), arguments);
    }

    byte[] input(ProgramFiles files) {
        return switch (input) {
            case Input.Text(var text) -> text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            case Input.Script(var file) -> files.script(file);
        };
    }

    /** What is wrong with a program's output, if anything is. */
    Optional<String> mistake(String output) {
        if (result.equals(SVG)) {
            for (int node = 0; node < NODES; node++) {
                if (!output.contains(">step " + node + "</text>")) {
                    return Optional.of("the drawing has no step " + node);
                }
            }
            return output.contains(SVG) ? Optional.empty() : Optional.of("there is no drawing");
        }
        var first = output.lines().findFirst().orElse("");
        return first.equals(result) ? Optional.empty() : Optional.of("'" + first + "' came out, not '" + result + "'");
    }
}
