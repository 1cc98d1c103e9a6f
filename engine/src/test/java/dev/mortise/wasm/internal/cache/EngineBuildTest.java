package dev.mortise.wasm.internal.cache;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which build an engine takes itself for that lies where no file system goes, as in a jar within a jar. */
class EngineBuildTest {

    private static final String PACKAGE = EngineBuild.class.getPackageName();

    @TempDir
    Path folder;

    /** Has a package of the engine under a name; the rest is its parent's, and so are resources that both have. */
    private static final class EngineLoader extends URLClassLoader {

        private final String packageName;
        private final ProtectionDomain domain;

        EngineLoader(String packageName, URL place, ClassLoader parent) {
            super(new URL[]{place}, parent);
            this.packageName = packageName;
            this.domain = new ProtectionDomain(new CodeSource(place, (Certificate[]) null), null);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(packageName + ".")) {
                return super.loadClass(name, resolve);
            }
            var loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            var simpleName = name.substring(packageName.length() + 1);
            try (var in = EngineBuild.class.getResourceAsStream(simpleName + ".class")) {
                // A name of the same length needs no more than this to be another.
                var bytes = new String(in.readAllBytes(), ISO_8859_1)
                        .replace(PACKAGE.replace('.', '/'), packageName.replace('.', '/')).getBytes(ISO_8859_1);
                return defineClass(name, bytes, 0, bytes.length, domain);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private URL jar(String name, String path) throws IOException {
        var jar = folder.resolve(name);
        try (var zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry(path));
            zip.write((name + "\n" + name + "\n").getBytes(UTF_8));
        }
        return URI.create("jar:" + jar.toUri() + "!/").toURL();
    }

    private static Object id(String packageName, URL place, URL... parents) throws Exception {
        try (var parent = new URLClassLoader(parents, EngineBuildTest.class.getClassLoader());
                var loader = new EngineLoader(packageName, place, parent)) {
            var id = loader.loadClass(packageName + ".EngineBuild").getDeclaredMethod("id");
            id.setAccessible(true);
            return id.invoke(null);
        }
    }

    @Test
    void whatAParentLoaderFindsIsAnothers() throws Exception {
        var one = jar("one.jar", EngineBuild.FILE);
        var two = jar("two.jar", EngineBuild.FILE);
        assertThat(id(PACKAGE, one, two)).isEqualTo(id(PACKAGE, one)).isNotEqualTo(id(PACKAGE, two));
        assertThat(id(PACKAGE, jar("none.jar", "readme.txt"), one)).isEqualTo(Optional.empty());
    }

    /** Classes that were compiled for it name its own. */
    @Test
    void anEngineUnderAnotherNameIsAnother() throws Exception {
        var jar = jar("one.jar", EngineBuild.FILE);
        assertThat(id(PACKAGE.replace("cache", "other"), jar)).isNotEqualTo(id(PACKAGE, jar))
                .isNotEqualTo(Optional.empty());
    }
}
