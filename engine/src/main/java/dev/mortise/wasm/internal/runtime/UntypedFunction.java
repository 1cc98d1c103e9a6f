package dev.mortise.wasm.internal.runtime;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.HostFunction;
import dev.mortise.wasm.NumberType;
import dev.mortise.wasm.internal.binary.ModuleDefinition.Kind;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A host function with boxed arguments and results, as a handle of natural types with the calling instance last. */
public final class UntypedFunction {

    private static final MethodHandle CALL = find("call", ModuleInstance.class, Object[].class);
    private static final MethodHandle CALL_WIDE = find("callWide", long[].class, Object[].class, ModuleInstance.class);

    private final FunctionType type;
    private final HostFunction.Untyped implementation;
    private @Nullable MethodHandle handle;

    private UntypedFunction(FunctionType type, HostFunction.Untyped implementation) {
        this.type = type;
        this.implementation = implementation;
    }

    private static MethodHandle find(String name, Class<?>... parameters) {
        try {
            return MethodHandles.lookup().findVirtual(UntypedFunction.class, name,
                    MethodType.methodType(Object.class, parameters));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a method of this class", e);
        }
    }

    /** The normal form of an untyped function. */
    public static MethodHandle handle(FunctionType type, HostFunction.Untyped implementation) {
        var function = new UntypedFunction(type, implementation);
        var handle = function.makeHandle();
        function.handle = handle;
        return handle;
    }

    private MethodHandle makeHandle() {
        var target = JvmTypes.withInstance(type);
        if (JvmTypes.isWide(type)) {
            return CALL_WIDE.bindTo(this).asType(target);
        }
        // (ModuleInstance, Object[])Object -> (ModuleInstance, natural...)R -> (natural..., ModuleInstance)R
        var count = type.parameters().size();
        var collected = CALL.bindTo(this).asCollector(Object[].class, count)
                .asType(JvmTypes.natural(type).insertParameterTypes(0, ModuleInstance.class));
        var order = new int[count + 1];
        order[0] = count;
        for (var i = 1; i <= count; i++) {
            order[i] = i - 1;
        }
        return MethodHandles.permuteArguments(collected, target, order);
    }

    private @Nullable Object call(ModuleInstance caller, @Nullable Object[] arguments) throws Throwable {
        var values = implementation.call(caller, arguments);
        checkResults(values, caller);
        for (var i = 1; i < values.length; i++) {
            Results.leave(values[i], type.results().get(i), i, caller);
        }
        return values.length == 0 ? null : values[0];
    }

    @SuppressWarnings("UnusedMethod") // Called by a handle.
    private @Nullable Object callWide(long[] numbers, @Nullable Object[] references, ModuleInstance caller)
            throws Throwable {
        var arguments = new @Nullable Object[numbers.length];
        for (var i = 0; i < arguments.length; i++) {
            arguments[i] = type.parameters().get(i) instanceof NumberType number ? switch (number) {
                case I32 -> (Object) (int) numbers[i];
                case I64 -> numbers[i];
                case F32 -> Float.intBitsToFloat((int) numbers[i]);
                case F64 -> Double.longBitsToDouble(numbers[i]);
            } : references[i];
        }
        return call(caller, arguments);
    }

    /** The array is null where a host does not keep to the contract, which no compiler of Java enforces. */
    private void checkResults(@Nullable Object @Nullable [] values, ModuleInstance caller) {
        var types = type.results();
        if (values == null) {
            throw new IllegalStateException(nameIn(caller) + " returned null: it must return an array with "
                    + types.size() + " elements, one for each result");
        }
        if (values.length != types.size()) {
            throw new IllegalStateException(nameIn(caller) + " returned " + values.length
                    + " results: it must return an array with " + types.size() + " elements, one for each result");
        }
        for (var i = 0; i < values.length; i++) {
            if (!FunctionReference.fits(types.get(i), values[i])) {
                throw new IllegalStateException(FunctionReference.misfit("result " + i + " of " + nameIn(caller),
                        types.get(i), values[i]));
            }
        }
    }

    /** What the caller knows the function as, where it imports it and did not get it through a table. */
    private String nameIn(ModuleInstance caller) {
        var names = caller.code().definition().imports().stream()
                .filter(each -> each.kind() == Kind.FUNCTION
                        && caller.imports[each.index()].origin().target() instanceof HostFunction function
                        && function.handle().equals(handle))
                .map(each -> "\"" + each.module() + "\" \"" + each.name() + "\" ").collect(Collectors.joining("or "));
        return "the host function " + names + "of type " + type;
    }
}
