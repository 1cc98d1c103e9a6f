package dev.mortise.wasm.internal.compile;

import static dev.mortise.wasm.internal.compile.Descriptors.FUNCTION_REFERENCE;
import static dev.mortise.wasm.internal.compile.Descriptors.INTERRUPTION_POINT;
import static dev.mortise.wasm.internal.compile.Descriptors.LINKAGE;
import static dev.mortise.wasm.internal.compile.Descriptors.MODULE_INSTANCE;
import static dev.mortise.wasm.internal.compile.Descriptors.method;
import static dev.mortise.wasm.internal.compile.Descriptors.natural;
import static java.lang.constant.ConstantDescs.CD_Class;
import static java.lang.constant.ConstantDescs.CD_MethodHandle;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * Emits the call sites of imports: a method each, named after the import, that all of the module's code calls. It goes
 * through a constant handle, or, once instances differ, through the instance's own reference.
 */
final class ImportsClass {

    private static final int FLAGS = ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC;

    private ImportsClass() {}

    static void emit(ModuleCompiler module, ClassDesc self, int first, int end, ClassBuilder builder) {
        builder.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL | ClassFile.ACC_SUPER);
        for (var i = first; i < end; i++) {
            var index = i;
            var type = module.definition().functionType(i);
            var descriptor = natural(type, MODULE_INSTANCE);
            var result = Descriptors.resultKind(type);
            builder.withField("POINT" + i, CD_MethodHandle,
                    ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_FINAL);
            builder.withMethodBody(module.names().method(i), descriptor, FLAGS, code -> {
                code.getstatic(self, "POINT" + index, CD_MethodHandle);
                loadParameters(code, descriptor);
                code.invokevirtual(CD_MethodHandle, "invokeExact", descriptor).return_(result);
            });
            var signature = ReferenceClasses.signatureDesc(type);
            builder.withMethodBody("generic" + i, descriptor, FLAGS, code -> {
                code.aload(code.parameterSlot(descriptor.parameterCount() - 1)).loadConstant(index)
                        .invokestatic(LINKAGE, "imported", method(FUNCTION_REFERENCE, MODULE_INSTANCE, CD_int))
                        .checkcast(signature);
                loadParameters(code, descriptor);
                // Back from the host: it may have taken long, and the guest been asked to stop meanwhile.
                code.invokevirtual(signature, "enter", descriptor)
                        .aload(code.parameterSlot(descriptor.parameterCount() - 1))
                        .invokestatic(INTERRUPTION_POINT, "cross", method(CD_void, MODULE_INSTANCE)).return_(result);
            });
        }
        builder.withMethodBody("<clinit>", method(CD_void), ClassFile.ACC_STATIC, code -> {
            for (var i = first; i < end; i++) {
                code.loadConstant(self).loadConstant(i)
                        .invokestatic(LINKAGE, "importPoint", method(CD_MethodHandle, CD_Class, CD_int))
                        .putstatic(self, "POINT" + i, CD_MethodHandle);
            }
            code.return_();
        });
    }

    private static void loadParameters(CodeBuilder code, MethodTypeDesc descriptor) {
        for (var i = 0; i < descriptor.parameterCount(); i++) {
            code.loadLocal(TypeKind.from(descriptor.parameterType(i)), code.parameterSlot(i));
        }
    }
}
