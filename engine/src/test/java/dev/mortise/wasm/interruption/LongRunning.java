package dev.mortise.wasm.interruption;

import static dev.mortise.wasm.ValueType.I32;
import static dev.mortise.wasm.ValueType.I64;
import static dev.mortise.wasm.build.Code.I32_ADD;
import static dev.mortise.wasm.build.Code.I32_AND;
import static dev.mortise.wasm.build.Code.I32_EQZ;
import static dev.mortise.wasm.build.Code.I32_LT_S;
import static dev.mortise.wasm.build.Code.I32_MUL;
import static dev.mortise.wasm.build.Code.I32_ROTL;
import static dev.mortise.wasm.build.Code.I32_SUB;
import static dev.mortise.wasm.build.Code.I32_WRAP_I64;
import static dev.mortise.wasm.build.Code.I64_ADD;
import static dev.mortise.wasm.build.Code.I64_LT_S;
import static dev.mortise.wasm.build.Code.I64_ROTL;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.Module;
import dev.mortise.wasm.ValueType;
import dev.mortise.wasm.build.Code;
import dev.mortise.wasm.build.ModuleBuilder;
import java.util.List;

/**
 * Functions {@code (i32 rounds) -> (i32)} in the shapes of loops that JIT compilers know. With a few rounds they end,
 * so that they can be called until they are compiled; with {@link Integer#MAX_VALUE} they run for many seconds at
 * least.
 */
final class LongRunning {

    static final List<String> NAMES = List.of("counted", "counted_long", "nested", "over_memory", "while_shape",
            "loop_of_calls", "recursion", "short_fills", "long_fills", "indirect_calls");

    private static final FunctionType TYPE = FunctionType.of(I32).returning(I32);

    private LongRunning() {}

    static Module module() {
        var builder = new ModuleBuilder().named("long_running").memory(16, 16).table(ValueType.FUNCREF, 1, 1);
        builder.function("counted", TYPE, LongRunning::counted);
        builder.function("counted_long", TYPE, LongRunning::countedLong);
        builder.function("nested", TYPE, LongRunning::nested);
        builder.function("over_memory", TYPE, LongRunning::overMemory);
        builder.function("while_shape", TYPE, LongRunning::whileShape);
        var leaf = builder.privateFunction("leaf", TYPE,
                code -> code.get(0).i32(7).op(I32_ROTL).i32(3).op(I32_ADD));
        builder.function("loop_of_calls", TYPE, code -> loopOfCalls(code, leaf));
        // Its own index is the next one.
        builder.function("recursion", TYPE, code -> recursion(code, leaf + 2));
        builder.function("short_fills", TYPE, code -> fills(code, 8));
        builder.function("long_fills", TYPE, code -> fills(code, 1 << 20));
        builder.elements(0, leaf);
        var type = builder.type(TYPE);
        builder.function("indirect_calls", TYPE, code -> indirectCalls(code, type));
        return builder.toModule();
    }

    /** Enough operations, each waiting for the one before, that 2^31 rounds take many seconds. */
    private static void mix(Code code, int sum, int round) {
        code.get(sum);
        for (var i = 0; i < 4; i++) {
            code.get(round).op(I32_ADD).i32(-1_640_531_535).op(I32_MUL).i32(13).op(I32_ROTL);
        }
        code.set(sum);
    }

    /** i = 0; do { ... } while (++i < rounds). */
    private static void counted(Code code) {
        var i = code.local(I32);
        var sum = code.local(I32);
        code.loop();
        mix(code, sum, i);
        code.get(i).i32(1).op(I32_ADD).tee(i).get(0).op(I32_LT_S).brIf(0).end();
        code.get(sum);
    }

    private static void countedLong(Code code) {
        var i = code.local(I64);
        var sum = code.local(I64);
        var most = code.local(I64);
        code.get(0).op(Code.I64_EXTEND_I32_S).get(0).op(Code.I64_EXTEND_I32_S).op(0x7e).set(most);
        code.loop();
        code.get(sum).i64(13).op(I64_ROTL).get(i).op(I64_ADD).set(sum);
        code.get(i).i64(1).op(I64_ADD).tee(i).get(most).op(I64_LT_S).brIf(0).end();
        code.get(sum).op(I32_WRAP_I64);
    }

    private static void nested(Code code) {
        var i = code.local(I32);
        var j = code.local(I32);
        var sum = code.local(I32);
        code.loop();
        code.i32(0).set(j);
        code.loop();
        code.get(sum).i32(5).op(I32_ROTL).get(i).op(I32_ADD).get(j).op(I32_ADD).set(sum);
        code.get(j).i32(1).op(I32_ADD).tee(j).get(0).op(I32_LT_S).brIf(0).end();
        code.get(i).i32(1).op(I32_ADD).tee(i).get(0).op(I32_LT_S).brIf(0).end();
        code.get(sum);
    }

    /** Loads, mixes and stores at an address that moves through the page. */
    private static void overMemory(Code code) {
        var i = code.local(I32);
        var sum = code.local(I32);
        code.loop();
        mix(code, sum, i);
        code.get(i).i32(0xfffc).op(I32_AND).get(i).i32(0xfffc).op(I32_AND).load32(0).get(sum).op(I32_ADD).store32(0);
        code.get(i).i32(1).op(I32_ADD).tee(i).get(0).op(I32_LT_S).brIf(0).end();
        code.get(sum);
    }

    /** i = 0; while (i < rounds) { ...; i++ }, with the test at the top. */
    private static void whileShape(Code code) {
        var i = code.local(I32);
        var sum = code.local(I32);
        code.block().loop();
        code.get(i).get(0).op(I32_LT_S, I32_EQZ).brIf(1);
        mix(code, sum, i);
        code.get(i).i32(1).op(I32_ADD).set(i).br(0).end().end();
        code.get(sum);
    }

    private static void loopOfCalls(Code code, int leaf) {
        var i = code.local(I32);
        var sum = code.local(I32);
        code.loop();
        for (var k = 0; k < 8; k++) {
            code.get(sum).get(i).op(I32_ADD).call(leaf).set(sum);
        }
        code.get(i).i32(1).op(I32_ADD).tee(i).get(0).op(I32_LT_S).brIf(0).end();
        code.get(sum);
    }

    /** f(n) = n < 2 ? n : f(n - 1) + f(n - 2) for the low bits of n: never deep, soon endless, without a loop. */
    private static void recursion(Code code, int self) {
        code.get(0).i32(63).op(I32_AND).i32(2).op(I32_LT_S).ifThen(I32).get(0).i32(63).op(I32_AND).otherwise();
        code.get(0).i32(63).op(I32_AND).i32(1).op(I32_SUB).call(self);
        code.get(0).i32(63).op(I32_AND).i32(2).op(I32_SUB).call(self).op(I32_ADD).end();
    }

    /** Bulk instructions become copies of the JVM's, which have no safepoint poll. */
    private static void fills(Code code, int length) {
        var i = code.local(I32);
        var sum = code.local(I32);
        code.loop();
        mix(code, sum, i);
        code.i32(0).get(sum).i32(length).prefixed(11, 0);
        code.get(i).i32(1).op(I32_ADD).tee(i).get(0).op(I32_LT_S).brIf(0).end();
        code.get(sum);
    }

    private static void indirectCalls(Code code, int type) {
        var i = code.local(I32);
        var sum = code.local(I32);
        code.loop();
        mix(code, sum, i);
        code.get(sum).get(i).op(I32_ADD).i32(0).callIndirect(type).set(sum);
        code.get(i).i32(1).op(I32_ADD).tee(i).get(0).op(I32_LT_S).brIf(0).end();
        code.get(sum);
    }
}
