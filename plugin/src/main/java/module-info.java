/** Runs plug-ins built for Extism's ABI. */
module dev.mortise.plugin {
    requires static org.jspecify;
    requires static dev.mortise.wasm.text;
    requires static tools.jackson.dataformat.toml;
    requires transitive dev.mortise.wasi;
    requires transitive dev.mortise.wasm;
    requires java.net.http;
    requires tools.jackson.core;

    exports dev.mortise.plugin;
}
