package dev.mortise.wasm.internal.compile;

import dev.mortise.wasm.AheadOfTime;
import dev.mortise.wasm.Module;
import dev.mortise.wasm.Mortise;
import dev.mortise.wasm.internal.ahead.Facts;
import dev.mortise.wasm.internal.ahead.Layout;
import dev.mortise.wasm.internal.ahead.Variant;
import dev.mortise.wasm.internal.binary.ModuleDefinition;
import dev.mortise.wasm.internal.cache.EngineBuild;
import dev.mortise.wasm.internal.runtime.ClassSource;
import dev.mortise.wasm.internal.runtime.SignatureClasses;
import dev.mortise.wasm.internal.validate.Declarations;
import dev.mortise.wasm.internal.validate.ModuleValidator;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Makes all that a module needs to run without the compiler: the classes of every variant, and what has to be known of
 * it. What comes out depends on nothing but the module, its name, the accessor's, the options and the engine, as long as
 * no function needs nearly all the stack of the thread that compiles it.
 */
public final class AheadOfTimeCompiler {

    private final ModuleDefinition definition;
    private final Declarations declarations;
    private final String moduleName;
    private final Layout layout;
    private final ModuleCompiler plain;
    private final Map<Variant, ModuleCompiler> others = new LinkedHashMap<>();
    /** Functions that cannot be compiled, and why; filled by all threads. */
    private final Map<Integer, String> refused = new ConcurrentSkipListMap<>();

    /** Takes a part; called on one thread, in an order that is always the same. */
    @FunctionalInterface
    public interface Target {
        /**
         * @param path with slashes, as in a jar
         */
        void add(String path, byte[] contents) throws IOException;
    }

    /** Is told how many classes are made, of how many. */
    @FunctionalInterface
    public interface Progress {
        void made(int classes, int all);
    }

    /** A part that is or will be made. */
    private record Part(String path, byte[] contents) {}

    /** What one task makes: the same class in all variants where it differs. */
    private record Parts(int number, List<Variant> differing, List<Part> parts) {}

    /**
     * Validates a module.
     *
     * @param accessor the binary name of the class that will give the module
     * @param withFuel whether to compile code that pays for its instructions, too
     * @throws dev.mortise.wasm.InvalidModuleException if it is invalid
     */
    public AheadOfTimeCompiler(ModuleDefinition definition, String fileName, String accessor, boolean withFuel) {
        this.definition = definition;
        this.moduleName = definition.names().module().orElse(fileName);
        this.layout = new Layout(accessor);
        this.declarations = ModuleValidator.validate(definition);
        this.plain = compiler(Variant.PLAIN);
        Variant.others(withFuel).forEach(variant -> others.put(variant, compiler(variant)));
    }

    private ModuleCompiler compiler(Variant variant) {
        var usual = CompileOptions.usual(variant.countsRounds());
        return new ModuleCompiler(definition, declarations, moduleName, layout.packageName(),
                variant.isMetered() ? usual.metered() : usual);
    }

    /** What was asked for beside the usual, in words for a manifest. */
    public String options() {
        var options = new ArrayList<String>();
        if (others.keySet().stream().anyMatch(Variant::isMetered)) {
            options.add("fuel");
        }
        if (!CompileOptions.usual(false).hasBulkLoops()) {
            options.add("no-bulk-loops");
        }
        return options.isEmpty() ? "none" : String.join(" ", options);
    }

    /**
     * Compiles everything, on as many threads as the machine has processors.
     *
     * @param refusals is told in the end, in words, of each function that cannot be compiled
     * @throws IOException what the target throws
     */
    public void compile(Target target, Progress progress, Consumer<String> refusals) throws IOException {
        var tasks = tasks();
        var differing = new LinkedHashMap<Variant, BitSet>();
        others.keySet().forEach(variant -> differing.put(variant, new BitSet()));
        target.add(layout.module(), definition.bytes());
        target.add(layout.accessorFile(), accessor());
        var made = new AtomicInteger();
        OrderedWork.<Parts, IOException>run(tasks, parts -> {
            for (var part : parts.parts) {
                target.add(part.path, part.contents);
            }
            parts.differing.forEach(
                    variant -> differing.computeIfAbsent(variant, each -> new BitSet()).set(parts.number));
            progress.made(made.incrementAndGet(), tasks.size());
        });
        target.add(layout.facts(), new Facts(Mortise.VERSION, EngineBuild.ofRuntime().orElse(""), moduleName,
                plain.functionsClasses(), ModuleCompiler.IMPORTS_A_CLASS, differing).toBytes());
        refused.forEach((function, reason) -> refusals.accept("function " + definition.describeFunction(function)
                + " cannot be compiled, and fails when it is called: " + reason));
    }

    private List<Callable<Parts>> tasks() {
        var tasks = new ArrayList<Callable<Parts>>();
        for (var i = 0; i < plain.functionsClasses(); i++) {
            var number = i;
            tasks.add(() -> functions(number));
        }
        tasks.add(() -> same(ClassSource.INSTANCE));
        for (var i = 0; i < definition.importedFunctions(); i += ModuleCompiler.IMPORTS_A_CLASS) {
            var name = ClassSource.IMPORTS + plain.importsClassOf(i);
            tasks.add(() -> same(name));
        }
        for (var i = definition.importedFunctions(); i < definition.functionCount(); i++) {
            // Nobody gets hold of any other.
            if (declarations.isDeclared(i) || i == definition.start()) {
                var name = ClassSource.REFERENCE + i;
                tasks.add(() -> same(name));
            }
        }
        for (var type : new LinkedHashSet<>(definition.types())) {
            tasks.add(() -> parts(new Part(layout.signatureClass(SignatureClasses.nameOf(type)),
                    plain.signatureClass(type)),
                    new Part(layout.signatureClass(SignatureClasses.hostNameOf(type)),
                            plain.hostReferenceClass(type))));
        }
        return tasks;
    }

    /** Classes that all variants have in common. */
    private Parts same(String simpleName) {
        return parts(new Part(layout.moduleClass(Variant.PLAIN, simpleName), plain.moduleClass(simpleName)));
    }

    private static Parts parts(Part... parts) {
        return new Parts(0, List.of(), List.of(parts));
    }

    private Parts functions(int number) {
        var name = ClassSource.FUNCTIONS + number;
        var made = new HashMap<Variant, byte[]>();
        var differing = new ArrayList<Variant>();
        var parts = new ArrayList<Part>();
        var bytes = functions(plain, Variant.PLAIN, number);
        made.put(Variant.PLAIN, bytes);
        parts.add(new Part(layout.moduleClass(Variant.PLAIN, name), bytes));
        others.forEach((variant, compiler) -> {
            var other = functions(compiler, variant, number);
            var found = variant.inOrder().stream().filter(made::containsKey).findFirst().orElseThrow();
            if (!Arrays.equals(other, made.get(found))) {
                made.put(variant, other);
                differing.add(variant);
                parts.add(new Part(layout.moduleClass(variant, name), other));
            }
        });
        return new Parts(number, differing, parts);
    }

    /** The plain compilation comes first, and what that refuses the others refuse as well. */
    private byte[] functions(ModuleCompiler compiler, Variant variant, int number) {
        var made = compiler.functions(number);
        for (var each : made.functions()) {
            var reason = each.refusal();
            if (reason != null) {
                refused.putIfAbsent(each.function(),
                        variant.isMetered() ? reason + ", with code that pays for fuel" : reason);
            }
        }
        return made.bytes();
    }

    /** {@code public static Module module()}. */
    private byte[] accessor() {
        var self = ClassDesc.of(layout.accessor());
        var module = Descriptors.desc(Module.class);
        return ClassFile.of().build(self, builder -> builder
                .withVersion(ModuleCompiler.CLASS_VERSION, 0)
                .withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                .withMethodBody("module", Descriptors.method(module), ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                        code -> code.loadConstant(self).invokestatic(Descriptors.desc(AheadOfTime.class), "module",
                                Descriptors.method(module, Descriptors.desc(Class.class))).areturn()));
    }
}
