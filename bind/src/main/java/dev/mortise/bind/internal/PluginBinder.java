package dev.mortise.bind.internal;

import dev.mortise.bind.BindException;
import dev.mortise.bind.Codec;
import dev.mortise.plugin.Plugin;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Makes objects of an interface whose methods are calls of an Extism plug-in. */
public final class PluginBinder {

    /**
     * By interface, and softly: a caller that comes and goes with its class loader is not kept by an interface that
     * stays. Neither keeps a plug-in.
     */
    private static final ClassValue<SoftReference<Map<Key, MethodHandle>>> KNOWN = new ClassValue<>() {
        @Override
        protected SoftReference<Map<Key, MethodHandle>> computeValue(Class<?> type) {
            return new SoftReference<>(new ConcurrentHashMap<>());
        }
    };

    private PluginBinder() {}

    /** One class behind an interface. */
    private record Key(CodecKind codec, List<Class<?>> home) {
    }

    /**
     * An object of an interface.
     *
     * @throws BindException with all that does not fit
     */
    public static <T> T bind(MethodHandles.Lookup caller, Class<T> type, Plugin plugin, Codec codec) {
        var kind = switch (codec) {
            case CodecKind each -> each;
        };
        var mistakes = new ArrayList<String>();
        var methods = BoundMethod.of(type);
        for (var each : methods) {
            if (!plugin.functionExists(each.export())) {
                mistakes.add(each + ": the plug-in has no function \"" + each.export()
                        + "\" without parameters, which Extism's have not; it exports " + plugin.module().exports());
            }
        }
        var key = new Key(kind, Home.isOpen(caller) ? List.of(caller.lookupClass()) : List.of());
        var known = known(type);
        var constructor = known.get(key);
        if (constructor == null) {
            var handles = handles(caller, type, methods, kind, mistakes);
            if (mistakes.isEmpty()) {
                constructor = Implementations.define(caller, type, methods, handles);
                known.put(key, constructor);
            }
        }
        if (constructor == null || !mistakes.isEmpty()) {
            throw new BindException(type.getName() + " does not fit the plug-in " + plugin.module().name() + " ("
                    + kind + ")", mistakes);
        }
        return Implementations.make(constructor, type, plugin, methods.stream().map(BoundMethod::export).toArray());
    }

    private static Map<Key, MethodHandle> known(Class<?> type) {
        var known = KNOWN.get(type).get();
        while (known == null) {
            KNOWN.remove(type);
            known = KNOWN.get(type).get();
        }
        return known;
    }

    private static List<MethodHandle> handles(MethodHandles.Lookup caller, Class<?> type, List<BoundMethod> methods,
            CodecKind kind, List<String> mistakes) {
        var handles = new ArrayList<MethodHandle>();
        try {
            Home.check(caller, type);
            var format = Formats.of(kind);
            var shapes = ShapeReader.of(caller, BufferSettings.of(kind));
            for (var each : methods) {
                try {
                    handles.add(PluginCall.compose(Signature.of(each, shapes), format));
                } catch (Misfit e) {
                    mistakes.add(each + ": " + e.getMessage());
                }
            }
        } catch (Misfit e) {
            mistakes.add(e.getMessage());
        }
        return handles;
    }
}
