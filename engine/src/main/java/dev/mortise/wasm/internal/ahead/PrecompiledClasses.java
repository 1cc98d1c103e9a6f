package dev.mortise.wasm.internal.ahead;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.internal.DamagedModuleError;
import dev.mortise.wasm.internal.runtime.ClassSource;
import dev.mortise.wasm.internal.runtime.LoopPolls;
import dev.mortise.wasm.internal.runtime.SignatureClasses;
import java.io.IOException;

/** The classes of a module that was compiled ahead of time. */
public final class PrecompiledClasses implements ClassSource {

    private final String where;
    private final Parts parts;
    private final Layout layout;
    private final Facts facts;
    private final boolean isMetered;

    /**
     * @param where what to call the place in messages
     * @param isMetered whether code shall pay for its instructions; then {@link Facts#has} must say so
     */
    public PrecompiledClasses(String where, Parts parts, Layout layout, Facts facts, boolean isMetered) {
        this.where = where;
        this.parts = parts;
        this.layout = layout;
        this.facts = facts;
        this.isMetered = isMetered;
    }

    @Override
    public String packageName() {
        return layout.packageName();
    }

    @Override
    public byte[] moduleClass(String simpleName) {
        var polling = facts.home(new Variant(false, isMetered), simpleName);
        var counting = facts.home(new Variant(true, isMetered), simpleName);
        // The JVM is asked only where the answer matters: it may still be a while in coming.
        var home = polling.equals(counting) || !LoopPolls.areDropped() ? polling : counting;
        return read(layout.moduleClass(home, simpleName));
    }

    @Override
    public byte[] signatureClass(FunctionType type) {
        return read(layout.signatureClass(SignatureClasses.nameOf(type)));
    }

    @Override
    public byte[] hostReferenceClass(FunctionType type) {
        return read(layout.signatureClass(SignatureClasses.hostNameOf(type)));
    }

    private byte[] read(String path) {
        try {
            return parts.read(path).orElseThrow(() -> new DamagedModuleError(
                    where + ": " + path + " is missing: compile the module again, and keep all files"));
        } catch (IOException e) {
            throw new DamagedModuleError(
                    where + ": " + path + " cannot be read: " + e.getMessage() + "; compile the module again", e);
        }
    }

    @Override
    public int functionsClasses() {
        return facts.functionsClasses();
    }

    @Override
    public int importsClassOf(int function) {
        return function / facts.importsAClass();
    }
}
