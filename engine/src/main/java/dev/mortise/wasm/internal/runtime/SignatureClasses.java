package dev.mortise.wasm.internal.runtime;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.NumberType;
import dev.mortise.wasm.ValueType;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The classes of function references by signature, shared by all modules, so that linked modules can call each other's
 * functions through a table. Each has a loader of its own and goes when the last module that names it goes.
 */
public final class SignatureClasses {

    /** The package of the signature classes, with a dot at the end. */
    public static final String PREFIX = "mortise.signature.";
    private static final String HOST_SUFFIX = "_host";
    private static final Map<String, WeakReference<Class<?>>> CLASSES = new HashMap<>();

    private SignatureClasses() {}

    /** The binary name of the class of references to functions of a type. */
    public static String nameOf(FunctionType type) {
        return PREFIX + letters(type.parameters()) + "_" + letters(type.results());
    }

    /** The binary name of the class of references to host functions of a type. */
    public static String hostNameOf(FunctionType type) {
        return nameOf(type) + HOST_SUFFIX;
    }

    private static String letters(List<ValueType> types) {
        var letters = new StringBuilder();
        for (var type : types) {
            letters.append(type instanceof NumberType number ? "IJFD".charAt(number.ordinal())
                    : type.equals(ValueType.FUNCREF) ? 'R' : 'X');
        }
        return letters.toString();
    }

    /** The class of references to functions of a type. */
    static Class<?> of(FunctionType type, ClassSource source) {
        return find(nameOf(type), source, () -> source.signatureClass(type));
    }

    /** The class of references to host functions of a type. */
    static Class<?> ofHost(FunctionType type, ClassSource source) {
        var signature = of(type, source);
        var host = find(hostNameOf(type), source, () -> source.hostReferenceClass(type));
        // Until its subclass is there, nothing else keeps it.
        Reference.reachabilityFence(signature);
        return host;
    }

    private static Class<?> find(String name, ClassSource source, Supplier<byte[]> bytes) {
        // The lock is taken on the emitting thread, which comes back here for a superclass.
        return Emission.call(() -> {
            synchronized (CLASSES) {
                var reference = CLASSES.get(name);
                var found = reference == null ? null : reference.get();
                if (found == null) {
                    CLASSES.values().removeIf(each -> each.get() == null);
                    found = define(name, source, bytes);
                    CLASSES.put(name, new WeakReference<>(found));
                }
                return found;
            }
        });
    }

    /** One that the JVM refuses would break every module of the process that has functions of the type. */
    private static Class<?> define(String name, ClassSource source, Supplier<byte[]> bytes)
            throws ClassNotFoundException {
        try {
            return defineNow(name, source, bytes.get());
        } catch (ClassFormatError | VerifyError | IncompatibleClassChangeError e) {
            if (!source.refused(name)) {
                throw e;
            }
            return defineNow(name, source, bytes.get());
        }
    }

    private static Class<?> defineNow(String name, ClassSource source, byte[] bytes) throws ClassNotFoundException {
        var defined = new Loader().define(name, bytes);
        source.accepted(name, bytes);
        return defined;
    }

    /** Lets classes of this module use the part of the engine that emitted code calls. */
    static void openRuntimeTo(java.lang.Module module) {
        var engine = SignatureClasses.class.getModule();
        if (engine.isNamed()) {
            engine.addExports(SignatureClasses.class.getPackageName(), module);
        }
    }

    private static final class Loader extends ClassLoader {

        Loader() {
            super("mortise signature", SignatureClasses.class.getClassLoader());
            openRuntimeTo(getUnnamedModule());
        }

        /** Verified as well, while another can still be defined in its place. */
        Class<?> define(String name, byte[] bytes) throws ClassNotFoundException {
            defineClass(name, bytes, 0, bytes.length);
            return Class.forName(name, true, this);
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            synchronized (CLASSES) {
                var reference = CLASSES.get(name);
                var found = reference == null ? null : reference.get();
                if (found == null) {
                    throw new ClassNotFoundException(name);
                }
                return found;
            }
        }
    }
}
