package dev.mortise.bind.internal;

import static java.lang.constant.ConstantDescs.CD_Class;
import static java.lang.constant.ConstantDescs.CD_MethodHandle;
import static java.lang.constant.ConstantDescs.CD_MethodHandles;
import static java.lang.constant.ConstantDescs.CD_MethodHandles_Lookup;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.function.Consumer;

/**
 * Emits the class of the objects behind an interface. Each method calls a constant handle with what its function needs
 * as a receiver and with the state that the object's methods share, both of them fields, so that one class serves all
 * instances of a module. Where it says in what place a call failed, it catches exceptions itself: with a handle that
 * catches around each call, the JIT compiler no longer inlines the whole of a call with a dynamic buffer (10 ns instead
 * of 4).
 */
final class ObjectClass {

    private static final MethodTypeDesc CONSTRUCTOR = MethodTypeDesc.of(CD_void, CD_Object, CD_Object.arrayType());

    private static final ClassDesc RUNTIME_EXCEPTION = ClassDesc.of(RuntimeException.class.getName());
    private static final String TOLD = "TOLD";

    private ObjectClass() {}

    /**
     * The class file. Class data must be the list of handles, each {@code (Object receiver, Object state, the method's
     * parameters)}, and then {@link Place#TOLD}; the constructor takes {@code (Object state, Object[] receivers)}.
     *
     * @param tellsPlace whether exceptions say in which method they came up
     */
    static byte[] emit(String name, Class<?> type, List<BoundMethod> methods, List<MethodHandle> handles,
            boolean tellsPlace) {
        var self = ClassDesc.of(name);
        return ClassFile.of().build(self, builder -> {
            builder.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                    .withInterfaceSymbols(type.describeConstable().orElseThrow());
            builder.withField("state", CD_Object, ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL);
            for (var i = 0; i < methods.size(); i++) {
                constant("TARGET" + i, builder);
                builder.withField("function" + i, CD_Object, ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL);
                method(self, i, methods.get(i), handles.get(i), tellsPlace, builder);
            }
            constant(TOLD, builder);
            constants(self, methods.size(), builder);
            constructor(self, methods.size(), builder);
        });
    }

    private static void constant(String name, ClassBuilder builder) {
        builder.withField(name, CD_MethodHandle, ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_FINAL);
    }

    private static void constants(ClassDesc self, int count, ClassBuilder builder) {
        builder.withMethodBody("<clinit>", MethodTypeDesc.of(CD_void), ClassFile.ACC_STATIC, code -> {
            for (var i = 0; i <= count; i++) {
                code.invokestatic(CD_MethodHandles, "lookup", MethodTypeDesc.of(CD_MethodHandles_Lookup))
                        .loadConstant(ConstantDescs.DEFAULT_NAME).loadConstant(CD_MethodHandle).loadConstant(i)
                        .invokestatic(CD_MethodHandles, "classDataAt", MethodTypeDesc.of(CD_Object,
                                CD_MethodHandles_Lookup, CD_String, CD_Class, CD_int))
                        .checkcast(CD_MethodHandle).putstatic(self, i < count ? "TARGET" + i : TOLD, CD_MethodHandle);
            }
            code.return_();
        });
    }

    private static void constructor(ClassDesc self, int count, ClassBuilder builder) {
        builder.withMethodBody("<init>", CONSTRUCTOR, ClassFile.ACC_PUBLIC, code -> {
            code.aload(0).invokespecial(CD_Object, "<init>", MethodTypeDesc.of(CD_void))
                    .aload(0).aload(1).putfield(self, "state", CD_Object);
            for (var i = 0; i < count; i++) {
                code.aload(0).aload(2).loadConstant(i).aaload().putfield(self, "function" + i, CD_Object);
            }
            code.return_();
        });
    }

    private static void method(ClassDesc self, int index, BoundMethod bound, MethodHandle handle,
            boolean tellsPlace, ClassBuilder builder) {
        var type = bound.type().describeConstable().orElseThrow();
        var exact = handle.type().describeConstable().orElseThrow();
        Consumer<CodeBuilder> call = code -> {
            code.getstatic(self, "TARGET" + index, CD_MethodHandle)
                    .aload(0).getfield(self, "function" + index, CD_Object)
                    .aload(0).getfield(self, "state", CD_Object);
            for (var i = 0; i < type.parameterCount(); i++) {
                code.loadLocal(TypeKind.from(type.parameterType(i)), code.parameterSlot(i));
            }
            code.invokevirtual(CD_MethodHandle, "invokeExact", exact).return_(TypeKind.from(type.returnType()));
        };
        builder.withMethodBody(bound.method().getName(), type, ClassFile.ACC_PUBLIC, code -> {
            if (tellsPlace) {
                code.trying(call::accept,
                        catching -> catching.catching(RUNTIME_EXCEPTION, handler -> tell(self, bound, handler)));
            } else {
                call.accept(code);
            }
        });
    }

    /** The exception is on the stack. */
    private static void tell(ClassDesc self, BoundMethod bound, CodeBuilder code) {
        var slot = code.allocateLocal(TypeKind.REFERENCE);
        code.astore(slot).getstatic(self, TOLD, CD_MethodHandle).loadConstant(Place.ofExport(bound)).aload(slot)
                .invokevirtual(CD_MethodHandle, "invokeExact",
                        MethodTypeDesc.of(RUNTIME_EXCEPTION, CD_String, RUNTIME_EXCEPTION))
                .athrow();
    }
}
