package dev.mortise.bind.internal;

import dev.mortise.bind.Abi;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.internal.binding.GuestCalls;
import java.lang.invoke.MethodHandle;
import java.lang.ref.SoftReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The classes that have been made for a module. They live with its code, which they call, and softly: an interface that
 * comes and goes with its class loader is not kept by a module that stays.
 */
final class ClassCache {

    private ClassCache() {}

    /**
     * One class.
     *
     * @param home the class of the caller that it was defined for; nothing if the interface is public
     * @param functions the classes of what it calls
     */
    record Key(Abi abi, List<Class<?>> home, List<Class<?>> functions) {
    }

    /**
     * What a class is used by.
     *
     * @param constructor of its objects
     * @param needs what each object needs
     */
    record Made(MethodHandle constructor, BufferNeeds needs) {
    }

    /** The classes behind an interface. */
    @SuppressWarnings("unchecked") // The map is ours, except for its type.
    static Map<Key, Made> of(Instance instance, Class<?> type) {
        var all = GuestCalls.companions(instance);
        synchronized (all) {
            var known = (@Nullable SoftReference<Map<Key, Made>>) all.get(type);
            var classes = known == null ? null : known.get();
            if (classes == null) {
                classes = new ConcurrentHashMap<>();
                all.put(type, new SoftReference<>(classes));
            }
            return classes;
        }
    }
}
