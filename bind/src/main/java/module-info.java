/** Java interfaces over WebAssembly functions, and the other way round. */
module dev.mortise.bind {
    requires static org.jspecify;
    requires static dev.mortise.plugin;
    requires transitive dev.mortise.wasm;

    exports dev.mortise.bind;
}
