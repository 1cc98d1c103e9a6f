package dev.mortise.wasm.internal.runtime;

import dev.mortise.wasm.Extern;
import dev.mortise.wasm.Fuel;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.Module;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of an instance. The compiler emits one subclass a module with a typed field for each of the first memories
 * and tables and for each global that nobody else can see, so that guest code reads them with one load; what did not
 * get a field is in the arrays here.
 *
 * <p>
 * Fields are public for emitted code, which the loader of the module alone can reach.
 */
public abstract non-sealed class ModuleInstance implements Instance {

    private static final byte[] NO_BYTES = new byte[0];
    private static final long[] NO_RESULTS = new long[0];
    private static final Object[] NO_REFERENCES = new Object[0];

    /** The array of the first memory: kept up to date by it, so that an access needs one load less. */
    public byte[] memoryBytes = NO_BYTES;
    /** The size of the first memory in bytes. */
    public int memorySize;
    /** All memories, imports first. */
    public LinearMemory[] memories = {};
    /** All tables, imports first. */
    public ReferenceTable[] tables = {};
    /** All globals, imports first; those that have a field of their own in the subclass are stale after linking. */
    public GlobalVariable[] globals = {};
    /** The targets of function imports, for call sites that are not constant. */
    public FunctionReference[] imports = {};
    /** Second and further numeric results of the call that returned last. */
    public long[] results = NO_RESULTS;
    /** Second and further references among the results of the call that returned last. */
    public @Nullable Object[] referenceResults = NO_REFERENCES;
    /** What metered code pays from. */
    public FuelTank fuel = FuelTank.NONE;
    /** Places of the frames of cut functions that are running. */
    public int framePlaces;
    /** The bytes of each data segment that are left: 0 once dropped. */
    int[] dataLengths = {};
    /** The elements of each segment; empty once dropped. */
    @Nullable
    Object[][] elements = {};

    private final ModuleCode code;
    private final @Nullable Object[] attachments;
    private @Nullable FunctionReference[] functions = {};
    private Map<String, Extern> exports = Map.of();
    private volatile boolean interruptRequested;
    /** Ends the wait of a host function, while there is one. */
    private volatile @Nullable Runnable wake;

    /** Called by the emitted subclass. */
    protected ModuleInstance(ModuleCode code, @Nullable Object[] attachments) {
        this.code = code;
        this.attachments = attachments;
    }

    /** Copies memories, tables and private globals from the arrays into the fields of the subclass. */
    protected abstract void link();

    final void prepare(int functionCount, int resultCount) {
        functions = new FunctionReference[functionCount];
        if (resultCount > 1) {
            results = new long[resultCount];
            referenceResults = new Object[resultCount];
        }
    }

    final void setExports(LinkedHashMap<String, Extern> all) {
        exports = Collections.unmodifiableMap(all);
    }

    /** The classes and call sites of the module. */
    public final ModuleCode code() {
        return code;
    }

    @Override
    public final Module module() {
        return code.module();
    }

    @Override
    public final Map<String, Extern> exports() {
        return exports;
    }

    @Override
    public final Fuel fuel() {
        if (!isMetered()) {
            throw new IllegalStateException(module()
                    + " counts no fuel in this instance, which was given none: say Imports.Builder.fuel");
        }
        return fuel;
    }

    @SuppressWarnings("ReferenceEquality") // That nobody has fuel is one object.
    final boolean isMetered() {
        return fuel != FuelTank.NONE;
    }

    /** What was attached in a slot, or null. */
    public final @Nullable Object attachment(int slot) {
        return slot < attachments.length ? attachments[slot] : null;
    }

    /** The reference to a function by index, one object a function and instance; what {@code ref.func} leaves. */
    public final FunctionReference function(int index) {
        var reference = functions[index];
        if (reference == null) {
            reference = index < imports.length ? imports[index] : LazyFunction.ofModule(this, index);
            functions[index] = reference;
        }
        return reference;
    }

    final void replaceFunction(int index, FunctionReference resolved) {
        functions[index] = resolved;
    }

    @Override
    public final void interrupt() {
        interruptRequested = true;
        code.interruption().request(this);
        var sleeper = wake;
        if (sleeper != null) {
            sleeper.run();
        }
    }

    @Override
    public final void checkInterrupt() {
        checkInterrupted(this);
    }

    @Override
    public final void await(Runnable wait, Runnable wakeIt) {
        var outer = wake;
        // Visible before the flag is read: whoever sets it afterwards sees whom to wake.
        wake = wakeIt;
        try {
            if (!interruptRequested) {
                wait.run();
            }
        } finally {
            wake = outer;
        }
        checkInterrupted(this);
    }

    @Override
    public final void clearInterrupt() {
        interruptRequested = false;
    }

    @Override
    public final void release() {
        for (var i = code.definition().importedMemories(); i < memories.length; i++) {
            memories[i].release();
        }
    }

    final boolean isInterruptRequested() {
        return interruptRequested;
    }

    /** What interruption points call while somebody wants this module's code to stop. */
    public static void checkInterrupted(ModuleInstance instance) {
        if (instance.interruptRequested) {
            instance.interruptRequested = false;
            throw Traps.interrupted();
        }
    }
}
