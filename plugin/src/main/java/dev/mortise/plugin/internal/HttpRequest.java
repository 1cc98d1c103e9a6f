package dev.mortise.plugin.internal;

import dev.mortise.plugin.PluginException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What a plug-in gives to {@code http_request}.
 *
 * @param url where to
 * @param method in capitals, {@code GET} unless given
 * @param headers by name, as given
 */
record HttpRequest(String url, String method, Map<String, String> headers) {

    private static final JsonFactory JSON = new JsonFactory();

    /**
     * Reads {@code {"url": ..., "method": ..., "headers": {...}}}.
     *
     * @throws PluginException if it is something else, also if there are other fields
     */
    static HttpRequest parse(byte[] json) {
        try (var parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            return parse(parser);
        } catch (JacksonException e) {
            throw invalid(e.getOriginalMessage());
        }
    }

    private static HttpRequest parse(JsonParser parser) {
        var url = "";
        var method = "GET";
        var headers = new LinkedHashMap<String, String>();
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw invalid("no object");
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            var value = parser.nextToken();
            switch (name) {
                case "url" -> url = string(parser, value, name);
                case "method" -> {
                    if (value != JsonToken.VALUE_NULL) {
                        method = string(parser, value, name).toUpperCase(Locale.ROOT);
                    }
                }
                case "headers" -> readHeaders(parser, value, headers);
                default -> throw invalid("unknown field \"" + name + "\"");
            }
        }
        if (url.isEmpty()) {
            throw invalid("field \"url\" is missing");
        }
        return new HttpRequest(url, method, Map.copyOf(headers));
    }

    private static void readHeaders(JsonParser parser, JsonToken value, Map<String, String> headers) {
        if (value != JsonToken.START_OBJECT) {
            throw invalid("\"headers\" is no object");
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            headers.put(name, string(parser, parser.nextToken(), name));
        }
    }

    private static String string(JsonParser parser, JsonToken value, String name) {
        if (value != JsonToken.VALUE_STRING) {
            throw invalid("\"" + name + "\" is no string");
        }
        return parser.getString();
    }

    private static PluginException invalid(String detail) {
        return new PluginException(PluginException.Kind.REFUSED, "invalid http request: " + detail);
    }
}
