package dev.mortise.lab.host;

import com.dylibso.chicory.runtime.Instance;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.extism.sdk.chicory.ExtismHostFunction;
import org.extism.sdk.chicory.ExtismValType;
import org.extism.sdk.chicory.Manifest;
import org.extism.sdk.chicory.ManifestWasm;
import org.extism.sdk.chicory.Plugin;

/** Extism's own host for the JVM, in its fastest mode: compiled at run time, which it calls AoT. */
final class ChicorySdkRuntime implements HostRuntime {

    @Override
    public String title() {
        return "chicory-sdk %s on Chicory %s".formatted(JarVersion.of(Plugin.class),
                JarVersion.of(Instance.class));
    }

    @Override
    public Set<Task> tasks() {
        return EnumSet.of(Task.THROUGHPUT);
    }

    @Override
    public PluginFunction plugin(byte[] wasm, String function) {
        var options = new Manifest.Options().withAoT();
        var manifest = Manifest.ofWasms(ManifestWasm.fromBytes(wasm).build()).withOptions(options).build();
        var builder = Plugin.ofManifest(manifest);
        var reflect = ExtismHostFunction.of("host_reflect", List.of(ExtismValType.I64), List.of(ExtismValType.I64),
                (caller, arguments, results) -> {
                    var memory = caller.memory();
                    results.setLong(0, memory.writeBytes(memory.readBytes(arguments.getLong(0))));
                });
        var plugin = (function.equals("reflect") ? builder.withHostFunctions(reflect) : builder).build();
        return input -> plugin.call(function, input);
    }

    @Override
    public Code compile(byte[] wasm) {
        throw new UnsupportedOperationException("chicory-sdk is for Extism plug-ins alone");
    }

    @Override
    public Split run(byte[] wasm, List<String> arguments) {
        throw new UnsupportedOperationException("chicory-sdk is for Extism plug-ins alone");
    }
}
