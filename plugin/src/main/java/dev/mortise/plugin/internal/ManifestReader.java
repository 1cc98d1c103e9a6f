package dev.mortise.plugin.internal;

import dev.mortise.plugin.Manifest;
import dev.mortise.plugin.ManifestException;
import dev.mortise.plugin.WasmSource;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.dataformat.toml.TomlFactory;

/** Reads the JSON or TOML of a manifest. Every complaint names its field; a field that nobody knows is one. */
public final class ManifestReader {

    private static final JsonFactory JSON =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    private static final long LONGEST_MILLIS = Long.MAX_VALUE / 1_000_000;

    private final JsonParser parser;
    private final Manifest.Builder manifest = Manifest.builder();

    private ManifestReader(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Reads a manifest in JSON.
     *
     * @throws ManifestException if it is none
     */
    public static Manifest parse(String json) {
        try (var parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            return new ManifestReader(parser).read();
        } catch (JacksonException e) {
            throw malformed("JSON", e);
        }
    }

    /**
     * Reads a manifest in TOML.
     *
     * @throws ManifestException if it is none, or what reads TOML is not there
     */
    public static Manifest parseToml(String toml) {
        try (var parser = Toml.parser(toml)) {
            return new ManifestReader(parser).read();
        } catch (JacksonException e) {
            throw malformed("TOML", e);
        } catch (NoClassDefFoundError e) {
            throw new ManifestException("",
                    "a manifest in TOML needs tools.jackson.dataformat:jackson-dataformat-toml: "
                            + "add it to the class path (or to the module path, with --add-modules "
                            + "tools.jackson.dataformat.toml), or write the manifest in JSON",
                    e);
        }
    }

    private static ManifestException malformed(String format, JacksonException e) {
        var place = e.getLocation();
        // Jackson tells of a bracket that stays open where it does not know: with a source that it leaves out.
        var words = e.getOriginalMessage().replaceFirst(" \\(start marker at .*", "");
        return new ManifestException("", "this is no %s: %s%s".formatted(format, words,
                place == null || place.getLineNr() < 1 ? ""
                        : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")"),
                e);
    }

    /** Loaded only for TOML, because the library that reads it is optional. */
    private static final class Toml {

        private static final TomlFactory TOML = new TomlFactory();

        static JsonParser parser(String text) {
            return TOML.createParser(ObjectReadContext.empty(), text);
        }
    }

    private Manifest read() {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new ManifestException("", "an object is wanted");
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            if (parser.nextToken() == JsonToken.VALUE_NULL) {
                requireKnown(name);
                continue;
            }
            switch (name) {
                case "wasm" -> readModules();
                case "config" -> readTexts(name).forEach(manifest::config);
                case "memory" -> readMemory();
                case "timeout_ms" -> manifest.timeout(Duration.ofMillis(number(name, 1, LONGEST_MILLIS)));
                case "allowed_hosts" -> readHosts();
                case "allowed_paths" -> readTexts(name).forEach(manifest::allowPath);
                default -> requireKnown(name);
            }
        }
        if (parser.nextToken() != null) {
            throw new ManifestException("", "there is something after the object");
        }
        return manifest.build();
    }

    private static void requireKnown(String name) {
        switch (name) {
            case "wasm", "config", "memory", "timeout_ms", "allowed_hosts", "allowed_paths" -> {
            }
            default -> throw unknown(name,
                    "wasm, config, memory, timeout_ms, allowed_hosts, allowed_paths");
        }
    }

    private static ManifestException unknown(String field, String known) {
        return new ManifestException(field, "is unknown; there are " + known);
    }

    private void readModules() {
        require(JsonToken.START_ARRAY, "wasm", "an array");
        for (var index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
            manifest.wasm(readModule("wasm[" + index + "]"));
        }
    }

    private WasmSource readModule(String field) {
        require(JsonToken.START_OBJECT, field, "an object");
        var texts = new LinkedHashMap<String, String>();
        Map<String, String> headers = Map.of();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            var inner = field + "." + name;
            var value = parser.nextToken();
            switch (name) {
                case "path", "data", "url", "method", "name", "hash" -> {
                    if (value != JsonToken.VALUE_NULL) {
                        texts.put(name, text(inner));
                    }
                }
                case "headers" -> {
                    if (value != JsonToken.VALUE_NULL) {
                        headers = readTexts(inner);
                    }
                }
                default -> throw unknown(inner, "path, data, url, headers, method, name, hash");
            }
        }
        return source(field, texts, headers);
    }

    private static WasmSource source(String field, Map<String, String> texts, Map<String, String> headers) {
        var path = texts.get("path");
        var data = texts.get("data");
        var url = texts.get("url");
        if ((path == null ? 0 : 1) + (data == null ? 0 : 1) + (url == null ? 0 : 1) != 1) {
            throw new ManifestException(field, "exactly one of path, data and url says where the module is");
        }
        if (url == null && (texts.containsKey("method") || !headers.isEmpty())) {
            throw new ManifestException(field, "method and headers go with url only");
        }
        WasmSource source;
        if (path != null) {
            source = new WasmSource.OfFile(path(field + ".path", path), Optional.empty(), Optional.empty());
        } else if (data != null) {
            source = new WasmSource.OfData(bytes(field + ".data", data), Optional.empty(), Optional.empty());
        } else {
            var method = texts.getOrDefault("method", "GET").toUpperCase(Locale.ROOT);
            source = new WasmSource.OfUrl(address(field + ".url", String.valueOf(url)), method, headers,
                    Optional.empty(), Optional.empty());
        }
        var name = texts.get("name");
        var hash = texts.get("hash");
        source = name == null ? source : source.named(name);
        return hash == null ? source : source.hashed(hash);
    }

    private static Path path(String field, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new ManifestException(field, "\"" + text + "\" is no path: " + e.getReason(), e);
        }
    }

    private static byte[] bytes(String field, String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new ManifestException(field, "this is no base64: " + e.getMessage(), e);
        }
    }

    private static URI address(String field, String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new ManifestException(field, "\"" + text + "\" is no URL: " + e.getReason(), e);
        }
    }

    private void readMemory() {
        require(JsonToken.START_OBJECT, "memory", "an object");
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            var field = "memory." + name;
            var isNull = parser.nextToken() == JsonToken.VALUE_NULL;
            switch (name) {
                case "max_pages" -> {
                    if (!isNull) {
                        manifest.maxPages((int) number(field, 1, 65_536));
                    }
                }
                case "max_http_response_bytes" -> {
                    if (!isNull) {
                        manifest.maxHttpResponseBytes(number(field, 0, Long.MAX_VALUE));
                    }
                }
                case "max_var_bytes" -> {
                    if (!isNull) {
                        manifest.maxVarBytes(number(field, 0, Long.MAX_VALUE));
                    }
                }
                default -> throw unknown(field, "max_pages, max_http_response_bytes, max_var_bytes");
            }
        }
    }

    private void readHosts() {
        require(JsonToken.START_ARRAY, "allowed_hosts", "an array");
        for (var index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
            manifest.allowHost(text("allowed_hosts[" + index + "]"));
        }
    }

    private Map<String, String> readTexts(String field) {
        require(JsonToken.START_OBJECT, field, "an object");
        var result = new LinkedHashMap<String, String>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            parser.nextToken();
            result.put(name, text(field + "." + name));
        }
        return result;
    }

    private String text(String field) {
        require(JsonToken.VALUE_STRING, field, "a string");
        return parser.getString();
    }

    private long number(String field, long least, long most) {
        require(JsonToken.VALUE_NUMBER_INT, field, "a whole number");
        var number = parser.getBigIntegerValue();
        if (number.bitLength() > 63 || number.longValue() < least || number.longValue() > most) {
            throw new ManifestException(field, "must be %d to %d, not %s".formatted(least, most, number));
        }
        return number.longValue();
    }

    private void require(JsonToken wanted, String field, String what) {
        if (parser.currentToken() != wanted) {
            throw new ManifestException(field, what + " is wanted");
        }
    }
}
