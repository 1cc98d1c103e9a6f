/** Cache policies, in Java and as plug-ins, run over request traces. */
module dev.mortise.simulator {
    requires static org.jspecify;
    requires de.siegmar.fastcsv;
    requires dev.mortise.bind;
    requires transitive dev.mortise.wasm;

    exports dev.mortise.simulator;
}
