/** The {@code mortise} command. */
module dev.mortise.cli {
    requires static org.jspecify;
    requires dev.mortise.wasm;
    requires dev.mortise.wasm.text;
    requires dev.mortise.wasi;
    requires dev.mortise.plugin;
    requires dev.mortise.simulator;
    requires de.siegmar.fastcsv;
    requires info.picocli;
    requires java.desktop;
    requires me.tongfei.progressbar;
    requires xchart;
    requires tools.jackson.core;
    requires tools.jackson.dataformat.toml;
}
