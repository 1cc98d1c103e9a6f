package dev.mortise.wasm.internal.runtime;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.HostFunction;
import dev.mortise.wasm.Module;
import dev.mortise.wasm.internal.binary.ModuleDefinition;
import dev.mortise.wasm.internal.runtime.Adapters.SharedAdapter;
import dev.mortise.wasm.internal.runtime.LazyFunction.ModuleFunction;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the instances of a module share: its class loader and the call sites that its code treats as constants. */
public final class ModuleCode {

    private static final MethodHandle IMPORTED = imported();

    /** Twice does no harm. */
    private static volatile boolean prepared;

    private final Module module;
    private final ModuleDefinition definition;
    private final ClassSource source;
    private final ModuleLoader loader;
    private final Interruption interruption = new Interruption();
    private final MemoryMode memoryMode = new MemoryMode();
    private final ImportSite[] importSites;
    private final Map<Integer, Constructor<?>> references = new ConcurrentHashMap<>();
    private final Map<SharedAdapter, MethodHandle> sharedAdapters = new ConcurrentHashMap<>();
    private final Map<Object, Object> companions = new WeakHashMap<>();
    private final Map<String, Class<?>> signatures = new ConcurrentHashMap<>();
    private volatile @Nullable Map<String, FunctionType> typesByName;
    private volatile @Nullable Constructor<?> instanceConstructor;

    /**
     * Makes ready what instances need, on another thread: to be called when a module is about to be read. The first
     * instance waits for it.
     */
    public static void prepare() {
        if (!prepared) {
            prepared = true;
            Emission.later(WarmUp::ensure);
        }
    }

    /** Does this soon, on a thread that is kept for some seconds for what comes next. */
    public static void later(Runnable work) {
        Emission.later(work);
    }

    /** The code of a validated module; no class is made yet. */
    public ModuleCode(Module module, ModuleDefinition definition, ClassSource source) {
        this.module = module;
        this.definition = definition;
        this.source = source;
        this.loader = new ModuleLoader(this);
        this.importSites = new ImportSite[definition.importedFunctions()];
        for (var i = 0; i < importSites.length; i++) {
            var index = i;
            var type = JvmTypes.withInstance(definition.functionType(i));
            importSites[i] = new ImportSite(type, target -> constantImport(index, target), () -> genericImport(index));
        }
    }

    private static MethodHandle imported() {
        try {
            return MethodHandles.lookup().findStatic(Linkage.class, "imported",
                    MethodType.methodType(FunctionReference.class, ModuleInstance.class, int.class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a method of the engine", e);
        }
    }

    /** The public module. */
    public Module module() {
        return module;
    }

    /** What was decoded. */
    public ModuleDefinition definition() {
        return definition;
    }

    ClassSource source() {
        return source;
    }

    Interruption interruption() {
        return interruption;
    }

    MemoryMode memoryMode() {
        return memoryMode;
    }

    ImportSite importSite(int index) {
        return importSites[index];
    }

    Map<SharedAdapter, MethodHandle> sharedAdapters() {
        return sharedAdapters;
    }

    /** What others keep for as long as the module, by objects that it does not keep; locked by whoever uses it. */
    public Map<Object, Object> companions() {
        return companions;
    }

    ModuleLoader loader() {
        return loader;
    }

    ModuleInstance newInstance(@Nullable Object[] attachments) {
        var known = instanceConstructor;
        return known != null ? (ModuleInstance) construct(known, this, attachments) : Emission.call(() -> {
            var constructor = loader.moduleClass(ClassSource.INSTANCE).getConstructor(ModuleCode.class, Object[].class);
            var instance = (ModuleInstance) constructor.newInstance(this, attachments);
            WarmUp.ensure();
            Interruption.warmUp(instance);
            instanceConstructor = constructor;
            return instance;
        });
    }

    /**
     * Makes an object of an emitted class that has been made before, on a thread of ours: so it is initialised, and all
     * that this needs is some stack. Another thread would cost more than all the rest of making an instance.
     */
    private static Object construct(Constructor<?> constructor, @Nullable Object... arguments) {
        StackProbe.ensureHostHeadroom();
        try {
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a constructor of the engine", e);
        }
    }

    /** Makes the classes of all functions now instead of at their first call. */
    public void makeAll() {
        Emission.call(() -> {
            for (var i = 0; i < importSites.length; i++) {
                loader.moduleClass(ClassSource.IMPORTS + source.importsClassOf(i));
            }
            for (var i = 0; i < source.functionsClasses(); i++) {
                loader.moduleClass(ClassSource.FUNCTIONS + i);
            }
            for (var i = importSites.length; i < definition.functionCount(); i++) {
                loader.moduleClass(ClassSource.REFERENCE + i);
            }
            return loader.moduleClass(ClassSource.INSTANCE);
        });
    }

    /** The reference to a function with a body, ready to be called. */
    FunctionReference newReference(ModuleInstance instance, int function) {
        var type = definition.functionType(function);
        var known = references.get(function);
        var resolved = known != null ? (FunctionReference) construct(known, instance, type) : Emission.call(() -> {
            var constructor = loader.moduleClass(ClassSource.REFERENCE + function).getConstructor(ModuleInstance.class,
                    FunctionType.class);
            var reference = (FunctionReference) constructor.newInstance(instance, type);
            references.put(function, constructor);
            return reference;
        });
        instance.replaceFunction(function, resolved);
        return resolved;
    }

    /** A host function as a reference. */
    FunctionReference newHostReference(ModuleInstance instance, HostFunction function) {
        var type = function.type();
        return Emission.call(() -> (FunctionReference) SignatureClasses.ofHost(type, source)
                .getConstructor(ModuleInstance.class, FunctionType.class, MethodHandle.class)
                .newInstance(instance, type, HostEntry.of(function)));
    }

    /** The signature class of this name, which one of the module's types must have. */
    Class<?> signatureClass(String name) throws ClassNotFoundException {
        var known = signatures.get(name);
        if (known != null) {
            return known;
        }
        var type = typesByName().get(name);
        if (type == null) {
            throw new ClassNotFoundException(name);
        }
        var found = SignatureClasses.of(type, source);
        signatures.put(name, found);
        return found;
    }

    private Map<String, FunctionType> typesByName() {
        var result = typesByName;
        if (result == null) {
            result = new HashMap<>();
            for (var type : definition.types()) {
                result.put(SignatureClasses.nameOf(type), type);
            }
            typesByName = result;
        }
        return result;
    }

    private MethodHandle genericImport(int index) {
        return Emission.call(() -> {
            var owner = loader.moduleClass(ClassSource.IMPORTS + source.importsClassOf(index));
            var lookup = MethodHandles.privateLookupIn(owner, MethodHandles.lookup());
            return lookup.findStatic(owner, "generic" + index,
                    JvmTypes.withInstance(definition.functionType(index)));
        });
    }

    /** Calls one target without looking which it is; a guest's function in the instance that the caller imports. */
    private MethodHandle constantImport(int index, Object target) {
        if (target instanceof HostFunction function) {
            var entry = HostEntry.of(function);
            return HostEntry.isLeaf(function) ? entry : crossing(entry);
        }
        return crossing(guestImport(index, target));
    }

    /** Back from the host: it may have taken long, and the guest been asked to stop meanwhile. */
    private MethodHandle crossing(MethodHandle call) {
        var type = call.type();
        var last = type.parameterCount() - 1;
        var cross = interruption.crossing();
        if (type.returnType() == void.class) {
            return MethodHandles.foldArguments(
                    MethodHandles.dropArguments(cross, 0, type.parameterList().subList(0, last)), call);
        }
        var result = MethodHandles.foldArguments(
                MethodHandles.dropArguments(MethodHandles.identity(type.returnType()), 0, ModuleInstance.class), cross);
        return MethodHandles.foldArguments(MethodHandles.permuteArguments(result,
                type.insertParameterTypes(0, type.returnType()), last + 1, 0), call);
    }

    private static MethodHandle guestImport(int index, Object target) {
        var callee = (ModuleFunction) target;
        var type = JvmTypes.withInstance(callee.code().definition().functionType(callee.index()));
        return Emission.call(() -> {
            var owner = callee.code().loader().moduleClass(ClassSource.REFERENCE + callee.index());
            var call = MethodHandles.privateLookupIn(owner, MethodHandles.lookup()).findVirtual(owner, "enter", type);
            var imported = MethodHandles.insertArguments(IMPORTED, 1, index)
                    .asType(MethodType.methodType(owner, ModuleInstance.class));
            // (caller, natural..., caller) -> (natural..., caller)
            var order = new int[type.parameterCount() + 1];
            order[0] = type.parameterCount() - 1;
            for (var i = 1; i < order.length; i++) {
                order[i] = i - 1;
            }
            return MethodHandles.permuteArguments(MethodHandles.filterArguments(call, 0, imported), type, order);
        });
    }
}
