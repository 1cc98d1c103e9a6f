package dev.mortise.benchmarks;

import java.util.List;
import org.extism.sdk.chicory.ExtismHostFunction;
import org.extism.sdk.chicory.ExtismValType;
import org.extism.sdk.chicory.Manifest;
import org.extism.sdk.chicory.ManifestWasm;
import org.extism.sdk.chicory.Plugin;

/** The plug-ins in Extism's chicory-sdk, in its fastest mode: compiled at run time, which it calls AoT. */
final class SdkGuests {

    private SdkGuests() {}

    static PluginFunction plugin(String function) {
        var wasm = ManifestWasm.fromBytes(Guests.read("rust/" + function + ".wasm")).build();
        var manifest = Manifest.ofWasms(wasm).withOptions(new Manifest.Options().withAoT()).build();
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
