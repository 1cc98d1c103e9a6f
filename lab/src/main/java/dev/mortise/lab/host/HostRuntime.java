package dev.mortise.lab.host;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/** A way to run a guest, or the guest's work, in this JVM. */
interface HostRuntime {

    /** Name and version, for people. */
    String title();

    /** What it can do. */
    Set<Task> tasks();

    /** A function of an Extism plug-in, with {@code host_reflect} to be had. */
    default PluginFunction plugin(byte[] wasm, String function) {
        throw new UnsupportedOperationException(title() + " is no host for Extism plug-ins");
    }

    /** A module that is ready to be instantiated, compiled where the runtime compiles at once. */
    Code compile(byte[] wasm);

    /** Runs a program for WASI with the process's standard output, and tells how long each part took. */
    Split run(byte[] wasm, List<String> arguments) throws IOException;

    /** The runtime of this name. No class of another one is loaded. */
    static HostRuntime named(String name) {
        return switch (name) {
            case "mortise" -> new MortiseRuntime(false);
            case "mortise-bound" -> new MortiseRuntime(true);
            case "java" -> new JavaRuntime();
            case "endive-compiled" -> new EndiveRuntime(true);
            case "endive-interpreted" -> new EndiveRuntime(false);
            case "chicory-compiled" -> new ChicoryRuntime(true);
            case "chicory-interpreted" -> new ChicoryRuntime(false);
            case "chicory-sdk" -> new ChicorySdkRuntime();
            case "dd" -> new DdRuntime();
            case "graalwasm" -> new GraalRuntime();
            default -> throw new UsageException("there is no runtime '%s'".formatted(name));
        };
    }

    /** A module, whose instances share nothing. */
    @FunctionalInterface
    interface Code {
        Guest instantiate();
    }

    /** An instance. */
    interface Guest {

        /**
         * An exported function, looked up by name.
         *
         * @param parameters their types, which some runtimes' callers have to know: a letter each, i for an i32 and l for
         *            an i64
         */
        GuestFunction function(String name, String parameters);

        /** The exported memory, looked up by name. */
        GuestMemory memory();

        /** For a runtime whose functions take arguments of their own types, the instance in its own terms. */
        default Object self() {
            return this;
        }
    }

    /**
     * A function of integers. What a runtime asks its callers to make of arguments and results is in the time: an array,
     * boxes.
     */
    interface GuestFunction {

        /** With arguments that are made for this call. A result of 32 bits may have any upper half. */
        long call(long... arguments);

        /** Arguments to be kept, in whatever form the runtime takes them. */
        default Preloaded preload(long... arguments) {
            return () -> call(arguments);
        }
    }

    /** A call with arguments that were made before. */
    @FunctionalInterface
    interface Preloaded {
        long call();
    }

    /** A guest's memory. */
    interface GuestMemory {

        void writeInt(int address, int value);

        void writeLong(int address, long value);

        void write(int address, byte[] bytes);
    }

    /** A function of a plug-in. */
    @FunctionalInterface
    interface PluginFunction {
        byte[] call(byte[] input);
    }
}
