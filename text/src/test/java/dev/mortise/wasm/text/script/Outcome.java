package dev.mortise.wasm.text.script;

/** What became of one form of a script. */
sealed interface Outcome {

    /** It holds. */
    record Passed() implements Outcome {}

    /**
     * It does not.
     *
     * @param reason expected and actual
     */
    record Failed(String reason) implements Outcome {}

    /**
     * It needs what this version does not support.
     *
     * @param feature the proposal
     */
    record Skipped(String feature) implements Outcome {}

    Outcome PASSED = new Passed();
}
