package dev.mortise.wasm.internal.cache;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.internal.runtime.ClassSource;
import dev.mortise.wasm.internal.runtime.SignatureClasses;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Takes classes from what was kept; has the compiler make the others, and notes them. */
final class CachedClasses implements ClassSource {

    /** Is told what becomes of a module's classes. */
    interface Keeper {

        /** The compiler has made a class, and the JVM takes it. */
        void keep(String name, byte[] bytes);

        /** The JVM refuses a class that was kept: none of them is to be trusted. */
        void forget(String name);
    }

    private final ClassSource compiler;
    private final Map<String, byte[]> known;
    private final Set<String> taken = ConcurrentHashMap.newKeySet();
    private final Keeper keeper;

    /** @param known class files by name */
    CachedClasses(ClassSource compiler, Map<String, byte[]> known, Keeper keeper) {
        this.compiler = compiler;
        this.known = new ConcurrentHashMap<>(known);
        this.keeper = keeper;
    }

    private byte[] find(String name, Supplier<byte[]> maker) {
        // Asked for once, as a rule; then it would only take up room.
        var kept = known.remove(name);
        if (kept != null) {
            taken.add(name);
            return kept;
        }
        return maker.get();
    }

    @Override
    public void accepted(String name, byte[] bytes) {
        if (!taken.contains(name) && compiler.isRepeatable(name)) {
            keeper.keep(name, bytes);
        }
    }

    @Override
    public String packageName() {
        return compiler.packageName();
    }

    @Override
    public byte[] moduleClass(String simpleName) {
        return find(simpleName, () -> compiler.moduleClass(simpleName));
    }

    @Override
    public byte[] signatureClass(FunctionType type) {
        return find(SignatureClasses.nameOf(type), () -> compiler.signatureClass(type));
    }

    @Override
    public byte[] hostReferenceClass(FunctionType type) {
        return find(SignatureClasses.hostNameOf(type), () -> compiler.hostReferenceClass(type));
    }

    @Override
    public boolean refused(String name) {
        if (!taken.remove(name)) {
            return false;
        }
        known.clear();
        keeper.forget(name);
        return true;
    }

    @Override
    public int functionsClasses() {
        return compiler.functionsClasses();
    }

    @Override
    public int importsClassOf(int function) {
        return compiler.importsClassOf(function);
    }
}
