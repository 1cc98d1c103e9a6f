package dev.mortise.wasi.internal;

import dev.mortise.wasi.internal.file.IoErrors;
import dev.mortise.wasm.HostFunction;
import dev.mortise.wasm.Instance;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.channels.ClosedByInterruptException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects static methods as host functions: they take the guest's numbers and the calling instance, and return
 * nothing. What comes out is the error number: 0, or that of the {@link IOException} that was thrown.
 */
final class FunctionSet {

    private static final MethodHandle FAILURE;
    private static final MethodHandle SUCCESS = MethodHandles.constant(int.class, 0);

    static {
        try {
            FAILURE = MethodHandles.lookup().findStatic(FunctionSet.class, "failure",
                    MethodType.methodType(int.class, IOException.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Map<String, Supplier<HostFunction>> functions = new LinkedHashMap<>();

    Map<String, Supplier<HostFunction>> functions() {
        return Map.copyOf(functions);
    }

    /** Adds methods of the class behind the lookup. */
    Source from(MethodHandles.Lookup lookup) {
        return new Source(lookup);
    }

    private static int failure(IOException e) {
        if (e instanceof ClosedByInterruptException) {
            throw Waiting.interrupted();
        }
        return IoErrors.of(e).number();
    }

    /** A function that is made when somebody imports it: all of them at once took a new process 150 ms. */
    private static final class Once implements Supplier<HostFunction> {

        private final Supplier<MethodHandle> handle;
        private @Nullable HostFunction function;

        private Once(Supplier<MethodHandle> handle) {
            this.handle = handle;
        }

        @Override
        public synchronized HostFunction get() {
            var made = function;
            if (made == null) {
                made = HostFunction.of(handle.get());
                function = made;
            }
            return made;
        }
    }

    /** One class full of functions. */
    final class Source {

        private final MethodHandles.Lookup lookup;

        private Source(MethodHandles.Lookup lookup) {
            this.lookup = lookup;
        }

        /** A function that answers with an error number. */
        void add(String name, String method, Class<?>... parameters) {
            put(name, () -> MethodHandles.catchException(
                    MethodHandles.filterReturnValue(find(method, parameters), SUCCESS), IOException.class, FAILURE));
        }

        /** A function that answers nothing. */
        void addWithoutAnswer(String name, String method, Class<?>... parameters) {
            put(name, () -> find(method, parameters));
        }

        private void put(String name, Supplier<MethodHandle> handle) {
            functions.put(name, new Once(handle));
        }

        private MethodHandle find(String method, Class<?>... parameters) {
            var type = MethodType.methodType(void.class, parameters).appendParameterTypes(Instance.class);
            try {
                return lookup.findStatic(lookup.lookupClass(), method, type);
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("a function's entry does not fit its method: " + method, e);
            }
        }
    }
}
