package dev.mortise.wasm.interruption;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.Trap;
import dev.mortise.wasm.ValueType;
import dev.mortise.wasm.build.Code;
import dev.mortise.wasm.build.ModuleBuilder;
import java.util.function.IntConsumer;

/** A process in which nothing was trapped or interrupted before. Prints a line before and after it happens. */
public final class FirstTrapProcess {

    static final String BEFORE = "---- before";
    static final String AFTER = "---- after";

    /** What {@code run} does by its argument. */
    private enum Way {
        NOTHING, UNREACHABLE, DIVISION, MEMORY, CONVERSION, OUTSIDE_TABLE, NULL_ELEMENT, MISTYPED_ELEMENT, FILL,
        RECURSION, LOOP
    }

    private FirstTrapProcess() {}

    /** Ends with 0 if each way ended as it should. */
    public static void main(String[] arguments) throws InterruptedException {
        var instance = instance();
        var run = instance.function("run").as(IntConsumer.class);
        run.accept(Way.NOTHING.ordinal());
        // All that this program needs itself.
        var kinds = Trap.Kind.values();
        var stopper = new Thread(new Stopper(instance));
        var ended = new StringBuilder();
        Thread.sleep(1_000);
        System.out.println(BEFORE);
        for (var way = 1; way < Way.values().length; way++) {
            if (way == Way.LOOP.ordinal()) {
                stopper.start();
            }
            try {
                run.accept(way);
            } catch (Trap trap) {
                ended.append(kinds[trap.kind().ordinal()].text()).append(';');
            }
        }
        System.out.println(AFTER);
        System.out.println(ended);
    }

    private record Stopper(Instance instance) implements Runnable {

        @Override
        public void run() {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                return;
            }
            instance.interrupt();
        }
    }

    private static Instance instance() {
        var type = FunctionType.of(ValueType.I32);
        var builder = new ModuleBuilder().memory(1, 1).table(ValueType.FUNCREF, 2, 2);
        var nothing = builder.type(FunctionType.of());
        var single = builder.privateFunction("single", type, code -> {
        });
        builder.function("run", type, code -> {
            // What makes classes of the guest's own.
            way(code, Way.NOTHING).i32(0).i32(0).callIndirect(builder.type(type)).i32(0).load32(0).op(Code.DROP).end();
            way(code, Way.UNREACHABLE).op(Code.UNREACHABLE).end();
            way(code, Way.DIVISION).i32(1).i32(0).op(Code.I32_DIV_S, Code.DROP).end();
            way(code, Way.MEMORY).i32(-1).load32(0).op(Code.DROP).end();
            way(code, Way.CONVERSION).f64(Double.NaN).op(Code.I32_TRUNC_F64_S, Code.DROP).end();
            way(code, Way.OUTSIDE_TABLE).i32(7).callIndirect(nothing).end();
            way(code, Way.NULL_ELEMENT).i32(1).callIndirect(nothing).end();
            way(code, Way.MISTYPED_ELEMENT).i32(0).callIndirect(nothing).end();
            way(code, Way.FILL).i32(-1).i32(0).i32(9).prefixed(11, 0).end();
            way(code, Way.RECURSION).get(0).call(single + 1).end();
            way(code, Way.LOOP).loop().br(0).end().end();
        });
        builder.elements(0, single);
        return builder.toModule().instantiate();
    }

    private static Code way(Code code, Way way) {
        return code.get(0).i32(way.ordinal()).op(Code.I32_EQ).ifThen();
    }
}
