package dev.mortise.bind;

import dev.mortise.bind.internal.Binder;
import dev.mortise.bind.internal.Description;
import dev.mortise.bind.internal.HostBinder;
import dev.mortise.bind.internal.JavaBinder;
import dev.mortise.bind.internal.PluginBinder;
import dev.mortise.plugin.Plugin;
import dev.mortise.wasm.Imports;
import dev.mortise.wasm.Instance;
import java.lang.invoke.MethodHandles;

/**
 * Makes objects of plain Java interfaces whose methods run in a guest.
 *
 * {@snippet :
 * public interface Calculator {
 *     int multiply(int x, int y);
 * }
 *
 * Calculator calculator = Bindings.bind(Calculator.class, instance);
 * int six = calculator.multiply(2, 3);
 * }
 *
 * <p>
 * An abstract method stands for the export of its name, or of its {@link Export}; default and static methods are left
 * alone. An object belongs to its instance: one thread at a time may use either. Its methods throw
 * {@link dev.mortise.wasm.Trap} if the guest traps, {@link BindException} if it breaks the ABI, and
 * {@link IllegalArgumentException} if an argument has no place in the format, as with a string that is too long for its
 * {@link Length}. Except for the trap, each tells the Java method and the export.
 */
public final class Bindings {

    private Bindings() {}

    /** Like {@link #bind(Class, Instance, Abi)} with {@link Abi#direct()}. */
    public static <T> T bind(Class<T> type, Instance instance) {
        return bind(type, instance, Abi.direct());
    }

    /**
     * An object whose methods call an instance's exports. The class behind it is made once a module; further instances
     * cost some microseconds.
     *
     * @param type a public interface in an exported package, with public types in its methods
     * @throws BindException if it does not fit; with all mistakes at once
     */
    public static <T> T bind(Class<T> type, Instance instance, Abi abi) {
        return Binder.bind(MethodHandles.publicLookup(), type, instance, abi);
    }

    /** Like {@link #bind(Class, Instance)} for interfaces and records that only the caller can see. */
    public static <T> T bind(MethodHandles.Lookup caller, Class<T> type, Instance instance) {
        return bind(caller, type, instance, Abi.direct());
    }

    /** Like {@link #bind(Class, Instance, Abi)} for interfaces and records that only the caller can see. */
    public static <T> T bind(MethodHandles.Lookup caller, Class<T> type, Instance instance, Abi abi) {
        return Binder.bind(caller, type, instance, abi);
    }

    /**
     * An object whose methods call functions of an Extism plug-in: arguments and result go through
     * {@link Plugin#call(String, byte[])} in the format of a codec. It belongs to the plug-in, and its methods also throw
     * {@link dev.mortise.plugin.PluginException}. It has a name of its own, so that users of the other methods need
     * mortise-plugin neither when they compile nor when they run.
     *
     * @param type a public interface in an exported package, with public types in its methods
     * @throws BindException if it does not fit; with all mistakes at once
     */
    public static <T> T bindPlugin(Class<T> type, Plugin plugin, Codec codec) {
        return PluginBinder.bind(MethodHandles.publicLookup(), type, plugin, codec);
    }

    /** Like {@link #bindPlugin(Class, Plugin, Codec)} for interfaces and records that only the caller can see. */
    public static <T> T bindPlugin(MethodHandles.Lookup caller, Class<T> type, Plugin plugin, Codec codec) {
        return PluginBinder.bind(caller, type, plugin, codec);
    }

    /**
     * An object whose methods are those of a Java object, found by name and signature: for comparing both sides. An
     * object that implements the interface already is the answer itself.
     *
     * @throws BindException if it does not fit; with all mistakes at once
     */
    public static <T> T bindJava(Class<T> type, Object implementation) {
        return JavaBinder.bind(MethodHandles.publicLookup(), type, implementation);
    }

    /** Like {@link #bindJava(Class, Object)} for interfaces and classes that only the caller can see. */
    public static <T> T bindJava(MethodHandles.Lookup caller, Class<T> type, Object implementation) {
        return JavaBinder.bind(caller, type, implementation);
    }

    /** Like {@link #hostFunctions(Imports.Builder, String, Class, Object, Abi)} with {@link Abi#direct()}. */
    public static <T> void hostFunctions(Imports.Builder imports, String module, Class<T> type, T implementation) {
        hostFunctions(imports, module, type, implementation, Abi.direct());
    }

    /**
     * The other way round: adds a host function for each abstract method of an interface. The implementation may be
     * called by any number of instances. Under a buffer ABI the guest passes {@code (pointer, length)} of a message in
     * its memory, and a result that is no number is written to a buffer that {@code wasm_prepare_buffer}, else
     * {@code alloc}, gives for it: the guest's to free.
     *
     * @param module the name under which guests import
     * @param type a public interface in an exported package, with public types in its methods
     * @throws BindException if a method has no place in the ABI; with all mistakes at once, and nothing is added
     */
    public static <T> void hostFunctions(Imports.Builder imports, String module, Class<T> type, T implementation,
            Abi abi) {
        HostBinder.add(MethodHandles.publicLookup(), imports, module, type, implementation, abi);
    }

    /**
     * Like {@link #hostFunctions(Imports.Builder, String, Class, Object, Abi)} for interfaces and records that only the
     * caller can see.
     */
    public static <T> void hostFunctions(MethodHandles.Lookup caller, Imports.Builder imports, String module,
            Class<T> type, T implementation, Abi abi) {
        HostBinder.add(caller, imports, module, type, implementation, abi);
    }

    /**
     * How a record lies in a guest's memory under {@link Abi#cStruct()}: offsets, sizes, padding. The record need not be
     * visible.
     *
     * @throws BindException if it has no such layout
     */
    public static String describe(Class<?> type) {
        return Description.ofRecord(type);
    }

    /**
     * What a guest must export for an interface: names, types, and what its buffers hold. The interface need not be
     * visible.
     *
     * @throws BindException if no guest can export that; with all mistakes at once
     */
    public static String describe(Class<?> type, Abi abi) {
        return Description.ofInterface(type, abi);
    }
}
