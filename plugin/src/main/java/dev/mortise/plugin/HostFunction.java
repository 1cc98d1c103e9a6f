package dev.mortise.plugin;

import dev.mortise.plugin.internal.HostCodeException;
import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.internal.FunctionalInterfaces;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A function of the host that plug-ins can import. It is immutable and may be given to any number of plug-ins; its code
 * runs on the thread that called the plug-in. What it throws ends that call with a {@link PluginException} of kind
 * {@link PluginException.Kind#HOST_FUNCTION} whose cause it is.
 *
 * <p>
 * Make it once: the JIT compiler inlines it into the plug-in's code while all plug-ins made of one module share it.
 */
public final class HostFunction {

    /** Where PDKs look for host functions unless told otherwise. */
    public static final String DEFAULT_NAMESPACE = "extism:host/user";

    private static final MethodHandle CURRENT_PLUGIN;
    private static final MethodHandle WRAP;
    private static final MethodHandle CALL_BYTES;
    private static final MethodHandle CALL_STRING;

    static {
        var lookup = MethodHandles.lookup();
        try {
            CURRENT_PLUGIN = lookup.findStatic(HostFunction.class, "currentPlugin",
                    MethodType.methodType(CurrentPlugin.class, Instance.class));
            WRAP = lookup.findStatic(HostCodeException.class, "wrap",
                    MethodType.methodType(HostCodeException.class, String.class, Throwable.class));
            CALL_BYTES = lookup.findStatic(HostFunction.class, "callBytes",
                    MethodType.methodType(long.class, BytesFunction.class, CurrentPlugin.class, long.class));
            CALL_STRING = lookup.findStatic(HostFunction.class, "callString",
                    MethodType.methodType(long.class, StringFunction.class, CurrentPlugin.class, long.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final String namespace;
    private final String name;
    private final dev.mortise.wasm.HostFunction function;

    private HostFunction(String namespace, String name, dev.mortise.wasm.HostFunction function) {
        this.namespace = namespace;
        this.name = name;
        this.function = function;
    }

    /** Bytes in, bytes out. */
    @FunctionalInterface
    public interface BytesFunction {
        /** Called with the contents of the block that the plug-in passes; returns those of the block that it gets. */
        byte[] call(CurrentPlugin plugin, byte[] input) throws Exception;
    }

    /** Text in, text out. */
    @FunctionalInterface
    public interface StringFunction {
        /** Called with the contents of the block that the plug-in passes; returns those of the block that it gets. */
        String call(CurrentPlugin plugin, String input) throws Exception;
    }

    /** Values in, values out, as the type of the function says. */
    @FunctionalInterface
    public interface UntypedFunction {
        /**
         * Called with an element for each parameter and returns one for each result: {@code Integer}, {@code Long},
         * {@code Float}, {@code Double}, {@link dev.mortise.wasm.Function} for {@code funcref}, anything for
         * {@code externref}; null is the null reference.
         */
        @Nullable
        Object[] call(CurrentPlugin plugin, @Nullable Object[] arguments) throws Exception;
    }

    /**
     * A function that takes a block and returns a block, {@code (i64) -> (i64)} in Wasm: what a PDK makes of a host
     * function with one argument and a result.
     */
    public static HostFunction ofBytes(String name, BytesFunction function) {
        return of(name, CALL_BYTES.bindTo(function));
    }

    /** Like {@link #ofBytes} for UTF-8; malformed input becomes U+FFFD. */
    public static HostFunction ofString(String name, StringFunction function) {
        return of(name, CALL_STRING.bindTo(function));
    }

    /**
     * A function of any signature, from a lambda for a functional interface whose method takes the
     * {@link CurrentPlugin} first, then {@code int}, {@code long}, {@code float} or {@code double}, and returns one of
     * these or nothing. Handles are {@code long}.
     *
     * @throws IllegalArgumentException if the interface is not a public functional interface in an exported package, or
     *             its method has another shape
     */
    public static <T> HostFunction of(String name, Class<T> functionalInterface, T implementation) {
        return of(MethodHandles.publicLookup(), name, functionalInterface, implementation);
    }

    /** Like {@link #of(String, Class, Object)} for an interface that only the caller can see. */
    public static <T> HostFunction of(MethodHandles.Lookup caller, String name, Class<T> functionalInterface,
            T implementation) {
        return of(name, FunctionalInterfaces.bound(caller, functionalInterface, implementation));
    }

    /**
     * A function of any signature, from a handle with the parameters that {@link #of(String, Class, Object)} describes.
     *
     * @throws IllegalArgumentException if it has others; the message names them
     */
    public static HostFunction of(String name, MethodHandle handle) {
        var type = handle.type();
        if (type.parameterCount() == 0 || type.parameterType(0) != CurrentPlugin.class) {
            throw new IllegalArgumentException(
                    "host function \"%s\" must take a CurrentPlugin first, not %s".formatted(name, type));
        }
        var rethrow = MethodHandles.filterArguments(
                MethodHandles.throwException(type.returnType(), HostCodeException.class), 0,
                WRAP.bindTo("host function \"" + name + '"'));
        var guarded = MethodHandles.catchException(handle, Throwable.class, rethrow);
        var pluginFirst = MethodHandles.filterArguments(guarded, 0, CURRENT_PLUGIN);
        var parameters = type.parameterCount() - 1;
        var pluginLast = MethodHandles.permuteArguments(pluginFirst,
                type.dropParameterTypes(0, 1).appendParameterTypes(Instance.class),
                IntStream.concat(IntStream.of(parameters), IntStream.range(0, parameters)).toArray());
        return new HostFunction(DEFAULT_NAMESPACE, name, dev.mortise.wasm.HostFunction.of(pluginLast));
    }

    /**
     * A function of any signature, also with references and several results, from a lambda with boxed arguments. Not for
     * hot calls.
     */
    public static HostFunction of(String name, FunctionType type, UntypedFunction function) {
        return new HostFunction(DEFAULT_NAMESPACE, name,
                dev.mortise.wasm.HostFunction.of(type, (caller, arguments) -> {
                    try {
                        return notNull(function.call(currentPlugin(caller), arguments));
                    } catch (Throwable e) {
                        throw HostCodeException.wrap("host function \"" + name + '"', e);
                    }
                }));
    }

    /** The same function in another namespace, the first of the two names of an import. */
    public HostFunction inNamespace(String otherNamespace) {
        return new HostFunction(otherNamespace, name, function);
    }

    /** The first name that plug-ins import it by. */
    public String namespace() {
        return namespace;
    }

    /** The second name that plug-ins import it by. */
    public String name() {
        return name;
    }

    /** The Wasm type. */
    public FunctionType type() {
        return function.type();
    }

    dev.mortise.wasm.HostFunction engineFunction() {
        return function;
    }

    @SuppressWarnings("UnusedMethod") // CURRENT_PLUGIN
    private static CurrentPlugin currentPlugin(Instance caller) {
        return CurrentPlugin.ATTACHMENT.get(caller);
    }

    /** Code without null checks may break the contract; the failure's message names the function. */
    private static <T> T notNull(T result) {
        return Objects.requireNonNull(result, "it returned null: what has nothing to say returns an empty value");
    }

    @SuppressWarnings("UnusedMethod") // CALL_BYTES
    private static long callBytes(BytesFunction function, CurrentPlugin plugin, long input) throws Exception {
        return plugin.memoryWrite(notNull(function.call(plugin, plugin.memoryRead(input))));
    }

    @SuppressWarnings("UnusedMethod") // CALL_STRING
    private static long callString(StringFunction function, CurrentPlugin plugin, long input) throws Exception {
        var result = notNull(function.call(plugin, plugin.memoryReadString(input)));
        return plugin.memoryWrite(result.getBytes(StandardCharsets.UTF_8));
    }
}
