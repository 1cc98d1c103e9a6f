package dev.mortise.wasm.internal.ahead;

import dev.mortise.wasm.internal.runtime.SignatureClasses;

/**
 * Where the parts of a module lie in a jar or a folder of classes. Its accessor and the classes of its plain compilation
 * are ordinary classes, the latter in a package of their own; all else lies under {@code META-INF}, where no rule of
 * Java modules hides it.
 *
 * @param accessor the binary name of the class that gives the module
 */
public record Layout(String accessor) {

    /** The folder of all modules. */
    public static final String ROOT = "META-INF/mortise/";
    /** File systems take names of up to 255 bytes, and a function may have a thousand parameters. */
    private static final int LONGEST_NAME = 200;
    /** What {@link Facts} are called. */
    public static final String FACTS = "facts";

    /** The package of the module's classes. */
    public String packageName() {
        return "wasm." + accessor;
    }

    /** The accessor's class file. */
    public String accessorFile() {
        return accessor.replace('.', '/') + ".class";
    }

    /** The {@link Facts}. */
    public String facts() {
        return data() + FACTS;
    }

    /** The module itself, in the binary format. */
    public String module() {
        return data() + "module.wasm";
    }

    /** A class of the module by its simple name, as one variant has it. */
    public String moduleClass(Variant variant, String simpleName) {
        return variant.equals(Variant.PLAIN) ? packageName().replace('.', '/') + "/" + simpleName + ".class"
                : data() + variant.folder() + "/" + simpleName + ".class";
    }

    /** A class of {@link SignatureClasses} by its binary name. */
    public String signatureClass(String name) {
        var letters = name.substring(SignatureClasses.PREFIX.length());
        return data() + "signature/" + (letters.length() > LONGEST_NAME ? inFolders(letters) : letters) + ".class";
    }

    private static String inFolders(String letters) {
        return letters.replaceAll("(.{" + LONGEST_NAME + "})(?=.)", "$1/");
    }

    /** The folder of all but the classes. */
    public String data() {
        return ROOT + accessor + "/";
    }
}
