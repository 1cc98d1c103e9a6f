package dev.mortise.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Reads what {@code --set-config} says: a JSON object whose values are strings. */
final class ConfigJson {

    private ConfigJson() {}

    /** The entries, in the order in which they stand there. */
    static Map<String, String> parse(String json) {
        var factory = JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
        try (var parser = factory.createParser(ObjectReadContext.empty(), json)) {
            return read(parser);
        } catch (JacksonException e) {
            throw failure("this is no JSON: " + e.getOriginalMessage());
        }
    }

    private static Map<String, String> read(JsonParser parser) {
        var config = new LinkedHashMap<String, String>();
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw failure("a JSON object is wanted, such as {\"key\": \"value\"}");
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var key = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                throw failure("the value of \"" + key + "\" must be a string");
            }
            config.put(key, parser.getString());
        }
        if (parser.nextToken() != null) {
            throw failure("there is something after the JSON object");
        }
        return config;
    }

    private static CommandFailure failure(String why) {
        return new CommandFailure(ExitCode.USAGE, "--set-config: " + why);
    }
}
