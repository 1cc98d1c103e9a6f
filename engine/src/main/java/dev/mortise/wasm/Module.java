package dev.mortise.wasm;

import dev.mortise.wasm.internal.LoadedModule;
import dev.mortise.wasm.internal.ModuleFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A validated module. Its functions are compiled to JVM classes when they are first called, in a class loader of the
 * module's own, and shared by all its instances. Immutable and safe for use by many threads.
 */
public sealed interface Module permits LoadedModule {

    /**
     * Reads a module from a file in the binary format.
     *
     * @throws IOException if the file cannot be read, is a folder, or is over 2 GiB; the message names it
     * @throws InvalidModuleException if it is no valid module
     * @throws IllegalStateException if this engine came without its compiler; see {@link AheadOfTime}
     */
    static Module read(Path file) throws IOException {
        var fileName = file.getFileName();
        return parse(fileName == null ? file.toString() : fileName.toString(), ModuleFile.read(file));
    }

    /**
     * Reads a module in the binary format.
     *
     * @param bytes the module; the caller must not change the array afterwards
     * @throws InvalidModuleException if it is no valid module
     * @throws IllegalStateException if this engine came without its compiler; see {@link AheadOfTime}
     */
    static Module parse(byte[] bytes) {
        return parse("module.wasm", bytes);
    }

    /** Like {@link #parse(byte[])} with a name to show in stack traces where the module names itself nowhere. */
    static Module parse(String fileName, byte[] bytes) {
        return LoadedModule.load(fileName, bytes);
    }

    /**
     * Like {@link #read(Path)} with a cache of compiled code: what it holds of this module is neither validated nor
     * compiled again, and what is compiled now will be there next time.
     */
    static Module read(Path file, CodeCache cache) throws IOException {
        var fileName = file.getFileName();
        return parse(fileName == null ? file.toString() : fileName.toString(), ModuleFile.read(file), cache);
    }

    /** Like {@link #parse(String, byte[])} with a cache of compiled code, see {@link #read(Path, CodeCache)}. */
    static Module parse(String fileName, byte[] bytes, CodeCache cache) {
        return LoadedModule.load(fileName, bytes, cache);
    }

    /** The name that the module gives itself in its name section, else its file's. */
    String name();

    /** What it asks for, in its order. */
    List<ImportType> imports();

    /** What it offers, in its order. */
    List<ExportType> exports();

    /** The contents of the first custom section of this name. */
    Optional<byte[]> customSection(String name);

    /** The names of all custom sections, in order, repeated as they are. */
    List<String> customSectionNames();

    /** What the name section calls a function; imports count first. */
    Optional<String> functionName(int index);

    /** An instance of a module that imports nothing. */
    default Instance instantiate() {
        return instantiate(Imports.none());
    }

    /**
     * A new instance: memories, tables and globals are made, segments written, the start function run.
     *
     * <p>
     * An instance that is given {@linkplain Imports.Builder#fuel fuel} runs code that counts instructions: another
     * compilation of the module, made when it is first needed. Without fuel nothing is paid for that.
     *
     * @throws LinkException if an import is missing or does not fit
     * @throws Trap if a segment does not fit, the start function traps, or the fuel does not suffice
     */
    Instance instantiate(Imports imports);
}
