package dev.mortise.cli.internal.simulation;

import dev.mortise.simulator.RunResult;
import dev.mortise.simulator.RunResult.Failed;
import dev.mortise.simulator.RunResult.Measured;
import dev.mortise.simulator.SweepResult;
import java.io.StringWriter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** Results for programs; what is not known is left out. */
public final class ResultJson {

    private ResultJson() {}

    /** One JSON object. */
    public static String of(SweepResult result) {
        var text = new StringWriter();
        try (var json = new JsonFactory().createGenerator(new Indented(), text)) {
            json.writeStartObject();
            writeTrace(result, json);
            json.writeArrayPropertyStart("runs");
            result.results().forEach(run -> writeRun(run, result, json));
            json.writeEndArray();
            json.writeArrayPropertyStart("disagreements");
            result.disagreements().forEach(each -> json.writeString(each.toString()));
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.append('\n').toString();
    }

    private static void writeTrace(SweepResult result, JsonGenerator json) {
        var trace = result.trace();
        json.writeObjectPropertyStart("trace");
        json.writeStringProperty("name", trace.name());
        json.writeNumberProperty("requests", trace.requests());
        json.writeNumberProperty("objects", trace.objects());
        json.writeNumberProperty("objectBytes", trace.objectBytes());
        json.writeNumberProperty("requestedBytes", trace.requestedBytes());
        json.writeNumberProperty("skippedLines", trace.skipped().count());
        json.writeEndObject();
    }

    private static void writeRun(RunResult run, SweepResult result, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("policy", run.way().policy());
        json.writeStringProperty("implementation", run.way().implementation());
        json.writeStringProperty("abi", run.way().abi().label());
        json.writeNumberProperty("cacheBytes", run.cacheBytes());
        switch (run) {
            case Failed failed -> json.writeStringProperty("failure", failed.reason());
            case Measured measured -> writeCounts(measured, result, json);
        }
        json.writeEndObject();
    }

    private static void writeCounts(Measured run, SweepResult result, JsonGenerator json) {
        json.writeNumberProperty("requests", run.requests());
        json.writeNumberProperty("hits", run.hits());
        json.writeNumberProperty("hitRatio", run.hitRatio());
        run.outcomes().ifPresent(outcomes -> {
            json.writeNumberProperty("bypasses", outcomes.bypasses());
            json.writeNumberProperty("hitBytes", outcomes.hitBytes());
            json.writeNumberProperty("byteHitRatio", outcomes.byteHitRatio());
        });
        json.writeNumberProperty("seconds", run.seconds());
        result.ratioToJava(run).ifPresent(ratio -> json.writeNumberProperty("ratioToJava", ratio));
        json.writeArrayPropertyStart("nanos");
        run.nanos().forEach(json::writeNumber);
        json.writeEndArray();
    }

    /** How Jackson is told to break lines. */
    private static final class Indented extends ObjectWriteContext.Base {

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }

        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter();
        }
    }
}
