package dev.mortise.wasm.internal.compile;

import static dev.mortise.wasm.internal.compile.Descriptors.GLOBAL_VARIABLE;
import static dev.mortise.wasm.internal.compile.Descriptors.LINEAR_MEMORY;
import static dev.mortise.wasm.internal.compile.Descriptors.MODULE_CODE;
import static dev.mortise.wasm.internal.compile.Descriptors.MODULE_INSTANCE;
import static dev.mortise.wasm.internal.compile.Descriptors.OBJECTS;
import static dev.mortise.wasm.internal.compile.Descriptors.REFERENCE_TABLE;
import static dev.mortise.wasm.internal.compile.Descriptors.kind;
import static dev.mortise.wasm.internal.compile.Descriptors.method;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.mortise.wasm.internal.binary.ModuleDefinition;
import dev.mortise.wasm.internal.binary.ModuleDefinition.Kind;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.util.BitSet;

/**
 * Emits the class of a module's instances: a field for each memory, table and global up to a limit, so that code
 * reaches them with one load. A global that nobody else can see is a plain field of its own type.
 */
final class InstanceClass {

    /** Memories that have a field. */
    static final int MEMORY_FIELDS = 4;
    /** Tables that have a field. */
    static final int TABLE_FIELDS = 4;
    /** Globals that have a field: few enough that one method fills them all. */
    static final int GLOBAL_FIELDS = 500;

    private final ModuleDefinition module;
    private final ClassDesc self;
    private final BitSet exported = new BitSet();

    InstanceClass(ModuleDefinition module, ClassDesc self) {
        this.module = module;
        this.self = self;
        for (var export : module.exports()) {
            if (export.kind() == Kind.GLOBAL) {
                exported.set(export.index());
            }
        }
    }

    /** Whether a global's field holds the value itself. */
    boolean isPrivate(int global) {
        return global >= module.importedGlobals() && global < GLOBAL_FIELDS && !exported.get(global);
    }

    /** Emits the load of a table from the instance in a slot. */
    static void loadTable(CodeBuilder code, int instanceSlot, ClassDesc instance, int table) {
        code.aload(instanceSlot);
        if (table < TABLE_FIELDS) {
            code.getfield(instance, "table" + table, REFERENCE_TABLE);
        } else {
            code.getfield(MODULE_INSTANCE, "tables", REFERENCE_TABLE.arrayType())
                    .loadConstant(table)
                    .aaload();
        }
    }

    void emit(ClassBuilder builder) {
        builder.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                .withSuperclass(MODULE_INSTANCE);
        var constructor = method(CD_void, MODULE_CODE, OBJECTS);
        builder.withMethodBody("<init>", constructor, ClassFile.ACC_PUBLIC,
                code -> code.aload(0).aload(1).aload(2).invokespecial(MODULE_INSTANCE, "<init>", constructor)
                        .return_());
        for (var i = 0; i < memories(); i++) {
            builder.withField("memory" + i, LINEAR_MEMORY, ClassFile.ACC_PUBLIC);
        }
        for (var i = 0; i < tables(); i++) {
            builder.withField("table" + i, REFERENCE_TABLE, ClassFile.ACC_PUBLIC);
        }
        for (var i = 0; i < globals(); i++) {
            builder.withField("global" + i, isPrivate(i) ? Descriptors.of(module.globals().get(i).valueType())
                    : GLOBAL_VARIABLE, ClassFile.ACC_PUBLIC);
        }
        builder.withMethodBody("link", method(CD_void), ClassFile.ACC_PROTECTED, this::link);
    }

    private int memories() {
        return Math.min(module.memories().size(), MEMORY_FIELDS);
    }

    private int tables() {
        return Math.min(module.tables().size(), TABLE_FIELDS);
    }

    private int globals() {
        return Math.min(module.globals().size(), GLOBAL_FIELDS);
    }

    private void link(CodeBuilder code) {
        for (var i = 0; i < memories(); i++) {
            copy(code, "memories", i, "memory" + i, LINEAR_MEMORY);
        }
        for (var i = 0; i < tables(); i++) {
            copy(code, "tables", i, "table" + i, REFERENCE_TABLE);
        }
        for (var i = 0; i < globals(); i++) {
            if (isPrivate(i)) {
                copyValue(code, i);
            } else {
                copy(code, "globals", i, "global" + i, GLOBAL_VARIABLE);
            }
        }
        code.return_();
    }

    private void copy(CodeBuilder code, String array, int index, String field, ClassDesc type) {
        code.aload(0).aload(0).getfield(MODULE_INSTANCE, array, type.arrayType()).loadConstant(index).aaload()
                .putfield(self, field, type);
    }

    private void copyValue(CodeBuilder code, int index) {
        var type = module.globals().get(index).valueType();
        code.aload(0).aload(0).getfield(MODULE_INSTANCE, "globals", GLOBAL_VARIABLE.arrayType()).loadConstant(index)
                .aaload();
        switch (kind(type)) {
            case INT -> code.getfield(GLOBAL_VARIABLE, "bits", CD_long).l2i();
            case LONG -> code.getfield(GLOBAL_VARIABLE, "bits", CD_long);
            case REFERENCE -> code.getfield(GLOBAL_VARIABLE, "reference", CD_Object);
            default -> code.invokestatic(GLOBAL_VARIABLE, "read" + Body.suffix(type),
                    method(Descriptors.of(type), GLOBAL_VARIABLE));
        }
        code.putfield(self, "global" + index, Descriptors.of(type));
    }
}
