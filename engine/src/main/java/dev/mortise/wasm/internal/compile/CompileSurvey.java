package dev.mortise.wasm.internal.compile;

import dev.mortise.wasm.internal.CompiledFunction;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Compiles a module's functions in order to tell what becomes of them. The sizes are read from the class files. */
public final class CompileSurvey {

    private final ModuleCompiler compiler;

    /** A survey of what this compiler makes. */
    public CompileSurvey(ModuleCompiler compiler) {
        this.compiler = compiler;
    }

    /** What comes together in one method or several. */
    private static final class Sizes {

        private long bytecode;
        private int methods;
        private int biggest;

        void add(int method) {
            bytecode += method;
            methods++;
            biggest = Math.max(biggest, method);
        }
    }

    /** Compiles everything, on as many threads as the machine has processors; tells of the functions in their order. */
    public void run(Consumer<CompiledFunction> taker) {
        var tasks = new ArrayList<Callable<List<CompiledFunction>>>();
        for (var i = 0; i < compiler.functionsClasses(); i++) {
            var chunk = i;
            tasks.add(() -> functions(compiler.functions(chunk)));
        }
        OrderedWork.run(tasks, functions -> functions.forEach(taker));
    }

    private List<CompiledFunction> functions(FunctionsClass made) {
        var owners = new HashMap<String, Sizes>();
        made.functions().forEach(each -> owners.put(compiler.names().method(each.function()), new Sizes()));
        for (var method : ClassFile.of().parse(made.bytes()).methods()) {
            var name = method.methodName().stringValue();
            // A piece has its function's name and a number; what else is in the class belongs to no function.
            var owner = owners.containsKey(name) ? owners.get(name) : owners.get(Pieces.functionOf(name));
            if (owner != null) {
                owner.add(bytecode(method));
            }
        }
        return made.functions().stream().map(each -> {
            var sizes = owners.getOrDefault(compiler.names().method(each.function()), new Sizes());
            return new CompiledFunction(each.function(), sizes.bytecode, sizes.methods, sizes.biggest,
                    Optional.ofNullable(each.cut()), each.bulkLoops(), Optional.ofNullable(each.refusal()));
        }).toList();
    }

    private static int bytecode(MethodModel method) {
        return method.code().map(code -> ((CodeAttribute) code).codeLength()).orElse(0);
    }
}
