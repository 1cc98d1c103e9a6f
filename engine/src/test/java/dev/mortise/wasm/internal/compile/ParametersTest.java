package dev.mortise.wasm.internal.compile;

import static dev.mortise.wasm.NumberType.I32;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.build.Code;
import dev.mortise.wasm.build.ModuleBuilder;
import dev.mortise.wasm.internal.binary.ModuleDecoder;
import dev.mortise.wasm.internal.runtime.ClassSource;
import dev.mortise.wasm.internal.validate.ModuleValidator;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HotSpot's C2 does not compile a method that has, and passes on, so many parameters that its masks cannot name them. */
class ParametersTest {

    /** As many were seen to be compiled: 36 and 36, 60 and 10, 10 and 60; and 80 not. */
    private static final int MOST = 72;

    /** An interpreter with so many locals that live as long as it, one in five of whose operations is long. */
    @ParameterizedTest
    @ValueSource(ints = {10, 30, 40, 60, 70, 100, 200})
    void methodsAndWhatTheyCallStayBelowTheLimit(int locals) {
        var arms = 250;
        var builder = new ModuleBuilder();
        builder.function("interpret", FunctionType.of(I32).returning(I32), code -> {
            code.locals(locals, I32).loop().block();
            for (var arm = 0; arm < arms; arm++) {
                code.block();
            }
            code.get(0).brTable(IntStream.rangeClosed(0, arms).toArray());
            for (var arm = 0; arm < arms; arm++) {
                code.end();
                for (var k = 0; k < (arm % 5 == 0 ? 13 : 1); k++) {
                    var local = 1 + (arm * 7 + k) % locals;
                    code.get(1).get(local).op(Code.I32_ADD).i32(arm).op(Code.I32_ADD).set(k % 2 == 0 ? local : 1);
                }
                code.get(0).i32(7).op(Code.I32_ADD).set(0).br(arms - arm);
            }
            code.end().end().get(1);
            for (var local = 2; local <= locals; local++) {
                code.get(local).op(Code.I32_ADD);
            }
        });
        var definition = ModuleDecoder.decode(builder.toBytes());
        var compiler = new ModuleCompiler(definition, ModuleValidator.validate(definition), "locals",
                new CompileOptions(CompileOptions.METHOD_BYTES, false));
        var methods = ClassFile.of().parse(compiler.moduleClass(ClassSource.FUNCTIONS + 0)).methods();

        assertThat(methods).hasSizeGreaterThan(2).allSatisfy(method -> {
            var passed = 0;
            for (var element : method.findAttribute(Attributes.code()).orElseThrow().elementList()) {
                if (element instanceof InvokeInstruction call) {
                    passed = Math.max(passed, call.typeSymbol().parameterCount());
                }
            }
            assertThat(method.methodTypeSymbol().parameterCount() + passed).as(method.methodName().stringValue())
                    .isLessThanOrEqualTo(MOST);
        });
    }
}
