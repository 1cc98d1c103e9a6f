package dev.mortise.wasm.internal.runtime;

import dev.mortise.wasm.FunctionType;

/** Where class files come from: the compiler, a cache of what it made, or a jar. What runs never needs the compiler itself. */
public interface ClassSource {

    /** The class of the module's instances. */
    String INSTANCE = "Instance";
    /** Prefix of the classes with the imports' call sites, by number. */
    String IMPORTS = "Imports";
    /** Prefix of the classes with functions, by number of the chunk. */
    String FUNCTIONS = "Functions";
    /** Prefix of the classes of references to functions, by function index. */
    String REFERENCE = "Reference";

    /** The package of the module's classes, with dots. */
    String packageName();

    /** A class of the module by its simple name. */
    byte[] moduleClass(String simpleName);

    /** The abstract class of references to functions of this type. */
    byte[] signatureClass(FunctionType type);

    /** The class of references to host functions of this type. */
    byte[] hostReferenceClass(FunctionType type);

    /** Takes note that the JVM has made a class of the class file that it gave under a name. */
    default void accepted(String name, byte[] bytes) {}

    /**
     * Takes note that the JVM refuses the class file that it gave under a name: for what is in it, not because heap or
     * stack were full.
     *
     * @return whether it has another one for who asks again
     */
    default boolean refused(String name) {
        return false;
    }

    /**
     * Whether the class that was made under a name would be made again like that. One with functions that did not fit
     * the stack of the thread that compiled them may come out better the next time.
     */
    default boolean isRepeatable(String name) {
        return true;
    }

    /** How many classes the functions are spread over. */
    int functionsClasses();

    /** The number of the imports class that holds an import. */
    int importsClassOf(int function);
}
