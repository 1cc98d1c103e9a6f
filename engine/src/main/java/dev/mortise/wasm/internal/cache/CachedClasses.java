package dev.mortise.wasm.internal.cache;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.internal.runtime.ClassSource;
import dev.mortise.wasm.internal.runtime.SignatureClasses;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Takes classes from what was kept; has the compiler make the others, and notes them. */
final class CachedClasses implements ClassSource {

    private final ClassSource compiler;
    private final Map<String, byte[]> known;
    private final BiConsumer<String, byte[]> onMade;

    /**
     * @param known class files by name
     * @param onMade is given what the compiler has made
     */
    CachedClasses(ClassSource compiler, Map<String, byte[]> known, BiConsumer<String, byte[]> onMade) {
        this.compiler = compiler;
        this.known = new ConcurrentHashMap<>(known);
        this.onMade = onMade;
    }

    private byte[] find(String name, Supplier<byte[]> maker) {
        // Asked for once, as a rule; then it would only take up room.
        var kept = known.remove(name);
        if (kept != null) {
            return kept;
        }
        var fresh = maker.get();
        onMade.accept(name, fresh);
        return fresh;
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
    public int functionsClasses() {
        return compiler.functionsClasses();
    }

    @Override
    public int importsClassOf(int function) {
        return compiler.importsClassOf(function);
    }
}
