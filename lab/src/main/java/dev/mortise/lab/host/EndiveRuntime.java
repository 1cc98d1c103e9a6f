package dev.mortise.lab.host;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import run.endive.compiler.MachineFactoryCompiler;
import run.endive.runtime.ByteArrayMemory;
import run.endive.runtime.ExportFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.wasi.WasiExitException;
import run.endive.wasi.WasiOptions;
import run.endive.wasi.WasiPreview1;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;

/** Endive, in the way its documentation calls fastest: memory in a byte array, and compiled at run time, or interpreted. */
final class EndiveRuntime implements HostRuntime {

    private final boolean isCompiled;

    EndiveRuntime(boolean isCompiled) {
        this.isCompiled = isCompiled;
    }

    @Override
    public String title() {
        return "Endive %s (%s)".formatted(JarVersion.of(Instance.class), isCompiled ? "compiled" : "interpreted");
    }

    @Override
    public Set<Task> tasks() {
        return EnumSet.of(Task.FFI, Task.MULTIPLY, Task.SIMULATE, Task.TRANSFER);
    }

    @Override
    public Code compile(byte[] wasm) {
        var module = Parser.parse(wasm);
        var factory = isCompiled ? MachineFactoryCompiler.compile(module) : null;
        return () -> {
            var builder = Instance.builder(module).withMemoryFactory(ByteArrayMemory::new);
            return new EndiveGuest((factory == null ? builder : builder.withMachineFactory(factory)).build());
        };
    }

    @Override
    public Split run(byte[] wasm, List<String> arguments) throws IOException {
        var split = new Split();
        WasmModule module = Parser.parse(wasm);
        split.end("load");
        var factory = isCompiled ? MachineFactoryCompiler.compile(module) : null;
        split.end("compile");
        var options = WasiOptions.builder().withStdout(System.out, false).withStderr(System.err, false)
                .withArguments(arguments).build();
        try (var wasi = WasiPreview1.builder().withOptions(options).build()) {
            var imports = ImportValues.builder().addFunction(wasi.toHostFunctions()).build();
            var builder = Instance.builder(module).withMemoryFactory(ByteArrayMemory::new).withImportValues(imports)
                    .withStart(false);
            var instance = (factory == null ? builder : builder.withMachineFactory(factory)).build();
            split.end("instantiate");
            try {
                instance.export("_start").apply();
            } catch (WasiExitException e) {
                if (e.exitCode() != 0) {
                    throw new IOException("the program ended with " + e.exitCode(), e);
                }
            }
        }
        return split.end("run");
    }

    private record EndiveGuest(Instance instance) implements Guest {

        @Override
        public GuestFunction function(String name, String parameters) {
            ExportFunction function = instance.export(name);
            return arguments -> {
                var results = function.apply(arguments);
                return results == null || results.length == 0 ? 0 : results[0];
            };
        }

        @Override
        public GuestMemory memory() {
            return new EndiveMemory(instance.memory());
        }
    }

    private record EndiveMemory(Memory memory) implements GuestMemory {

        @Override
        public void writeInt(int address, int value) {
            memory.writeI32(address, value);
        }

        @Override
        public void writeLong(int address, long value) {
            memory.writeLong(address, value);
        }

        @Override
        public void write(int address, byte[] bytes) {
            memory.write(address, bytes);
        }
    }
}
