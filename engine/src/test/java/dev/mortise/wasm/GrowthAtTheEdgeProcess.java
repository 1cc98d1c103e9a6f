package dev.mortise.wasm;

import static dev.mortise.wasm.ValueType.I32;

import dev.mortise.wasm.build.Code;
import dev.mortise.wasm.build.ModuleBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets a memory grow at every depth near the end of a guest's stack, and prints how that ended: once
 * {@link #EXHAUSTED} or {@link #GROWN} a depth, with what was wrong afterwards.
 */
public final class GrowthAtTheEdgeProcess {

    static final String EXHAUSTED = "exhausted";
    static final String GROWN = "grown";

    private static final FunctionType TYPE = FunctionType.of(I32).returning(I32);
    private static final long STACK_BYTES = 256 << 10;
    private static final int DEPTHS_BEYOND = 40;
    private static final int MANY_PAGES = 40;
    private static final long RESERVE_BYTES = 16 << 20;

    private final Module module = module();
    private final MemoryReserve reserve = MemoryReserve.create(RESERVE_BYTES);
    private Budget budget = Budget.of(1_000);
    private Instance instance = instance();

    private GrowthAtTheEdgeProcess() {}

    /** Ends when it has printed all. */
    public static void main(String[] arguments) throws InterruptedException {
        var thread = new Thread(null, () -> new GrowthAtTheEdgeProcess().run(), "small stack", STACK_BYTES);
        thread.start();
        thread.join();
    }

    /** {@code run(n)} calls itself n times, then grows the memory by {@code pages}. */
    private static Module module() {
        var builder = new ModuleBuilder().memory(1, 1_000).export("memory", 2, 0)
                .global(I32, true, code -> code.i32(0)).export("pages", 3, 0);
        builder.function("run", TYPE, code -> code.get(0).op(Code.I32_EQZ).ifThen(I32).globalGet(0).memoryGrow()
                .otherwise().get(0).i32(1).op(Code.I32_SUB).call(0).i32(1).op(Code.I32_ADD).end());
        builder.function("load", TYPE, code -> code.get(0).load32(0));
        builder.function("store", FunctionType.of(I32, I32), code -> code.get(0).get(1).store32(0));
        builder.function("size", FunctionType.of().returning(I32), Code::memorySize);
        return builder.toModule();
    }

    private Instance instance() {
        budget = Budget.of(1_000);
        return module.instantiate(Imports.builder().memoryBudget(budget).memoryReserve(reserve).build());
    }

    private void run() {
        var depth = edge() + 2;
        instance.global("pages").set(1);
        for (var grown = 0; grown < DEPTHS_BEYOND; depth--) {
            if (instance.memory("memory").pages() > MANY_PAGES) {
                instance.release();
                instance = instance();
                instance.global("pages").set(1);
            }
            var before = instance.memory("memory").pages();
            var goesThrough = goesThrough(depth);
            grown += goesThrough ? 1 : 0;
            System.out.println((goesThrough ? GROWN : EXHAUSTED)
                    + String.join("", faults(before + (goesThrough ? 1 : 0), depth)));
        }
    }

    /** The first depth at which the stack does not suffice even for growing by nothing. */
    private int edge() {
        var fits = 0;
        var tooDeep = 1 << 16;
        while (tooDeep - fits > 1) {
            var middle = (fits + tooDeep) >>> 1;
            if (goesThrough(middle)) {
                fits = middle;
            } else {
                tooDeep = middle;
            }
        }
        return tooDeep;
    }

    private boolean goesThrough(int depth) {
        try {
            instance.function("run").call(depth);
            return true;
        } catch (Trap trap) {
            if (trap.kind() != Trap.Kind.STACK_EXHAUSTED) {
                throw trap;
            }
            return false;
        }
    }

    /** What host, guest and budget disagree on. */
    private List<String> faults(int pages, int mark) {
        var memory = instance.memory("memory");
        var faults = new ArrayList<String>();
        check(faults, "pages for the host", pages, memory.pages());
        check(faults, "pages for the guest", pages, instance.function("size").call()[0]);
        check(faults, "pages of the budget", pages, (int) budget.used());
        for (var address : List.of(0, memory.size() - Integer.BYTES)) {
            memory.writeInt(address, mark);
            check(faults, "written by the host at " + address, mark, instance.function("load").call(address)[0]);
            instance.function("store").call(address, -mark);
            check(faults, "written by the guest at " + address, -mark, memory.readInt(address));
        }
        return faults;
    }

    private static void check(List<String> faults, String what, int expected, @Nullable Object actual) {
        if (!Integer.valueOf(expected).equals(actual)) {
            faults.add("; " + what + ": " + actual + " and not " + expected);
        }
    }
}
