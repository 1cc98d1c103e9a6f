package dev.mortise.bind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mortise.plugin.Plugin;
import dev.mortise.wasm.Module;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Bindings keep nothing alive: neither modules, nor instances, nor the interfaces of others. */
class UnloadingTest {

    private static final String MULTIPLY = """
            (func (export "multiply") (param i32 i32) (result i32)
              (i32.mul (i32.load (local.get 0)) (i32.load offset=4 (local.get 0))))
            """;

    interface Calculator {
        int multiply(int x, int y);
    }

    @Test
    void aModuleGoesWhenItsObjectsGo() {
        var module = new WeakReference<>(used(Guests.module(Guests.BUFFERS, MULTIPLY)));
        assertThat(isCollected(module)).isTrue();
    }

    private static Module used(Module module) {
        var calculator = Bindings.bind(MethodHandles.lookup(), Calculator.class, module.instantiate(), Abi.cStruct());
        assertThat(calculator.multiply(2, 3)).isEqualTo(6);
        return module;
    }

    @Test
    void anInstanceGoesThoughModuleAndClassStay() {
        var module = Guests.module(Guests.BUFFERS, MULTIPLY);
        var lookup = MethodHandles.lookup();
        var stays = Bindings.bind(lookup, Calculator.class, module.instantiate(), Abi.cStruct());
        var goes = module.instantiate();
        assertThat(Bindings.bind(lookup, Calculator.class, goes, Abi.cStruct()).multiply(2, 3)).isEqualTo(6);
        var instance = new WeakReference<>(goes);
        goes = null;
        assertThat(isCollected(instance)).isTrue();
        assertThat(stays.multiply(3, 3)).isEqualTo(9);
    }

    /**
     * The interface comes from a loader of its own, as one of a web application does. The JVM of these tests lets go of
     * what is softly reachable when it was not used between two collections.
     */
    @Test
    void theClassesOfAnInterfaceAreKeptSoftlyAlone() throws ReflectiveOperationException {
        var module = Guests.module("(func (export \"divide_i64\") (param i64 i64) (result i64 i64) unreachable)",
                "(func (export \"multiply\") (param i32 i32) (result i32) (i32.mul (local.get 0) (local.get 1)))");
        var loader = new WeakReference<>(bindInItsOwnLoader(module));
        assertThat(isCollected(loader)).isTrue();
        assertThat(module.exports()).hasSize(2);
    }

    private static ClassLoader bindInItsOwnLoader(Module module) throws ReflectiveOperationException {
        var loader = new CopyingLoader();
        var type = loader.loadClass(PublicCalculator.class.getName());
        assertThat(type).isNotSameAs(PublicCalculator.class);
        var bound = Bindings.bind(type, module.instantiate());
        assertThat(type.getMethod("multiply", int.class, int.class).invoke(bound, 2, 3)).isEqualTo(6);
        return loader;
    }

    /** The other way round: the interface stays, and the caller is one of a web application's. */
    @Test
    void theClassesOfACallerOfAPluginAreKeptSoftlyAlone() throws IOException, ReflectiveOperationException {
        var file = Path.of(System.getProperty("mortise.root"), "guests", "rust", "echo.wasm");
        try (var plugin = Plugin.open(file)) {
            var loader = new WeakReference<>(bindPluginFromItsOwnLoader(plugin));
            assertThat(isCollected(loader)).isTrue();
        }
    }

    private static ClassLoader bindPluginFromItsOwnLoader(Plugin plugin) throws ReflectiveOperationException {
        var loader = new CopyingLoader();
        var caller = loader.loadClass(PublicEcho.Caller.class.getName());
        assertThat(caller).isNotSameAs(PublicEcho.Caller.class);
        var lookup = (MethodHandles.Lookup) caller.getMethod("lookup").invoke(null);
        var bound = Bindings.bindPlugin(lookup, PublicEcho.class, plugin, Codec.string());
        assertThat(bound.getClass().getClassLoader()).isSameAs(loader);
        assertThat(bound.echo("hé")).isEqualTo("hé");
        return loader;
    }

    private static boolean isCollected(WeakReference<?> reference) {
        for (var i = 0; i < 50 && reference.get() != null; i++) {
            System.gc();
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return reference.get() == null;
    }

    private static final class CopyingLoader extends ClassLoader {

        CopyingLoader() {
            super(UnloadingTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(PublicCalculator.class.getName()) && !name.equals(PublicEcho.Caller.class.getName())) {
                return super.loadClass(name, resolve);
            }
            var known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            try (var file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (file == null) {
                    throw new ClassNotFoundException(name);
                }
                var bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
