package dev.mortise.lab.host;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The version of a library, which most jars tell by their names alone. */
final class JarVersion {

    private static final Pattern VERSION = Pattern.compile("-(\\d[^-]*(?:-[A-Za-z]+\\d*)?)\\.jar$");

    private JarVersion() {}

    /** The version of the library that a class comes from; "" if nothing tells it. */
    static String of(Class<?> type) {
        try {
            var source = type.getProtectionDomain().getCodeSource();
            if (source == null) {
                return "";
            }
            var name = Path.of(source.getLocation().toURI()).getFileName();
            var found = VERSION.matcher(String.valueOf(name));
            return found.find() ? found.group(1) : "";
        } catch (URISyntaxException e) {
            return "";
        }
    }
}
