package dev.mortise.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code mortise --version} prints. */
final class VersionText implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[]{
            "mortise " + dev.mortise.wasm.Mortise.VERSION, "engine: WebAssembly 2.0 without SIMD, extended constant "
                    + "expressions, multiple memories; plug-ins: extism/v1",
            "java: %s, %s on %s %s".formatted(Runtime.version(), System.getProperty("java.vm.name"),
                    System.getProperty("os.name"), System.getProperty("os.arch")),
            "java.home: " + System.getProperty("java.home")};
    }
}
