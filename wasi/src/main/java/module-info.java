/** WASI preview 1 for guests of the engine: every file, stream, clock and socket is given one by one. */
module dev.mortise.wasi {
    requires static org.jspecify;
    requires transitive dev.mortise.wasm;

    exports dev.mortise.wasi;
    exports dev.mortise.wasi.internal to dev.mortise.plugin;
}
