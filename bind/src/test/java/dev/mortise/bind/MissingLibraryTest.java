package dev.mortise.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The libraries of codecs are optional. Mortise is loaded a second time, with nothing beside it but the engine. */
class MissingLibraryTest {

    /** What is to be described. */
    public interface Described {
        /** Takes and returns what every codec can. */
        String same(String text);
    }

    @ParameterizedTest
    @CsvSource({"json, tools.jackson.core:jackson-databind 3", "messagePack, org.msgpack:msgpack-core",
        "protobuf, com.google.protobuf:protobuf-java"})
    void aMissingLibraryIsNamed(String codec, String artifact) throws IOException, ReflectiveOperationException {
        try (var loader = withoutLibraries()) {
            assertThatThrownBy(() -> describe(loader, codec)).hasMessageContaining("needs the library " + artifact)
                    .hasMessageContaining("which is not there");
            assertThat(describe(loader, "bincode1")).contains("export \"same\" (i32, i32) -> (i64)");
        }
    }

    private static String describe(ClassLoader loader, String codec) throws ReflectiveOperationException {
        var made = loader.loadClass(Codec.class.getName()).getMethod(codec).invoke(null);
        var abis = loader.loadClass(Abi.class.getName());
        var abi = abis.getMethod("serialized", loader.loadClass(Codec.class.getName())).invoke(null, made);
        try {
            return (String) loader.loadClass(Bindings.class.getName()).getMethod("describe", Class.class, abis)
                    .invoke(null, loader.loadClass(Described.class.getName()), abi);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause() == null ? "" : e.getCause().getMessage(), e);
        }
    }

    private static URLClassLoader withoutLibraries() throws IOException {
        var places = new ArrayList<URL>();
        for (var place : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!place.contains("jackson") && !place.contains("msgpack") && !place.contains("protobuf")) {
                places.add(Path.of(place).toUri().toURL());
            }
        }
        return new URLClassLoader(places.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
}
