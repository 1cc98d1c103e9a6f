package dev.mortise.wasm.internal.runtime;

import dev.mortise.wasm.internal.template.InterruptionPoint;
import dev.mortise.wasm.internal.template.MemoryAccess;
import dev.mortise.wasm.internal.template.OtherMemoryAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.util.Map;

/**
 * The class loader of a module. The JVM asks it for a class when guest code first calls into it; only then is that
 * class emitted. When nothing refers to the module any more, its code goes with the loader.
 */
final class ModuleLoader extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    /** Classes of ours that each module has a copy of, because their constants are the module's. */
    private static final Map<String, Class<?>> TEMPLATES = Map.of(MemoryAccess.class.getName(), MemoryAccess.class,
            OtherMemoryAccess.class.getName(), OtherMemoryAccess.class,
            InterruptionPoint.class.getName(), InterruptionPoint.class);

    private final ModuleCode code;
    private final String prefix;

    ModuleLoader(ModuleCode code) {
        super("mortise " + code.source().packageName(), ModuleLoader.class.getClassLoader());
        this.code = code;
        this.prefix = code.source().packageName() + ".";
        SignatureClasses.openRuntimeTo(getUnnamedModule());
        ModuleLoader.class.getModule().addReads(getUnnamedModule());
    }

    ModuleCode code() {
        return code;
    }

    /** A class of the module by its simple name, initialised. */
    Class<?> moduleClass(String simpleName) throws ClassNotFoundException {
        return loadClass(prefix + simpleName);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith(prefix) || TEMPLATES.containsKey(name)) {
            StackProbe.ensureHeadroom();
            synchronized (getClassLoadingLock(name)) {
                var loaded = findLoadedClass(name);
                return loaded != null ? loaded : Emission.call(() -> define(name));
            }
        }
        if (name.startsWith(SignatureClasses.PREFIX)) {
            StackProbe.ensureHeadroom();
            return code.signatureClass(name);
        }
        return super.loadClass(name, resolve);
    }

    private Class<?> define(String name) throws IllegalAccessException {
        var template = TEMPLATES.get(name);
        if (template != null) {
            return define(name, bytesOf(template));
        }
        var simpleName = name.substring(prefix.length());
        try {
            return defineNow(name, simpleName);
        } catch (ClassFormatError | VerifyError | IncompatibleClassChangeError e) {
            // Told even where the class is there for ever, because only its code is wrong: for the next process.
            if (!code.source().refused(simpleName) || findLoadedClass(name) != null) {
                throw e;
            }
            return defineNow(name, simpleName);
        }
    }

    private Class<?> defineNow(String name, String simpleName) throws IllegalAccessException {
        var bytes = code.source().moduleClass(simpleName);
        var defined = define(name, bytes);
        code.source().accepted(simpleName, bytes);
        return defined;
    }

    private Class<?> define(String name, byte[] bytes) throws IllegalAccessException {
        var defined = defineClass(name, bytes, 0, bytes.length);
        // Initialised here and now: not later, on a guest's stack.
        MethodHandles.privateLookupIn(defined, MethodHandles.lookup()).ensureInitialized(defined);
        return defined;
    }

    private static byte[] bytesOf(Class<?> template) {
        try (var in = template.getResourceAsStream(template.getSimpleName() + ".class")) {
            if (in == null) {
                throw new AssertionError("the engine's own class file of " + template + " is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
