/** The WebAssembly text format: WAT to binary. */
module dev.mortise.wasm.text {
    requires static org.jspecify;
    requires transitive dev.mortise.wasm;

    exports dev.mortise.wasm.text;
}
