package dev.mortise.benchmarks.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mortise.wasm.internal.binary.ModuleDecoder;
import dev.mortise.wasm.internal.compile.CompileOptions;
import dev.mortise.wasm.internal.compile.ModuleCompiler;
import dev.mortise.wasm.internal.runtime.ClassSource;
import dev.mortise.wasm.internal.validate.ModuleValidator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that other people have built do their work, and the JVM can compile all of their functions. */
class ProgramsTest {

    /** HotSpot compiles no method with more bytes of bytecode. */
    private static final int HUGE_METHOD_LIMIT = 8_000;

    /** As deep as an application gives to interpreters. */
    private static final long STACK_BYTES = 64L << 20;

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_NONE, names = ".*_(STEADY|LOOP|LONG)")
    void comesToItsResult(Work work) throws Exception {
        var files = FetchedPrograms.with(work.module());

        assertThat(work.mistake(output(work, files))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"prism", "quickjs", "graphviz", "sqlite", "go", "python", "ruby"})
    void hasNoMethodThatHotSpotDoesNotCompile(String program) throws IOException {
        var bytes = Files.readAllBytes(FetchedPrograms.with(program).program(program));
        var definition = ModuleDecoder.decode(bytes);
        var compiler = new ModuleCompiler(definition, ModuleValidator.validate(definition), program,
                CompileOptions.forThisJvm());
        var methods = 0;
        var tooBig = new ArrayList<String>();

        for (var i = 0; i < compiler.functionsClasses(); i++) {
            for (var method : ClassFile.of().parse(compiler.moduleClass(ClassSource.FUNCTIONS + i)).methods()) {
                var length = method.findAttribute(Attributes.code()).map(code -> code.codeLength()).orElse(0);
                methods++;
                if (length > HUGE_METHOD_LIMIT) {
                    tooBig.add(method.methodName() + ": " + length);
                }
            }
        }

        assertThat(methods).isGreaterThanOrEqualTo(definition.bodies().size());
        assertThat(tooBig).isEmpty();
    }

    /** What a program prints in this JVM; it ends with exit code 0. */
    static String output(Work work, ProgramFiles files) throws InterruptedException {
        var output = new ByteArrayOutputStream();
        var failures = new ArrayList<Throwable>();
        var code = new int[]{-1};
        var runner = new Thread(null, () -> {
            try {
                code[0] = MortiseHost.run(work.linked(files), Optional.empty(),
                        new ByteArrayInputStream(work.input(files)), output);
            } catch (IOException e) {
                failures.add(e);
            }
        }, "program", STACK_BYTES);
        runner.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
        runner.start();
        runner.join();
        assertThat(failures).isEmpty();
        assertThat(code[0]).isZero();
        return output.toString(StandardCharsets.UTF_8);
    }
}
