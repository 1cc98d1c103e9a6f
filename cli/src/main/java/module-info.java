/** The {@code mortise} command. */
module dev.mortise.cli {
    requires static org.jspecify;
    requires dev.mortise.wasm;
    requires dev.mortise.wasm.text;
    requires dev.mortise.wasi;
    requires dev.mortise.plugin;
    requires info.picocli;
    requires me.tongfei.progressbar;
    requires tools.jackson.core;
    requires tools.jackson.dataformat.toml;
}
