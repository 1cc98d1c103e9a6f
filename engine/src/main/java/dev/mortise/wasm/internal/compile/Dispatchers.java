package dev.mortise.wasm.internal.compile;

import static dev.mortise.wasm.internal.compile.Descriptors.MODULE_INSTANCE;
import static dev.mortise.wasm.internal.compile.Descriptors.REFERENCE_TABLE;
import static dev.mortise.wasm.internal.compile.Descriptors.method;
import static dev.mortise.wasm.internal.compile.Descriptors.natural;
import static java.lang.constant.ConstantDescs.CD_int;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.internal.runtime.JvmTypes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.StackMapFrameInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.ObjectVerificationTypeInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.VerificationTypeInfo;
import java.lang.classfile.attribute.StackMapTableAttribute;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Calls through a table that never changes, to one of few functions: a switch over the index with a direct call in each
 * arm, which the JIT inlines into the caller. A bytecode interpreter with 12 handlers runs 4 x faster than through the
 * classes of function references. Everything else takes the usual way in the default arm, traps included.
 */
final class Dispatchers {

    /** HotSpot inlines a hot method up to this size ({@code FreqInlineSize}). */
    private static final int MAX_BYTES = 325;
    private static final int FLAGS = ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC;

    private record Key(FunctionType type, int table) {}

    private final ModuleCompiler module;
    private final Map<Key, String> used = new LinkedHashMap<>();
    private final Map<Key, SortedMap<Integer, Integer>> targets = new LinkedHashMap<>();

    /** The dispatchers of one class. */
    Dispatchers(ModuleCompiler module) {
        this.module = module;
    }

    /** The parameters of a function, then the element index, then the instance. */
    MethodTypeDesc descriptor(FunctionType type) {
        var descriptor = natural(type, CD_int);
        return descriptor.insertParameterTypes(descriptor.parameterCount(), module.instanceDesc());
    }

    /** The method that calls an element of a table as a function of this type; empty if there should be none. */
    String find(FunctionType type, int table) {
        var key = new Key(type, table);
        var functions = targets.computeIfAbsent(key, this::targets);
        return functions.isEmpty() ? "" : used.computeIfAbsent(key, each -> "call_indirect$" + used.size());
    }

    private SortedMap<Integer, Integer> targets(Key key) {
        var functions = module.staticTables().functions(key.type, key.table);
        var imported = functions.values().stream().anyMatch(each -> each < module.definition().importedFunctions());
        var bytes = 40 + functions.size() * (10 + 3 * key.type.parameters().size());
        return imported || bytes > MAX_BYTES || JvmTypes.isWide(key.type) ? new TreeMap<>() : functions;
    }

    /** Emits the methods that were asked for. */
    void emit(ClassBuilder builder) {
        used.forEach((key, name) -> builder.withMethodBody(name, descriptor(key.type), FLAGS,
                code -> dispatcher(key, targets.getOrDefault(key, new TreeMap<>()), code)));
    }

    private void dispatcher(Key key, SortedMap<Integer, Integer> functions, CodeBuilder code) {
        var descriptor = descriptor(key.type);
        var parameters = key.type.parameters().size();
        var index = code.parameterSlot(parameters);
        var instance = code.parameterSlot(parameters + 1);
        var labels = new TreeMap<Integer, Label>();
        var cases = new ArrayList<SwitchCase>();
        functions.forEach((element, function) -> cases
                .add(SwitchCase.of(element, labels.computeIfAbsent(function, each -> code.newLabel()))));
        var otherwise = code.newLabel();
        var first = functions.firstKey();
        var last = functions.lastKey();
        code.iload(index);
        if (last - first < 2 * functions.size() + 8) {
            code.tableswitch(first, last, otherwise, cases);
        } else {
            code.lookupswitch(otherwise, cases);
        }
        var locals = locals(descriptor);
        var frames = new ArrayList<StackMapFrameInfo>();
        var result = Descriptors.resultKind(key.type);
        labels.forEach((function, label) -> {
            bind(code, label, locals, frames);
            loadParameters(code, descriptor, parameters);
            code.aload(instance).invokestatic(module.functionsClass(function), module.names().method(function),
                    natural(key.type, module.instanceDesc())).return_(result);
        });
        bind(code, otherwise, locals, frames);
        var signature = ReferenceClasses.signatureDesc(key.type);
        InstanceClass.loadTable(code, instance, module.instanceDesc(), key.table);
        code.iload(index).invokestatic(signature, "get", method(signature, REFERENCE_TABLE, CD_int));
        loadParameters(code, descriptor, parameters);
        code.aload(instance).invokevirtual(signature, "call", natural(key.type, MODULE_INSTANCE)).return_(result);
        code.with(StackMapTableAttribute.of(frames));
    }

    private static void bind(CodeBuilder code, Label label, List<VerificationTypeInfo> locals,
            List<StackMapFrameInfo> frames) {
        code.labelBinding(label);
        frames.add(StackMapFrameInfo.of(label, locals, List.of()));
    }

    private static List<VerificationTypeInfo> locals(MethodTypeDesc descriptor) {
        var locals = new ArrayList<VerificationTypeInfo>();
        for (var parameter : descriptor.parameterList()) {
            locals.add(switch (TypeKind.from(parameter)) {
                case INT -> StackMapFrameInfo.SimpleVerificationTypeInfo.INTEGER;
                case LONG -> StackMapFrameInfo.SimpleVerificationTypeInfo.LONG;
                case FLOAT -> StackMapFrameInfo.SimpleVerificationTypeInfo.FLOAT;
                case DOUBLE -> StackMapFrameInfo.SimpleVerificationTypeInfo.DOUBLE;
                default -> ObjectVerificationTypeInfo.of(parameter);
            });
        }
        return locals;
    }

    private static void loadParameters(CodeBuilder code, MethodTypeDesc descriptor, int count) {
        for (var i = 0; i < count; i++) {
            code.loadLocal(TypeKind.from(descriptor.parameterType(i)), code.parameterSlot(i));
        }
    }
}
