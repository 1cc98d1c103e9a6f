package dev.mortise.benchmarks;

import java.util.List;
import org.extism.sdk.chicory.CompiledPlugin;
import org.extism.sdk.chicory.ExtismHostFunction;
import org.extism.sdk.chicory.ExtismValType;
import org.extism.sdk.chicory.Manifest;
import org.extism.sdk.chicory.ManifestWasm;
import org.extism.sdk.chicory.Plugin;

/** The plug-ins in Extism's chicory-sdk, in its fastest mode: compiled at run time, which it calls AoT. */
final class SdkGuests {

    private SdkGuests() {}

    static CompiledPlugin compile(PluginTask task) {
        return Plugin.ofManifest(manifest(task.wasm())).compile();
    }

    static PluginFunction plugin(PluginTask task) {
        var plugin = compile(task).instantiate();
        var function = task.function();
        return input -> plugin.call(function, input);
    }

    private static Manifest manifest(byte[] wasm) {
        return Manifest.ofWasms(ManifestWasm.fromBytes(wasm).build()).withOptions(new Manifest.Options().withAoT())
                .build();
    }

    static PluginFunction plugin(String function) {
        var manifest = manifest(Guests.read("rust/" + function + ".wasm"));
        var reflect = ExtismHostFunction.of("host_reflect", List.of(ExtismValType.I64), List.of(ExtismValType.I64),
                (caller, arguments, results) -> {
                    var memory = caller.memory();
                    results.setLong(0, memory.writeBytes(memory.readBytes(arguments.getLong(0))));
                });
        var builder = Plugin.ofManifest(manifest);
        var plugin = (function.equals("reflect") ? builder.withHostFunctions(reflect) : builder).build();
        return input -> plugin.call(function, input);
    }
}
