package dev.mortise.wasm.internal.compile;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.internal.binary.Excerpt;
import dev.mortise.wasm.internal.binary.ModuleDefinition;
import dev.mortise.wasm.internal.compile.FunctionsClass.Emitted;
import dev.mortise.wasm.internal.runtime.ClassSource;
import dev.mortise.wasm.internal.validate.Declarations;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ShortJumpsOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Emits the classes of a validated module, each when it is asked for. They are a pure function of the module's bytes,
 * the engine's version and the options, but for functions that need more stack than their compiler had. Safe for use by
 * several threads.
 */
public final class ModuleCompiler implements ClassSource {

    /** Functions share a class until their bodies have this many bytes: few enough to compile little in vain. */
    private static final int CHUNK_BYTES = 8_192;
    /** Or until it holds this many. */
    private static final int CHUNK_FUNCTIONS = 64;
    static final int IMPORTS_A_CLASS = 200;
    /** Class files of Java 25. */
    static final int CLASS_VERSION = 69;

    private static final ClassFile CLASS_FILE = ClassFile.of(StackMapsOption.DROP_STACK_MAPS,
            ShortJumpsOption.FAIL_ON_SHORT_JUMPS);

    private final ModuleDefinition definition;
    private final Declarations declarations;
    private final CompileOptions options;
    private final String sourceFile;
    private final String packageName;
    private final Names names;
    private final StaticTables staticTables;
    private final InstanceClass instanceClass;
    private final ClassDesc instanceDesc;
    private final int[] chunkOf;
    private final List<Integer> chunkStarts = new ArrayList<>();
    /** Simple names of classes in which functions were refused for want of stack. */
    private final Set<String> shortOfStack = ConcurrentHashMap.newKeySet();

    /**
     * A compiler for a module that was validated.
     *
     * @param moduleName what to show in stack traces
     */
    public ModuleCompiler(ModuleDefinition definition, Declarations declarations, String moduleName,
            CompileOptions options) {
        this(definition, declarations, moduleName, Names.packageOf(moduleName), options);
    }

    /** The same for classes that stand in a package of this name. */
    public ModuleCompiler(ModuleDefinition definition, Declarations declarations, String moduleName,
            String packageName, CompileOptions options) {
        this.options = options;
        this.definition = definition;
        this.declarations = declarations;
        this.sourceFile = Names.legal(moduleName);
        this.packageName = packageName;
        this.names = new Names(definition);
        this.staticTables = new StaticTables(definition, declarations);
        this.instanceDesc = classDesc(INSTANCE);
        this.instanceClass = new InstanceClass(definition, instanceDesc);
        this.chunkOf = chunks();
    }

    private int[] chunks() {
        var chunks = new int[definition.bodies().size()];
        var bytes = 0;
        for (var i = 0; i < chunks.length; i++) {
            bytes += definition.bodies().get(i).length();
            var isNew = chunkStarts.isEmpty() || bytes > CHUNK_BYTES
                    || i - chunkStarts.getLast() >= CHUNK_FUNCTIONS;
            if (isNew) {
                chunkStarts.add(i);
                bytes = definition.bodies().get(i).length();
            }
            chunks[i] = chunkStarts.size() - 1;
        }
        return chunks;
    }

    ModuleDefinition definition() {
        return definition;
    }

    Declarations declarations() {
        return declarations;
    }

    StaticTables staticTables() {
        return staticTables;
    }

    CompileOptions options() {
        return options;
    }

    Names names() {
        return names;
    }

    InstanceClass instanceClass() {
        return instanceClass;
    }

    ClassDesc instanceDesc() {
        return instanceDesc;
    }

    /** The class that holds a function with a body. */
    ClassDesc functionsClass(int function) {
        return classDesc(FUNCTIONS + chunkOf[function - definition.importedFunctions()]);
    }

    /** The class that holds the call site of an import. */
    ClassDesc importsClass(int function) {
        return classDesc(IMPORTS + importsClassOf(function));
    }

    private ClassDesc classDesc(String simpleName) {
        return ClassDesc.of(packageName, simpleName);
    }

    @Override
    public int functionsClasses() {
        return chunkStarts.size();
    }

    @Override
    public int importsClassOf(int function) {
        return function / IMPORTS_A_CLASS;
    }

    @Override
    public String packageName() {
        return packageName;
    }

    @Override
    public byte[] moduleClass(String simpleName) {
        Consumer<ClassBuilder> content;
        if (simpleName.equals(INSTANCE)) {
            content = instanceClass::emit;
        } else if (simpleName.startsWith(FUNCTIONS)) {
            return functions(number(simpleName, FUNCTIONS)).bytes();
        } else if (simpleName.startsWith(IMPORTS)) {
            content = builder -> imports(builder, number(simpleName, IMPORTS));
        } else {
            var function = number(simpleName, REFERENCE);
            content = builder -> ReferenceClasses.function(this, classDesc(simpleName), function, builder);
        }
        return build(classDesc(simpleName), content);
    }

    private static int number(String simpleName, String prefix) {
        return Integer.parseInt(simpleName.substring(prefix.length()));
    }

    private byte[] build(ClassDesc name, Consumer<ClassBuilder> content) {
        return CLASS_FILE.build(name, builder -> {
            builder.withVersion(CLASS_VERSION, 0).with(SourceFileAttribute.of(sourceFile));
            content.accept(builder);
        });
    }

    /**
     * The class of a chunk. If it cannot be built, the functions that do not fit a class even by themselves are left
     * out: a method in place of each says so when it is called, and the others work.
     */
    FunctionsClass functions(int chunk) {
        var name = classDesc(FUNCTIONS + chunk);
        var first = definition.importedFunctions() + chunkStarts.get(chunk);
        var end = definition.importedFunctions()
                + (chunk + 1 < chunkStarts.size() ? chunkStarts.get(chunk + 1) : chunkOf.length);
        try {
            return functions(name, first, end, Map.of());
        } catch (IllegalArgumentException | StackOverflowError e) {
            var refused = new HashMap<Integer, String>();
            for (var function = first; function < end; function++) {
                var reason = end == first + 1 ? why(name, e) : whyTooBig(name, function);
                if (!reason.isEmpty()) {
                    refused.put(function, reason);
                }
            }
            if (refused.isEmpty()) {
                throw e;
            }
            return functions(name, first, end, refused);
        }
    }

    /** Why a function does not fit a class of its own; empty if it does. */
    private String whyTooBig(ClassDesc name, int function) {
        try {
            functions(name, function, function + 1, Map.of());
            return "";
        } catch (IllegalArgumentException | StackOverflowError e) {
            return why(name, e);
        }
    }

    private String why(ClassDesc name, Throwable thrown) {
        if (thrown instanceof StackOverflowError) {
            shortOfStack.add(name.displayName());
            return "its pieces are nested too deep";
        }
        var message = String.valueOf(thrown.getMessage());
        if (message.contains("stack frame")) {
            // Not the function's fault.
            throw new AssertionError("the compiler wrote a stack map that the JVM would refuse", thrown);
        }
        // The class-file library's word for a method over 64 KiB or too many constants.
        return "too big for the JVM even in pieces (" + Excerpt.of(message) + ")";
    }

    @Override
    public boolean isRepeatable(String name) {
        return !shortOfStack.contains(name);
    }

    private FunctionsClass functions(ClassDesc name, int first, int end, Map<Integer, String> refused) {
        var emitted = new ArrayList<Emitted>(end - first);
        var bytes = build(name, builder -> {
            builder.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL | ClassFile.ACC_SUPER);
            var dispatchers = new Dispatchers(this);
            for (var function = first; function < end; function++) {
                var refusal = refused.get(function);
                emitted.add(refusal == null ? FunctionCompiler.compile(this, builder, dispatchers, function)
                        : RefusedFunction.emit(this, builder, function, refusal));
            }
            dispatchers.emit(builder);
        });
        return new FunctionsClass(bytes, emitted);
    }

    private void imports(ClassBuilder builder, int number) {
        var first = number * IMPORTS_A_CLASS;
        var end = Math.min(first + IMPORTS_A_CLASS, definition.importedFunctions());
        ImportsClass.emit(this, classDesc(IMPORTS + number), first, end, builder);
    }

    @Override
    public byte[] signatureClass(FunctionType type) {
        return build(ReferenceClasses.signatureDesc(type), builder -> ReferenceClasses.signature(type, builder));
    }

    @Override
    public byte[] hostReferenceClass(FunctionType type) {
        return build(ReferenceClasses.hostDesc(type), builder -> ReferenceClasses.host(type, builder));
    }
}
