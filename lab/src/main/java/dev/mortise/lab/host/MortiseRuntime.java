package dev.mortise.lab.host;

import dev.mortise.bind.Bindings;
import dev.mortise.bind.Codec;
import dev.mortise.plugin.HostFunction;
import dev.mortise.plugin.Plugin;
import dev.mortise.wasi.Wasi;
import dev.mortise.wasm.CodeCache;
import dev.mortise.wasm.Function;
import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.Memory;
import dev.mortise.wasm.Module;
import dev.mortise.wasm.Mortise;
import dev.mortise.wasm.NumberType;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Mortise. */
final class MortiseRuntime implements HostRuntime {

    /** Whether plug-ins are called through an interface. */
    private final boolean isBound;

    MortiseRuntime(boolean isBound) {
        this.isBound = isBound;
    }

    @Override
    public String title() {
        return "Mortise " + Mortise.VERSION;
    }

    @Override
    public Set<Task> tasks() {
        return isBound ? EnumSet.of(Task.THROUGHPUT) : EnumSet.allOf(Task.class);
    }

    @Override
    public PluginFunction plugin(byte[] wasm, String function) {
        if (function.equals("memcpy")) {
            throw new UnsupportedOperationException("there is no plug-in memcpy");
        }
        // WASI as Extism's own host offers it: who measures a plug-in of Go by hand needs it, and no row's asks for it.
        var plugin = Plugin.builder().hostFunction(HostFunction.ofBytes("host_reflect", (caller, input) -> input))
                .wasi().open(wasm);
        if (!isBound) {
            return input -> plugin.call(function, input);
        }
        return switch (function) {
            case "consume" ->
                    Bindings.bindPlugin(MethodHandles.lookup(), Consume.class, plugin, Codec.bytes())::consume;
            case "echo" -> Bindings.bindPlugin(MethodHandles.lookup(), Echo.class, plugin, Codec.bytes())::echo;
            default -> Bindings.bindPlugin(MethodHandles.lookup(), Reflect.class, plugin, Codec.bytes())::reflect;
        };
    }

    /** One of the plug-ins. */
    interface Consume {
        byte[] consume(byte[] input);
    }

    /** One of the plug-ins. */
    interface Echo {
        byte[] echo(byte[] input);
    }

    /** One of the plug-ins. */
    interface Reflect {
        byte[] reflect(byte[] input);
    }

    @Override
    public Code compile(byte[] wasm) {
        var module = Module.parse(wasm);
        return () -> {
            // Go's guests import WASI whatever they do.
            var instance = module.imports().isEmpty()
                    ? module.instantiate()
                    : module.instantiate(Wasi.builder().build().imports());
            instance.findFunction("_initialize").filter(start -> start.type().equals(FunctionType.of()))
                    .ifPresent(Function::call);
            return new MortiseGuest(instance);
        };
    }

    @Override
    public Split run(byte[] wasm, List<String> arguments) throws IOException {
        var split = new Split();
        var folder = System.getProperty(Main.CODE_FOLDER);
        if (folder == null) {
            return run(Module.parse(wasm), arguments, split);
        }
        try (var cache = CodeCache.open(Path.of(folder))) {
            return run(Module.parse("module.wasm", wasm, cache), arguments, split);
        }
    }

    private static Split run(Module module, List<String> arguments, Split split) throws IOException {
        split.end("compile");
        try (var wasi = Wasi.builder().inheritStdout().inheritStderr().arguments(arguments).build()) {
            var instance = module.instantiate(wasi.imports());
            split.end("instantiate");
            int code = wasi.run(instance);
            if (code != 0) {
                throw new IOException("the program ended with " + code);
            }
        }
        return split.end("run");
    }

    /** An instance, also as other runtimes are used: by hand. */
    private record MortiseGuest(Instance instance) implements Guest {

        @Override
        public GuestFunction function(String name, String parameters) {
            var function = instance.function(name);
            return function.type().results().isEmpty() ? calledForNothing(function) : called(function);
        }

        private static GuestFunction calledForNothing(Function function) {
            return arguments -> {
                function.call(boxed(function, arguments));
                return 0;
            };
        }

        private static GuestFunction called(Function function) {
            return arguments -> Objects.requireNonNull((Number) function.call(boxed(function, arguments))[0])
                    .longValue();
        }

        private static Object[] boxed(Function function, long... arguments) {
            var boxes = new Object[arguments.length];
            var types = function.type().parameters();
            for (int i = 0; i < boxes.length; i++) {
                boxes[i] = types.get(i) == NumberType.I32 ? (Object) (int) arguments[i] : (Object) arguments[i];
            }
            return boxes;
        }

        @Override
        public GuestMemory memory() {
            return new MortiseMemory(instance.memory("memory"));
        }

        @Override
        public Object self() {
            return instance;
        }
    }

    private record MortiseMemory(Memory memory) implements GuestMemory {

        @Override
        public void writeInt(int address, int value) {
            memory.writeInt(Integer.toUnsignedLong(address), value);
        }

        @Override
        public void writeLong(int address, long value) {
            memory.writeLong(Integer.toUnsignedLong(address), value);
        }

        @Override
        public void write(int address, byte[] bytes) {
            memory.write(Integer.toUnsignedLong(address), bytes);
        }
    }
}
