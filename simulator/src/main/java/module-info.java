/** Cache policies, in Java and as plug-ins, run over request traces. */
module dev.mortise.simulator {
    requires static org.jspecify;
    requires de.siegmar.fastcsv;

    exports dev.mortise.simulator;
}
