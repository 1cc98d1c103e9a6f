package dev.mortise.wasm.internal.compile;

import static dev.mortise.wasm.internal.compile.Descriptors.desc;
import static dev.mortise.wasm.internal.compile.Descriptors.method;
import static dev.mortise.wasm.internal.compile.Descriptors.natural;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.mortise.wasm.InvalidModuleException;
import dev.mortise.wasm.InvalidModuleException.Phase;
import dev.mortise.wasm.internal.compile.FunctionsClass.Emitted;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;

/** Stands in for a function that cannot be compiled: whoever calls it is told why, and all others go on working. */
final class RefusedFunction {

    private RefusedFunction() {}

    static Emitted emit(ModuleCompiler module, ClassBuilder builder, int function, String detail) {
        var definition = module.definition();
        var phase = desc(Phase.class);
        var exception = desc(InvalidModuleException.class);
        builder.withMethodBody(module.names().method(function),
                natural(definition.functionType(function), module.instanceDesc()),
                ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                code -> code.new_(exception).dup().getstatic(phase, Phase.LIMIT.name(), phase)
                        .loadConstant(detail).loadConstant((long) definition.body(function).start())
                        .loadConstant(definition.describeFunction(function))
                        .invokespecial(exception, "<init>", method(CD_void, phase, CD_String, CD_long, CD_String))
                        .athrow());
        return new Emitted(function, null, 0, detail);
    }
}
