/** A WebAssembly runtime on the JVM: compiles modules to bytecode, needs nothing but the JDK. */
module dev.mortise.wasm {
    requires static org.jspecify;
    requires jdk.management;

    exports dev.mortise.wasm;
    exports dev.mortise.wasm.internal to dev.mortise.plugin, dev.mortise.cli;
    exports dev.mortise.wasm.internal.binding to dev.mortise.bind;
    exports dev.mortise.wasm.internal.binary to dev.mortise.wasm.text, dev.mortise.cli;
}
