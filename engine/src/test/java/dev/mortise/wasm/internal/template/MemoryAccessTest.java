package dev.mortise.wasm.internal.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HotSpot decides by a method's length which of its compilers inlines it. */
class MemoryAccessTest {

    /** The default of both {@code C1MaxInlineSize} and {@code MaxInlineSize}. */
    private static final int MOST_FOR_C1 = 35;
    /** What the compiler's estimates suppose. */
    private static final int MOST = 45;

    @ParameterizedTest
    @ValueSource(classes = {MemoryAccess.class, OtherMemoryAccess.class})
    void accessesThroughViewsAreForC2Alone(Class<?> type) throws IOException {
        var name = type.getSimpleName() + ".class";
        try (var file = Objects.requireNonNull(type.getResourceAsStream(name))) {
            var throughViews = ClassFile.of().parse(file.readAllBytes()).methods().stream()
                    .filter(MemoryAccessTest::usesView).toList();
            assertThat(throughViews).hasSizeGreaterThan(30);
            assertThat(throughViews).allSatisfy(method -> assertThat(bytes(method))
                    .as(method.methodName().stringValue()).isBetween(MOST_FOR_C1 + 1, MOST));
        }
    }

    private static boolean usesView(MethodModel method) {
        return method.code().orElseThrow().elementStream().anyMatch(element -> element instanceof InvokeInstruction call
                && call.owner().asInternalName().equals("java/lang/invoke/VarHandle"));
    }

    private static int bytes(MethodModel method) {
        return ((CodeAttribute) method.code().orElseThrow()).codeLength();
    }
}
