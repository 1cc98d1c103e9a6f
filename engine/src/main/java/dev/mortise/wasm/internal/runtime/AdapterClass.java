package dev.mortise.wasm.internal.runtime;

import static java.lang.constant.ConstantDescs.CD_Class;
import static java.lang.constant.ConstantDescs.CD_MethodHandle;
import static java.lang.constant.ConstantDescs.CD_MethodHandles;
import static java.lang.constant.ConstantDescs.CD_MethodHandles_Lookup;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * Emits the object behind a functional interface: one method that calls a constant handle. The handle is bound to its
 * function, or takes it as its first argument from a field of the object, so that the functions of many instances share
 * one class. These are made when a program runs, as the interfaces are its own: so the compiler has no part in it.
 */
final class AdapterClass {

    /** Class files of Java 25. */
    private static final int CLASS_VERSION = 69;
    /** There are no branches. */
    private static final ClassFile CLASS_FILE = ClassFile.of(StackMapsOption.DROP_STACK_MAPS);

    private AdapterClass() {}

    /**
     * A hidden class of this name that implements a method by calling the handle that is its class data. If the handle
     * has one parameter more than the method, an {@code Object}, its constructor takes that.
     */
    static byte[] adapter(String name, Method method, MethodType handle) {
        var self = ClassDesc.of(name);
        return CLASS_FILE.build(self, builder -> emit(self, method, handle, builder.withVersion(CLASS_VERSION, 0)));
    }

    /** A class of this name whose static method {@code lookup()} answers its own full lookup. */
    static byte[] anchor(String name) {
        var lookup = method(CD_MethodHandles_Lookup);
        return CLASS_FILE.build(ClassDesc.of(name),
                builder -> builder.withVersion(CLASS_VERSION, 0).withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_SUPER)
                        .withMethodBody("lookup", lookup, ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                                code -> code.invokestatic(CD_MethodHandles, "lookup", lookup).areturn()));
    }

    private static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }

    private static MethodTypeDesc method(ClassDesc result, ClassDesc... parameters) {
        return MethodTypeDesc.of(result, parameters);
    }

    private static void emit(ClassDesc self, Method method, MethodType handle, ClassBuilder builder) {
        var exact = handle.describeConstable().orElseThrow();
        var shared = handle.parameterCount() > method.getParameterCount();
        builder.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                .withInterfaceSymbols(desc(method.getDeclaringClass()));
        builder.withField("TARGET", CD_MethodHandle,
                ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_FINAL);
        builder.withMethodBody("<clinit>", method(CD_void), ClassFile.ACC_STATIC,
                code -> code.invokestatic(CD_MethodHandles, "lookup", method(CD_MethodHandles_Lookup))
                        .loadConstant(ConstantDescs.DEFAULT_NAME).loadConstant(CD_MethodHandle)
                        .invokestatic(CD_MethodHandles, "classData",
                                method(CD_Object, CD_MethodHandles_Lookup, CD_String, CD_Class))
                        .checkcast(CD_MethodHandle).putstatic(self, "TARGET", CD_MethodHandle).return_());
        if (shared) {
            builder.withField("function", CD_Object, ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL);
            builder.withMethodBody("<init>", method(CD_void, CD_Object), ClassFile.ACC_PUBLIC,
                    code -> code.aload(0).invokespecial(CD_Object, "<init>", method(CD_void)).aload(0).aload(1)
                            .putfield(self, "function", CD_Object).return_());
        } else {
            builder.withMethodBody("<init>", method(CD_void), ClassFile.ACC_PUBLIC,
                    code -> code.aload(0).invokespecial(CD_Object, "<init>", method(CD_void)).return_());
        }
        var descriptor = MethodTypeDesc.of(desc(method.getReturnType()),
                Arrays.stream(method.getParameterTypes()).map(AdapterClass::desc).toArray(ClassDesc[]::new));
        builder.withMethodBody(method.getName(), descriptor, ClassFile.ACC_PUBLIC, code -> {
            code.getstatic(self, "TARGET", CD_MethodHandle);
            if (shared) {
                code.aload(0).getfield(self, "function", CD_Object);
            }
            for (var i = 0; i < descriptor.parameterCount(); i++) {
                code.loadLocal(TypeKind.from(descriptor.parameterType(i)), code.parameterSlot(i));
            }
            code.invokevirtual(CD_MethodHandle, "invokeExact", exact);
            if (!descriptor.returnType().equals(exact.returnType())) {
                code.checkcast(descriptor.returnType());
            }
            code.return_(TypeKind.from(descriptor.returnType()));
        });
    }
}
