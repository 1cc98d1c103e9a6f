package dev.mortise.lab.report;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** What lies in the jars: our own files, and the library that draws. */
final class Resources {

    private static final String D3 = "/META-INF/%s/%s";

    private Resources() {}

    /** One of our own. */
    static String text(String name) {
        try (var stream = Resources.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("%s is missing from the lab's class path".formatted(name));
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Which D3 this is. Its files lie in a folder of that name. */
    static String versionOfD3() {
        var properties = new Properties();
        try {
            properties.load(new StringReader(text(D3.formatted("maven/org.webjars.npm/d3", "pom.properties"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    /** The script. */
    static String d3() {
        return text(D3.formatted("resources/webjars/d3/" + versionOfD3(), "dist/d3.min.js"));
    }

    /** What whoever passes it on has to pass on with it. */
    static String licenceOfD3() {
        return text(D3.formatted("resources/webjars/d3/" + versionOfD3(), "LICENSE"));
    }
}
