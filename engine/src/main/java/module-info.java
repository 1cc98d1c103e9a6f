/** A WebAssembly runtime on the JVM: compiles modules to bytecode, needs nothing but the JDK. */
module dev.mortise.wasm {
    requires static org.jspecify;

    exports dev.mortise.wasm;
}
