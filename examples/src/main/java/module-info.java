/** Examples: they see what is published and nothing else. */
module dev.mortise.examples {
    requires dev.mortise.plugin;
    requires dev.mortise.wasi;
    requires dev.mortise.wasm.text;
    requires jdk.httpserver;
}
