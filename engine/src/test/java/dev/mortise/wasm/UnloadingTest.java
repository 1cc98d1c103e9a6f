package dev.mortise.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mortise.wasm.build.Code;
import dev.mortise.wasm.build.ModuleBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.StackWalker.Option;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Nothing holds on to what the host has dropped: neither an instance, nor a module, nor the classes of its code. */
class UnloadingTest {

    private static final int MODULES = 50;

    /** The class loaders of guest code that called the host. */
    private final List<WeakReference<ClassLoader>> guestLoaders = new ArrayList<>();
    private final Imports imports = Imports.builder()
            .function("host", "increment", HostFunction.of(IntUnaryOperator.class, this::increment))
            .function("host", "mix", HostFunction.of(LongBinaryOperator.class, (x, y) -> 31 * x + y))
            .function("host", "scale", HostFunction.of(DoubleUnaryOperator.class, x -> x / 2 + 1))
            .function("host", "blend", HostFunction.of(
                    FunctionType.of(NumberType.I32, NumberType.I64, NumberType.F32).returning(NumberType.I32),
                    (caller, arguments) -> new Object[]{
                        (int) arguments[0] + (int) (long) arguments[1] + (int) (float) arguments[2]}))
            .build();

    @Test
    void aDroppedModuleIsCollectedAndSoAreItsClasses() {
        var modules = IntStream.range(0, MODULES).mapToObj(i -> new WeakReference<>(usedModule())).toList();
        assertThat(guestLoaders).hasSize(MODULES).doesNotHaveDuplicates();
        assertThat(areCollected(modules)).isTrue();
        assertThat(areCollected(guestLoaders)).isTrue();
    }

    @Test
    void aDroppedInstanceIsCollectedWhileItsModuleLives() {
        var module = usedModule();
        var instances = IntStream.range(0, MODULES).mapToObj(i -> new WeakReference<>(usedInstance(module))).toList();
        assertThat(areCollected(instances)).isTrue();
        assertThat(run(module.instantiate(imports))).isEqualTo(5);
    }

    @Test
    void aFunctionAloneKeepsItsInstance() {
        var function = usedModule().instantiate(imports).function("run").as(IntToLongFunction.class);
        System.gc();
        assertThat(function.applyAsLong(1)).isEqualTo(5);
    }

    @Test
    void aDroppedExporterIsCollectedWhileTheModuleThatImportedItLives() {
        var exporter = exporter();
        // One instance a module: with a second one the code of a call would change.
        var importers = IntStream.range(0, 3).mapToObj(i -> importer()).toList();
        var instances = importers.stream().map(importer -> {
            var source = exporter.instantiate();
            var user = importer.instantiate(Imports.builder().instance("host", source).build());
            for (var round = 0; round < 20_000; round++) {
                assertThat(user.function("run").call(round)).containsExactly(round + 1);
            }
            return new WeakReference<>(source);
        }).toList();
        assertThat(areCollected(instances)).isTrue();
        for (var importer : importers) {
            var again = importer.instantiate(Imports.builder().instance("host", exporter.instantiate()).build());
            assertThat(again.function("run").call(1)).containsExactly(2);
        }
    }

    @Test
    void whatAFailedInstantiationWasGivenIsCollected() {
        var builder = new ModuleBuilder();
        builder.importFunction("host", "f", FunctionType.of(NumberType.I32).returning(NumberType.I32));
        builder.importMemory("host", "memory", 1, -1);
        builder.function("run", FunctionType.of(NumberType.I32).returning(NumberType.I32),
                code -> code.get(0).call(0));
        var modules = IntStream.range(0, 3).mapToObj(i -> builder.toModule()).toList();
        var functions = modules.stream().map(module -> {
            var function = HostFunction.of(IntUnaryOperator.class, x -> x + module.imports().size());
            assertThatExceptionOfType(LinkException.class).isThrownBy(
                    () -> module.instantiate(Imports.builder().function("host", "f", function).build()));
            return new WeakReference<>(function);
        }).toList();
        assertThat(areCollected(functions)).isTrue();
        assertThat(modules).allSatisfy(module -> assertThat(module.imports()).hasSize(2));
    }

    /** With a memory of 64 MiB, so that a leak of these is soon seen by others, too. */
    private static Module exporter() {
        var builder = new ModuleBuilder().memory(1_024, -1).export("memory", 2, 0);
        builder.function("f", FunctionType.of(NumberType.I32).returning(NumberType.I32),
                code -> code.get(0).i32(1).op(Code.I32_ADD));
        return builder.toModule();
    }

    private static Module importer() {
        var builder = new ModuleBuilder();
        builder.importFunction("host", "f", FunctionType.of(NumberType.I32).returning(NumberType.I32));
        builder.function("run", FunctionType.of(NumberType.I32).returning(NumberType.I32),
                code -> code.get(0).call(0));
        return builder.toModule();
    }

    private int increment(int x) {
        var loader = StackWalker.getInstance(Option.RETAIN_CLASS_REFERENCE).walk(frames -> frames
                .map(StackWalker.StackFrame::getDeclaringClass)
                .filter(type -> type.getName().startsWith("wasm.")).findFirst().orElseThrow()).getClassLoader();
        if (guestLoaders.stream().noneMatch(known -> known.refersTo(loader))) {
            guestLoaders.add(new WeakReference<>(loader));
        }
        return x + 1;
    }

    private Module usedModule() {
        var module = Module.parse(wasm());
        usedInstance(module);
        return module;
    }

    private Instance usedInstance(Module module) {
        var instance = module.instantiate(imports);
        assertThat(run(instance)).isEqualTo(5);
        return instance;
    }

    private static long run(Instance instance) {
        return instance.function("run").as(IntToLongFunction.class).applyAsLong(1);
    }

    private static byte[] wasm() {
        try {
            return Files.readAllBytes(Path.of(System.getProperty("mortise.root"), "guests", "wat", "imports.wasm"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A collection may clear only some; a leak is what many leave standing. */
    private static boolean areCollected(List<? extends WeakReference<?>> references) {
        for (int attempt = 0; attempt < 20; attempt++) {
            System.gc();
            if (references.stream().allMatch(reference -> reference.refersTo(null))) {
                return true;
            }
        }
        return false;
    }
}
