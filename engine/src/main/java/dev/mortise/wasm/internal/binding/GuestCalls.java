package dev.mortise.wasm.internal.binding;

import dev.mortise.wasm.Function;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.Memory;
import dev.mortise.wasm.NumberType;
import dev.mortise.wasm.internal.runtime.FunctionReference;
import dev.mortise.wasm.internal.runtime.LinearMemory;
import dev.mortise.wasm.internal.runtime.ModuleInstance;
import dev.mortise.wasm.internal.runtime.Results;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;

/** Calls of guests by handles that all instances of a module share, and the bytes of a memory. */
public final class GuestCalls {

    private GuestCalls() {}

    /** What a {@linkplain #handle shared handle} takes as its first argument to call this function. */
    public static Object receiver(Function function) {
        return ((FunctionReference) function).resolve();
    }

    /**
     * The way into a function in all instances of its module: {@code (Object receiver, natural types)} to the first
     * result. Functions with receivers of one class share it.
     */
    public static MethodHandle handle(Function function) {
        return ((FunctionReference) function).sharedHandle();
    }

    /**
     * Takes a result behind the first of the call that has just returned: {@code (Object receiver)} to the result.
     *
     * @param index from 1
     */
    public static MethodHandle furtherResult(NumberType type, int index) {
        var name = switch (type) {
            case I32 -> "takeInt";
            case I64 -> "takeLong";
            case F32 -> "takeFloat";
            case F64 -> "takeDouble";
        };
        var result = switch (type) {
            case I32 -> int.class;
            case I64 -> long.class;
            case F32 -> float.class;
            case F64 -> double.class;
        };
        var lookup = MethodHandles.lookup();
        try {
            var take = lookup.findStatic(Results.class, name,
                    MethodType.methodType(result, ModuleInstance.class, int.class));
            var owner = lookup.findStatic(GuestCalls.class, "owner",
                    MethodType.methodType(ModuleInstance.class, Object.class));
            return MethodHandles.filterArguments(MethodHandles.insertArguments(take, 1, index), 0, owner);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a method of the engine", e);
        }
    }

    private static ModuleInstance owner(Object receiver) {
        return ((FunctionReference) receiver).owner();
    }

    /** The array behind a memory: at least as long as the memory, and another one once it has grown. */
    public static byte[] bytes(Memory memory) {
        return ((LinearMemory) memory).bytes;
    }

    /**
     * A map that lives as long as the code which this instance runs. It keeps its keys weakly; a value must not keep
     * its key. Whoever uses it holds its lock.
     */
    public static Map<Object, Object> companions(Instance instance) {
        return ((ModuleInstance) instance).code().companions();
    }
}
