package dev.mortise.plugin.internal;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes what plug-ins get as JSON. */
final class JsonText {

    private static final JsonFactory JSON = new JsonFactory();

    private JsonText() {}

    /** An object of strings, in UTF-8. */
    static byte[] object(Map<String, String> fields) {
        var text = new StringWriter();
        try (var writer = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            writer.writeStartObject();
            fields.forEach(writer::writeStringProperty);
            writer.writeEndObject();
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
