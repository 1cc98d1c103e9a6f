package dev.mortise.wasm.internal;

/** Whether the compiler is there: one of the engine's artifacts comes without it. */
public final class CompilerPresence {

    private static final boolean PRESENT = find();

    private CompilerPresence() {}

    private static boolean find() {
        try {
            Class.forName("dev.mortise.wasm.internal.compile.ModuleCompiler", false,
                    CompilerPresence.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    static boolean isPresent() {
        return PRESENT;
    }

    /**
     * Lets through what needs the compiler.
     *
     * @throws IllegalStateException if it is not there
     */
    public static void require() {
        if (!PRESENT) {
            throw new IllegalStateException("this engine came without its compiler and runs only what was compiled "
                    + "ahead of time; depend on mortise-engine without the classifier 'runtime'");
        }
    }
}
