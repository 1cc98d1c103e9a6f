package dev.mortise.fuzz;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.Module;
import dev.mortise.wasm.NumberType;
import dev.mortise.wasm.ReferenceType;
import dev.mortise.wasm.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Calls of an exported function, one after the other in the same instance.
 *
 * @param function the export's name
 * @param type the function's type
 * @param arguments the bits of each argument of each call; a reference is null
 */
record Call(String function, FunctionType type, List<long[]> arguments) {

    private static final int ROUNDS = 3;

    /** Values at which instructions behave differently; no NaN but the canonical ones. */
    private static final int[] INTS = {0, 1, -1, 2, 7, 31, 32, 255, 65_535, 65_536, 0x7FFF_FFFF, 0x8000_0000};
    private static final float[] FLOATS = {0, -0f, 1, -1, 0.5f, 1.5f, 0x1p31f, -0x1p31f, 0x1p63f, Float.MIN_VALUE,
        Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN};

    /** What to call in a module: always the same for the same module. */
    static List<Call> of(Module module) {
        var calls = new ArrayList<Call>();
        for (var export : module.exports()) {
            if (export.type() instanceof FunctionType type) {
                var random = new SplittableRandom(calls.size());
                var arguments = new ArrayList<long[]>();
                for (var round = 0; round < ROUNDS; round++) {
                    arguments.add(type.parameters().stream().mapToLong(each -> argument(each, random)).toArray());
                }
                calls.add(new Call(export.name(), type, arguments));
            }
        }
        return calls;
    }

    private static long argument(ValueType type, SplittableRandom random) {
        var special = random.nextBoolean();
        return switch (type) {
            case NumberType number -> switch (number) {
                case I32 -> special ? INTS[random.nextInt(INTS.length)] : random.nextInt();
                case I64 -> special ? INTS[random.nextInt(INTS.length)] * 0x1_0000_0001L : random.nextLong();
                case F32 -> Float.floatToIntBits(special ? FLOATS[random.nextInt(FLOATS.length)]
                        : (float) random.nextDouble(-1e4, 1e4));
                case F64 -> Double.doubleToLongBits(special ? FLOATS[random.nextInt(FLOATS.length)]
                        : random.nextDouble(-1e10, 1e10));
            };
            case ReferenceType ignored -> 0;
        };
    }
}
