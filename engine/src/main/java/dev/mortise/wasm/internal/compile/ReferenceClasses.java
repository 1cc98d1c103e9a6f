package dev.mortise.wasm.internal.compile;

import static dev.mortise.wasm.internal.compile.Descriptors.FUNCTION_REFERENCE;
import static dev.mortise.wasm.internal.compile.Descriptors.FUNCTION_TYPE;
import static dev.mortise.wasm.internal.compile.Descriptors.INTERRUPTION_POINT;
import static dev.mortise.wasm.internal.compile.Descriptors.MODULE_INSTANCE;
import static dev.mortise.wasm.internal.compile.Descriptors.OBJECTS;
import static dev.mortise.wasm.internal.compile.Descriptors.REFERENCE_TABLE;
import static dev.mortise.wasm.internal.compile.Descriptors.RESULTS;
import static dev.mortise.wasm.internal.compile.Descriptors.TRAPS;
import static dev.mortise.wasm.internal.compile.Descriptors.kind;
import static dev.mortise.wasm.internal.compile.Descriptors.method;
import static dev.mortise.wasm.internal.compile.Descriptors.natural;
import static java.lang.constant.ConstantDescs.CD_Class;
import static java.lang.constant.ConstantDescs.CD_MethodHandle;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_Throwable;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.ValueType;
import dev.mortise.wasm.internal.runtime.JvmTypes;
import dev.mortise.wasm.internal.runtime.SignatureClasses;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.StackMapFrameInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.ObjectVerificationTypeInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.VerificationTypeInfo;
import java.lang.classfile.attribute.StackMapTableAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Emits the classes of function references: an abstract one for each signature, whose type check is the check of
 * {@code call_indirect}, and below it one for each function and one for all host functions.
 *
 * <p>
 * A guest that imports a function of another module goes through {@code enter}, which looks for an interruption. What
 * {@code call_indirect} goes through does not: nearly always it stays within the module, and another step there cost up
 * to twice the time of a call that C2 inlines.
 */
final class ReferenceClasses {

    private static final int CONCRETE = ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL | ClassFile.ACC_SUPER;
    private static final MethodTypeDesc APPLY = method(OBJECTS, OBJECTS);

    private ReferenceClasses() {}

    static ClassDesc signatureDesc(FunctionType type) {
        return ClassDesc.of(SignatureClasses.nameOf(type));
    }

    static ClassDesc hostDesc(FunctionType type) {
        return ClassDesc.of(SignatureClasses.hostNameOf(type));
    }

    // ---- The class of a signature

    static void signature(FunctionType type, ClassBuilder builder) {
        var self = signatureDesc(type);
        builder.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_ABSTRACT | ClassFile.ACC_SUPER)
                .withSuperclass(FUNCTION_REFERENCE);
        var constructor = method(CD_void, FUNCTION_TYPE);
        builder.withMethodBody("<init>", constructor, ClassFile.ACC_PROTECTED,
                code -> code.aload(0).aload(1).invokespecial(FUNCTION_REFERENCE, "<init>", constructor).return_());
        for (var name : List.of("call", "enter")) {
            builder.withMethod(name, natural(type, MODULE_INSTANCE), ClassFile.ACC_PUBLIC | ClassFile.ACC_ABSTRACT,
                    nothing -> {
                    });
        }
        builder.withMethod("invoke", natural(type), ClassFile.ACC_PUBLIC | ClassFile.ACC_ABSTRACT, nothing -> {
        });
        builder.withMethodBody("get", method(self, REFERENCE_TABLE, CD_int),
                ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC, code -> get(self, code));
        builder.withMethodBody("apply", APPLY, ClassFile.ACC_PROTECTED, code -> apply(self, type, code));
    }

    /** {@code get(table, index)}: the element if it is of this class, else what the slow way makes of it. */
    private static void get(ClassDesc self, CodeBuilder code) {
        var slow = code.newLabel();
        var other = code.newLabel();
        code.iload(1).iflt(slow)
                .iload(1).aload(0).getfield(REFERENCE_TABLE, "size", CD_int).if_icmpge(slow)
                .aload(0).getfield(REFERENCE_TABLE, "elements", OBJECTS).iload(1).aaload()
                .dup().instanceOf(self).ifeq(other)
                .checkcast(self).areturn();
        code.labelBinding(other);
        code.pop();
        code.labelBinding(slow);
        code.aload(0).iload(1).loadConstant(self)
                .invokestatic(REFERENCE_TABLE, "resolve",
                        method(FUNCTION_REFERENCE, REFERENCE_TABLE, CD_int, CD_Class))
                .checkcast(self).areturn();
        var locals = List.<VerificationTypeInfo>of(ObjectVerificationTypeInfo.of(REFERENCE_TABLE),
                StackMapFrameInfo.SimpleVerificationTypeInfo.INTEGER);
        code.with(StackMapTableAttribute.of(List.of(
                StackMapFrameInfo.of(other, locals, List.of(ObjectVerificationTypeInfo.of(CD_Object))),
                StackMapFrameInfo.of(slow, locals, List.of()))));
    }

    /** {@code apply(arguments)}: unboxes, invokes, boxes. */
    private static void apply(ClassDesc self, FunctionType type, CodeBuilder code) {
        code.aload(0);
        if (JvmTypes.isWide(type)) {
            code.aload(1).invokestatic(RESULTS, "wideNumbers", method(Descriptors.LONGS, OBJECTS)).aload(1);
        } else {
            for (var i = 0; i < type.parameters().size(); i++) {
                code.aload(1).loadConstant(i).aaload();
                unbox(code, type.parameters().get(i));
            }
        }
        code.invokevirtual(self, "invoke", natural(type));
        var count = type.results().size();
        if (count == 0) {
            code.iconst_0().anewarray(CD_Object).areturn();
            return;
        }
        box(code, type.results().getFirst());
        if (count == 1) {
            code.astore(1).iconst_1().anewarray(CD_Object).dup().iconst_0().aload(1).aastore().areturn();
        } else {
            code.aload(0).invokevirtual(self, "type", method(FUNCTION_TYPE))
                    .aload(0).invokevirtual(self, "owner", method(MODULE_INSTANCE))
                    .invokestatic(RESULTS, "box", method(OBJECTS, CD_Object, FUNCTION_TYPE, MODULE_INSTANCE))
                    .areturn();
        }
    }

    private static void unbox(CodeBuilder code, ValueType type) {
        var kind = kind(type);
        if (kind != TypeKind.REFERENCE) {
            var wrapper = wrapper(kind);
            code.checkcast(wrapper).invokevirtual(wrapper, Descriptors.of(type).displayName() + "Value",
                    method(Descriptors.of(type)));
        }
    }

    private static void box(CodeBuilder code, ValueType type) {
        var kind = kind(type);
        if (kind != TypeKind.REFERENCE) {
            var wrapper = wrapper(kind);
            code.invokestatic(wrapper, "valueOf", method(wrapper, Descriptors.of(type)));
        }
    }

    private static ClassDesc wrapper(TypeKind kind) {
        return switch (kind) {
            case INT -> java.lang.constant.ConstantDescs.CD_Integer;
            case LONG -> java.lang.constant.ConstantDescs.CD_Long;
            case FLOAT -> java.lang.constant.ConstantDescs.CD_Float;
            default -> java.lang.constant.ConstantDescs.CD_Double;
        };
    }

    // ---- The class of a function with a body

    static void function(ModuleCompiler module, ClassDesc self, int function, ClassBuilder builder) {
        var type = module.definition().functionType(function);
        var signature = signatureDesc(type);
        var instance = module.instanceDesc();
        builder.withFlags(CONCRETE).withSuperclass(signature);
        builder.withField("instance", instance, ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL);
        builder.withMethodBody("<init>", method(CD_void, MODULE_INSTANCE, FUNCTION_TYPE), ClassFile.ACC_PUBLIC,
                code -> code.aload(0).aload(2).invokespecial(signature, "<init>", method(CD_void, FUNCTION_TYPE))
                        .aload(0).aload(1).checkcast(instance).putfield(self, "instance", instance).return_());
        owner(builder, code -> code.aload(0).getfield(self, "instance", instance));
        Consumer<CodeBuilder> callee = code -> code.aload(0).getfield(self, "instance", instance).invokestatic(
                module.functionsClass(function), module.names().method(function), natural(type, instance));
        Consumer<CodeBuilder> call = code -> {
            loadParameters(code, natural(type));
            callee.accept(code);
            if (type.results().size() > 1) {
                code.aload(0).getfield(self, "instance", instance)
                        .aload(code.parameterSlot(natural(type).parameterCount())).loadConstant(type.results().size())
                        .invokestatic(RESULTS, "copy", method(CD_void, MODULE_INSTANCE, MODULE_INSTANCE, CD_int));
            }
            code.return_(Descriptors.resultKind(type));
        };
        builder.withMethodBody("call", natural(type, MODULE_INSTANCE), ClassFile.ACC_PUBLIC, call);
        builder.withMethodBody("enter", natural(type, MODULE_INSTANCE), ClassFile.ACC_PUBLIC, code -> {
            cross(code, self, instance);
            call.accept(code);
        });
        boundary(builder, self, type, instance, callee);
    }

    // ---- The class of host functions of a signature

    static void host(FunctionType type, ClassBuilder builder) {
        var self = hostDesc(type);
        var signature = signatureDesc(type);
        builder.withFlags(CONCRETE).withSuperclass(signature);
        builder.withField("owner", MODULE_INSTANCE, ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL);
        builder.withField("handle", CD_MethodHandle, ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL);
        builder.withMethodBody("<init>", method(CD_void, MODULE_INSTANCE, FUNCTION_TYPE, CD_MethodHandle),
                ClassFile.ACC_PUBLIC,
                code -> code.aload(0).aload(2).invokespecial(signature, "<init>", method(CD_void, FUNCTION_TYPE))
                        .aload(0).aload(1).putfield(self, "owner", MODULE_INSTANCE)
                        .aload(0).aload(3).putfield(self, "handle", CD_MethodHandle).return_());
        owner(builder, code -> code.aload(0).getfield(self, "owner", MODULE_INSTANCE));
        var exact = natural(type, MODULE_INSTANCE);
        for (var name : List.of("call", "enter")) {
            builder.withMethodBody(name, exact, ClassFile.ACC_PUBLIC, code -> {
                code.aload(0).getfield(self, "handle", CD_MethodHandle);
                loadParameters(code, exact);
                code.invokevirtual(CD_MethodHandle, "invokeExact", exact)
                        .aload(code.parameterSlot(exact.parameterCount() - 1))
                        .invokestatic(MODULE_INSTANCE, "checkInterrupted", method(CD_void, MODULE_INSTANCE))
                        .return_(Descriptors.resultKind(type));
            });
        }
        builder.withMethodBody("invoke", natural(type), ClassFile.ACC_PUBLIC, code -> guarded(code, self, type, () -> {
            code.aload(0).getfield(self, "handle", CD_MethodHandle);
            loadParameters(code, natural(type));
            code.aload(0).getfield(self, "owner", MODULE_INSTANCE).invokevirtual(CD_MethodHandle, "invokeExact",
                    exact);
        }));
    }

    private static void owner(ClassBuilder builder, Consumer<CodeBuilder> load) {
        builder.withMethodBody("owner", method(MODULE_INSTANCE), ClassFile.ACC_PUBLIC, code -> {
            load.accept(code);
            code.areturn();
        });
    }

    /** {@code invoke}: the way in from outside of any guest, where the JVM's exceptions become traps. */
    private static void boundary(ClassBuilder builder, ClassDesc self, FunctionType type, ClassDesc instance,
            Consumer<CodeBuilder> callee) {
        builder.withMethodBody("invoke", natural(type), ClassFile.ACC_PUBLIC, code -> guarded(code, self, type, () -> {
            cross(code, self, instance);
            loadParameters(code, natural(type));
            callee.accept(code);
        }));
    }

    /** The instance may have been asked to stop while it was idle. */
    private static void cross(CodeBuilder code, ClassDesc self, ClassDesc instance) {
        code.aload(0).getfield(self, "instance", instance).invokestatic(INTERRUPTION_POINT, "cross",
                method(CD_void, MODULE_INSTANCE));
    }

    private static void guarded(CodeBuilder code, ClassDesc self, FunctionType type, Runnable call) {
        var start = code.newLabel();
        var end = code.newLabel();
        var handler = code.newLabel();
        code.labelBinding(start);
        call.run();
        code.return_(Descriptors.resultKind(type));
        code.labelBinding(end);
        code.labelBinding(handler);
        code.invokestatic(TRAPS, "atBoundary", method(CD_Throwable, CD_Throwable)).athrow();
        code.exceptionCatch(start, end, handler, CD_Throwable);
        frame(code, handler, self, type);
    }

    private static void frame(CodeBuilder code, Label handler, ClassDesc self, FunctionType type) {
        var locals = new ArrayList<VerificationTypeInfo>();
        locals.add(ObjectVerificationTypeInfo.of(self));
        for (var parameter : natural(type).parameterList()) {
            locals.add(switch (TypeKind.from(parameter)) {
                case INT -> StackMapFrameInfo.SimpleVerificationTypeInfo.INTEGER;
                case LONG -> StackMapFrameInfo.SimpleVerificationTypeInfo.LONG;
                case FLOAT -> StackMapFrameInfo.SimpleVerificationTypeInfo.FLOAT;
                case DOUBLE -> StackMapFrameInfo.SimpleVerificationTypeInfo.DOUBLE;
                default -> ObjectVerificationTypeInfo.of(parameter);
            });
        }
        code.with(StackMapTableAttribute.of(List.of(
                StackMapFrameInfo.of(handler, locals, List.of(ObjectVerificationTypeInfo.of(CD_Throwable))))));
    }

    private static void loadParameters(CodeBuilder code, MethodTypeDesc descriptor) {
        for (var i = 0; i < descriptor.parameterCount(); i++) {
            code.loadLocal(TypeKind.from(descriptor.parameterType(i)), code.parameterSlot(i));
        }
    }
}
