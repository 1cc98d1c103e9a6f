package dev.mortise.wasm.internal.compile;

import dev.mortise.wasm.internal.runtime.LoopPolls;

/**
 * What decides, beside the module's bytes and the engine's version, which classes come out.
 *
 * @param methodBytes estimated bytes of bytecode, those that are inlined for memory accesses counted, above which a
 *            function is cut: HotSpot compiles no method over 8,000 and inlines nothing more into one that has come to
 *            8,000; tests reach every kind of piece with less
 * @param countsRounds whether all loops count their rounds so as to keep a safepoint poll, see {@link LoopRounds}
 * @param isMetered whether code pays for its instructions, see {@link FuelPlan}
 * @param hasBulkLoops whether loops that copy or fill do most of their rounds at once, see {@link BulkLoops}
 */
public record CompileOptions(int methodBytes, boolean countsRounds, boolean isMetered, boolean hasBulkLoops) {

    /** {@code false} leaves loops as they are. */
    private static final String BULK_LOOPS = "dev.mortise.wasm.bulkLoops";

    /** Tests cut functions into tiny pieces with it. */
    private static final String PIECES = "dev.mortise.wasm.methodBytes";

    /** For methods that HotSpot shall compile. */
    static final int METHOD_BYTES = 7_500;

    /** Options of a module that is not metered. */
    public CompileOptions(int methodBytes, boolean countsRounds) {
        this(methodBytes, countsRounds, false, true);
    }

    /** The same with loops as they are. */
    public CompileOptions withoutBulkLoops() {
        return new CompileOptions(methodBytes, countsRounds, isMetered, false);
    }

    /** The same for a module that is metered. */
    public CompileOptions metered() {
        return new CompileOptions(methodBytes, countsRounds, true, hasBulkLoops);
    }

    /** What this JVM wants. Waits for the answer when that is not known yet. */
    public static CompileOptions forThisJvm() {
        return usual(LoopPolls.areDropped());
    }

    /** What JVMs of one kind want, see {@link LoopPolls}. */
    public static CompileOptions usual(boolean countsRounds) {
        return new CompileOptions(Integer.getInteger(PIECES, METHOD_BYTES), countsRounds, false,
                !"false".equals(System.getProperty(BULK_LOOPS)));
    }

    /** A part of what compiled code is found by. Written out, as what the JDK makes for records takes it 10 classes. */
    @Override
    public String toString() {
        return "methodBytes=" + methodBytes + " countsRounds=" + countsRounds + " isMetered=" + isMetered
                + " hasBulkLoops=" + hasBulkLoops;
    }
}
