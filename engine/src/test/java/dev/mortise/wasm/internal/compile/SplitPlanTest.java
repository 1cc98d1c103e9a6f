package dev.mortise.wasm.internal.compile;

import static dev.mortise.wasm.ValueType.I32;
import static dev.mortise.wasm.build.Mixing.mix;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.build.Code;
import dev.mortise.wasm.build.ModuleBuilder;
import dev.mortise.wasm.internal.binary.ModuleDecoder;
import dev.mortise.wasm.internal.compile.SplitPlan.Region;
import dev.mortise.wasm.internal.validate.FunctionValidator;
import dev.mortise.wasm.internal.validate.ModuleValidator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitPlanTest {

    private static final FunctionType TYPE = FunctionType.of(I32).returning(I32);

    private static ModuleCompiler compiler(CompileOptions options, Consumer<Code> content) {
        var builder = new ModuleBuilder();
        builder.function("f", TYPE, content);
        var definition = ModuleDecoder.decode(builder.toBytes());
        return new ModuleCompiler(definition, ModuleValidator.validate(definition), "plan", options);
    }

    private static List<Region> regions(int methodBytes, Consumer<Code> content) {
        var options = new CompileOptions(methodBytes, false);
        var compiler = compiler(options, content);
        var validator = new FunctionValidator(compiler.definition(), compiler.declarations(), 0);
        var scan = new BodyScan(compiler.definition(), 0, validator.reader().position(), options);
        var plan = SplitPlan.of(scan, compiler, 0, validator.locals());
        return Objects.requireNonNull(plan).regions();
    }

    /** Before the table is a tower so high that what is around it is cut into runs; those take in some of the arms. */
    @ParameterizedTest
    @ValueSource(ints = {200, 400, 800, 2_000})
    void nothingIsCutTwice(int methodBytes) {
        var arms = 60;
        var regions = regions(methodBytes, code -> {
            code.block();
            for (var arm = 0; arm < arms; arm++) {
                code.block();
            }
            var levels = 150;
            for (var d = 0; d < levels; d++) {
                code.block();
                content(code, methodBytes);
            }
            for (var d = 0; d < levels; d++) {
                content(code, methodBytes);
                code.end();
            }
            code.get(0).brTable(IntStream.range(0, arms).toArray());
            for (var arm = 0; arm < arms; arm++) {
                code.end();
                for (var k = 0; k < 5 + arm % 7 * methodBytes / 100; k++) {
                    mix(code, k);
                }
                code.br(arms - 1 - arm);
            }
            code.end().get(0);
        });
        assertThat(regions).hasSizeGreaterThan(arms / 2).extracting(Region::start, Region::end).doesNotHaveDuplicates();
    }

    private static void content(Code code, int methodBytes) {
        for (var k = 0; k < methodBytes / 12; k++) {
            mix(code, k);
        }
    }

    /** What is too deep for one thread's stack another one compiles: that must not be kept. */
    @Test
    void aClassThatWantsMoreStackIsNotRepeatable() throws InterruptedException {
        for (var stackBytes : new long[]{256 << 10, 64 << 20}) {
            var compiler = compiler(new CompileOptions(200, false), code -> {
                for (var d = 0; d < 1_500; d++) {
                    code.block();
                    content(code, 200);
                }
                for (var d = 0; d < 1_500; d++) {
                    content(code, 200);
                    code.end();
                }
                code.get(0);
            });
            var isRepeatable = new AtomicBoolean();
            var thread = new Thread(null, () -> {
                compiler.moduleClass("Functions0");
                isRepeatable.set(compiler.isRepeatable("Functions0"));
            }, "stack", stackBytes);
            thread.start();
            thread.join();
            assertThat(isRepeatable.get()).as("with a stack of %s bytes", stackBytes).isEqualTo(stackBytes > 1 << 20);
        }
    }
}
