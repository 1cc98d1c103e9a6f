package dev.mortise.wasm.internal.compile;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.NumberType;
import dev.mortise.wasm.ValueType;
import dev.mortise.wasm.internal.runtime.BulkOperations;
import dev.mortise.wasm.internal.runtime.BulkRounds;
import dev.mortise.wasm.internal.runtime.FuelTank;
import dev.mortise.wasm.internal.runtime.FunctionReference;
import dev.mortise.wasm.internal.runtime.GlobalVariable;
import dev.mortise.wasm.internal.runtime.JvmTypes;
import dev.mortise.wasm.internal.runtime.LinearMemory;
import dev.mortise.wasm.internal.runtime.Linkage;
import dev.mortise.wasm.internal.runtime.ModuleCode;
import dev.mortise.wasm.internal.runtime.ModuleInstance;
import dev.mortise.wasm.internal.runtime.Numeric;
import dev.mortise.wasm.internal.runtime.ReferenceTable;
import dev.mortise.wasm.internal.runtime.Results;
import dev.mortise.wasm.internal.runtime.SplitFrame;
import dev.mortise.wasm.internal.runtime.Traps;
import dev.mortise.wasm.internal.template.InterruptionPoint;
import dev.mortise.wasm.internal.template.MemoryAccess;
import dev.mortise.wasm.internal.template.OtherMemoryAccess;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/** Class and method descriptors that emitted code names. */
final class Descriptors {

    static final ClassDesc OBJECTS = ConstantDescs.CD_Object.arrayType();
    static final ClassDesc LONGS = ConstantDescs.CD_long.arrayType();
    static final ClassDesc MODULE_INSTANCE = desc(ModuleInstance.class);
    static final ClassDesc MODULE_CODE = desc(ModuleCode.class);
    static final ClassDesc LINEAR_MEMORY = desc(LinearMemory.class);
    static final ClassDesc REFERENCE_TABLE = desc(ReferenceTable.class);
    static final ClassDesc FUEL_TANK = desc(FuelTank.class);
    static final ClassDesc GLOBAL_VARIABLE = desc(GlobalVariable.class);
    static final ClassDesc FUNCTION_REFERENCE = desc(FunctionReference.class);
    static final ClassDesc FUNCTION_TYPE = desc(FunctionType.class);
    static final ClassDesc RESULTS = desc(Results.class);
    static final ClassDesc NUMERIC = desc(Numeric.class);
    static final ClassDesc BULK = desc(BulkOperations.class);
    static final ClassDesc BULK_ROUNDS = desc(BulkRounds.class);
    static final ClassDesc TRAPS = desc(Traps.class);
    static final ClassDesc TRAP = ClassDesc.of("dev.mortise.wasm.Trap");
    static final ClassDesc LINKAGE = desc(Linkage.class);
    static final ClassDesc MEMORY_ACCESS = desc(MemoryAccess.class);
    static final ClassDesc OTHER_MEMORY_ACCESS = desc(OtherMemoryAccess.class);
    static final ClassDesc INTERRUPTION_POINT = desc(InterruptionPoint.class);
    static final ClassDesc SPLIT_FRAME = desc(SplitFrame.class);

    private Descriptors() {}

    static ClassDesc desc(Class<?> type) {
        return ClassDesc.ofDescriptor(type.descriptorString());
    }

    static ClassDesc of(ValueType type) {
        return type instanceof NumberType number ? switch (number) {
            case I32 -> ConstantDescs.CD_int;
            case I64 -> ConstantDescs.CD_long;
            case F32 -> ConstantDescs.CD_float;
            case F64 -> ConstantDescs.CD_double;
        } : ConstantDescs.CD_Object;
    }

    static TypeKind kind(ValueType type) {
        return type instanceof NumberType number ? switch (number) {
            case I32 -> TypeKind.INT;
            case I64 -> TypeKind.LONG;
            case F32 -> TypeKind.FLOAT;
            case F64 -> TypeKind.DOUBLE;
        } : TypeKind.REFERENCE;
    }

    static TypeKind resultKind(FunctionType type) {
        return type.results().isEmpty() ? TypeKind.VOID : kind(type.results().getFirst());
    }

    /** Parameters and first result as {@link JvmTypes#natural} has them. */
    static MethodTypeDesc natural(FunctionType type) {
        var result = type.results().isEmpty() ? ConstantDescs.CD_void : of(type.results().getFirst());
        if (JvmTypes.isWide(type)) {
            return MethodTypeDesc.of(result, LONGS, OBJECTS);
        }
        return MethodTypeDesc.of(result, type.parameters().stream().map(Descriptors::of).toArray(ClassDesc[]::new));
    }

    /** {@link #natural} with a last parameter. */
    static MethodTypeDesc natural(FunctionType type, ClassDesc last) {
        var natural = natural(type);
        return natural.insertParameterTypes(natural.parameterCount(), last);
    }

    static MethodTypeDesc method(ClassDesc result, ClassDesc... parameters) {
        return MethodTypeDesc.of(result, parameters);
    }
}
