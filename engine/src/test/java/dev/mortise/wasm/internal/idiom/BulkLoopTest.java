package dev.mortise.wasm.internal.idiom;

import static dev.mortise.wasm.NumberType.I32;
import static dev.mortise.wasm.NumberType.I64;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.build.Code;
import dev.mortise.wasm.build.ModuleBuilder;
import dev.mortise.wasm.internal.LoadedModule;
import dev.mortise.wasm.internal.binary.CodeReader;
import dev.mortise.wasm.internal.binary.Instruction;
import dev.mortise.wasm.internal.idiom.BulkLoop.Copy;
import dev.mortise.wasm.internal.idiom.BulkLoop.Fetch;
import dev.mortise.wasm.internal.idiom.BulkLoop.Fill;
import dev.mortise.wasm.internal.idiom.BulkLoop.Put;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which loops are idioms. Locals 0 to 2 are addresses and numbers, 3 and 4 numbers of 64 bits, 5 is a byte. */
class BulkLoopTest {

    private static final int I64_EQZ = 0x50;
    private static final int I64_NE = 0x52;
    private static final int I64_LT_U = 0x54;
    private static final int FETCH = 0;
    private static final int PUT = 1;

    @Test
    void thePdksLoopThatReadsItsInput() {
        assertThat(find(code -> code.loop().get(0).get(3).call(FETCH).with(0x37, 0, 0).get(0).i32(8).op(Code.I32_ADD)
                .set(0).get(4).get(3).i64(8).op(Code.I64_ADD).tee(3).op(I64_NE).brIf(0).end()))
                .isInstanceOf(Fetch.class);
        assertThat(find(code -> code.loop().get(0).get(3).call(FETCH).with(0x3c, 0, 0).get(0).i32(1).op(Code.I32_ADD)
                .set(0).get(3).i64(1).op(Code.I64_ADD).tee(3).get(4).op(I64_LT_U).brIf(0).br(1).end()))
                .isInstanceOf(Fetch.class);
    }

    @Test
    void thePdksLoopThatWritesItsOutput() {
        assertThat(find(code -> code.loop().get(3).get(0).with(0x29, 0, 0).call(PUT).get(3).i64(8).op(Code.I64_ADD)
                .set(3).get(0).i32(8).op(Code.I32_ADD).set(0).get(4).i64(-1).op(Code.I64_ADD).tee(4)
                .op(I64_EQZ, Code.I32_EQZ).brIf(0).end())).isInstanceOf(Put.class);
    }

    @Test
    void memcpyOfBytes() {
        assertThat(find(code -> code.loop().get(0).get(1).load8(0).with(0x3a, 0, 0).get(0).i32(1).op(Code.I32_ADD)
                .set(0).get(1).i32(1).op(Code.I32_ADD).set(1).get(2).i32(-1).op(Code.I32_ADD).tee(2).brIf(0).end()))
                .isInstanceOfSatisfying(Copy.class, copy -> assertThat(copy.step()).isEqualTo(1));
    }

    @Test
    void memmoveDownwards() {
        assertThat(find(code -> code.loop().get(0).get(2).op(Code.I32_ADD).i32(-4).op(Code.I32_ADD).get(1).get(2)
                .op(Code.I32_ADD).i32(-4).op(Code.I32_ADD).load32(0).store32(0).get(2).i32(-4).op(Code.I32_ADD).tee(2)
                .brIf(0).end())).isInstanceOfSatisfying(Copy.class, copy -> assertThat(copy.step()).isEqualTo(-4));
    }

    @Test
    void memcpyUnrolled() {
        assertThat(find(code -> code.loop().get(0).get(1).load32(4).store32(4).get(0).get(1).load32(0).store32(0).get(0)
                .i32(8).op(Code.I32_ADD).set(0).get(1).i32(8).op(Code.I32_ADD).set(1).get(0).get(2).op(Code.I32_LT_U)
                .brIf(0).end())).isInstanceOfSatisfying(Copy.class, copy -> assertThat(copy.step()).isEqualTo(8));
    }

    @Test
    void memsetAsAssemblyScriptHasIt() {
        assertThat(find(code -> code.loop().get(1).get(2).op(Code.I32_LT_S).ifThen().get(0).get(1).i32(2).op(0x74)
                .op(Code.I32_ADD).i32(0).store32(16).get(1).i32(1).op(Code.I32_ADD).set(1).br(1).end().end()))
                .isInstanceOfSatisfying(Fill.class, fill -> assertThat(fill.step()).isEqualTo(4));
    }

    @Test
    void nothingThatLeavesBytesOut() {
        assertThat(find(code -> code.loop().get(0).i32(0).with(0x3a, 0, 0).get(0).i32(2).op(Code.I32_ADD).tee(0).get(2)
                .op(Code.I32_LT_U).brIf(0).end())).isNull();
    }

    @Test
    void nothingThatAddsUp() {
        assertThat(find(code -> code.loop().get(0).get(5).with(0x3a, 0, 0).get(5).get(1).load8(0).op(Code.I32_ADD)
                .set(5).get(0).i32(1).op(Code.I32_ADD).tee(0).get(2).op(Code.I32_LT_U).brIf(0).end())).isNull();
    }

    @Test
    void nothingWithAnotherEffect() {
        assertThat(find(code -> code.loop().get(0).i32(0).with(0x3a, 0, 0).get(0).globalSet(0).get(0).i32(1)
                .op(Code.I32_ADD).tee(0).get(2).op(Code.I32_LT_U).brIf(0).end())).isNull();
    }

    @Test
    void nothingThatEndsByWhatItLoads() {
        assertThat(find(code -> code.loop().get(0).get(1).load8(0).tee(5).with(0x3a, 0, 0).get(0).i32(1)
                .op(Code.I32_ADD).set(0).get(1).i32(1).op(Code.I32_ADD).set(1).get(5).brIf(0).end())).isNull();
    }

    @Test
    void nothingThatComesNearerByTheLeastNumber() {
        assertThat(find(code -> code.loop().get(0).i32(0).with(0x3a, 0, 0).get(0).i32(1).op(Code.I32_ADD).set(0).get(3)
                .i64(Long.MIN_VALUE).op(Code.I64_ADD).tee(3).get(4).op(I64_NE).brIf(0).end())).isNull();
    }

    /** Each condition of a loop may name the sum of all locals: that would be long code for a short loop. */
    @Test
    void nothingThatIsLongToSay() {
        assertThat(find(code -> {
            code.loop().get(0).i32(0).with(0x3a, 0, 0);
            for (var k = 0; k < 4; k++) {
                code.get(0).get(2).op(Code.I32_LT_U, Code.I32_EQZ).brIf(1);
            }
            code.get(0).i32(1).op(Code.I32_ADD).tee(0).get(2).op(Code.I32_LT_U).brIf(0).end();
        })).isNull();
        assertThat(find(code -> code.loop().get(0).get(1).op(Code.I32_ADD).get(2).op(Code.I32_ADD).get(5)
                .op(Code.I32_ADD).i32(0).with(0x3a, 0, 0).get(0).i32(1).op(Code.I32_ADD).tee(0).get(2)
                .op(Code.I32_LT_U).brIf(0).end())).isNull();
    }

    /** Loops inside of such a loop would each be read by all around them. */
    @Test
    void nothingThatSkipsMuch() {
        assertThat(find(code -> fillThatSkips(code, 50))).isInstanceOf(Fill.class);
        assertThat(find(code -> fillThatSkips(code, 1_000))).isNull();
    }

    private static void fillThatSkips(Code code, int instructions) {
        code.loop().block().get(0).get(2).op(Code.I32_LT_U).brIf(0);
        for (var i = 0; i < instructions; i++) {
            code.get(0).globalSet(0);
        }
        code.op(Code.UNREACHABLE).end();
        code.get(0).i32(0).with(0x3a, 0, 0).get(0).i32(1).op(Code.I32_ADD).tee(0).get(2).op(Code.I32_LT_U).brIf(0)
                .end();
    }

    private static BulkLoop.@Nullable Work find(Consumer<Code> loop) {
        var builder = new ModuleBuilder();
        builder.importFunction("host", "fetch", FunctionType.of(I64).returning(I64));
        builder.importFunction("host", "put", FunctionType.of(I64, I64));
        builder.memory(1, 1);
        builder.global(I32, true, code -> code.i32(0));
        builder.function("f", FunctionType.of(I32, I32, I32, I64, I64), code -> {
            code.local(I32);
            code.block();
            loop.accept(code);
            code.end();
        });
        var module = LoadedModule.load("idiom.wasm", builder.toBytes()).definition();
        var body = module.body(2);
        var reader = new CodeReader(module, body.start(), body.end());
        // One group of locals, one of these.
        reader.u32();
        reader.u32();
        reader.valueType();
        while (reader.next() != Instruction.LOOP) {
            assertThat(reader.remaining()).isPositive();
        }
        var found = BulkLoop.find(module, reader.position(), body.end());
        return found == null ? null : found.work();
    }
}
