/** Java interfaces over WebAssembly functions, and the other way round. */
module dev.mortise.bind {
    requires static org.jspecify;
    requires static com.google.protobuf;
    requires static dev.mortise.plugin;
    requires static msgpack.core;
    requires static tools.jackson.databind;
    requires transitive dev.mortise.wasm;

    exports dev.mortise.bind;
}
