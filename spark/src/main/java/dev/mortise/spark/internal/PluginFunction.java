package dev.mortise.spark.internal;

import dev.mortise.plugin.CompiledPlugin;
import dev.mortise.plugin.Plugin;
import dev.mortise.spark.PluginSetup;
import dev.mortise.wasm.Module;

/**
 * A function of an Extism plug-in: text or bytes in, text or bytes out.
 *
 * @param module the plug-in
 * @param name the function
 * @param setup what the plug-in gets
 * @param isBinary whether the result is bytes
 */
public record PluginFunction(ShippedModule module, String name, PluginSetup setup, boolean isBinary)
        implements
            GuestFunction {

    @Override
    public int parameters() {
        return 1;
    }

    /** The plug-in with all that it gets. */
    public static CompiledPlugin link(Module module, PluginSetup setup) {
        var builder = Plugin.builder();
        setup.accept(builder);
        return builder.compile(module);
    }

    @Override
    public Guest instantiate() {
        return new OpenPlugin(link(module.load(), setup).instantiate(), name, isBinary);
    }

    private record OpenPlugin(Plugin plugin, String name, boolean isBinary) implements Guest {

        @Override
        public RowFunction function() {
            return isBinary ? new ToBytes(plugin, name) : new ToText(plugin, name);
        }

        @Override
        public void stop() {
            plugin.cancel();
        }

        @Override
        public void close() {
            plugin.close();
        }
    }

    private static final class ToText extends RowFunction {

        private final Plugin plugin;
        private final String name;

        ToText(Plugin plugin, String name) {
            this.plugin = plugin;
            this.name = name;
        }

        @Override
        protected Object call(Object input) {
            return input instanceof String text ? plugin.callString(name, text)
                    : new String(plugin.call(name, Arguments.bytes(input)), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    private static final class ToBytes extends RowFunction {

        private final Plugin plugin;
        private final String name;

        ToBytes(Plugin plugin, String name) {
            this.plugin = plugin;
            this.name = name;
        }

        @Override
        protected Object call(Object input) {
            return plugin.call(name, Arguments.bytes(input));
        }
    }

    @Override
    public String toString() {
        return name + " of " + module.name();
    }
}
