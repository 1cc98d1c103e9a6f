package dev.mortise.cli.internal;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.GlobalType;
import dev.mortise.wasm.ReferenceType;
import dev.mortise.wasm.ValueType;
import dev.mortise.wasm.internal.binary.CodeReader;
import dev.mortise.wasm.internal.binary.Instruction;
import dev.mortise.wasm.internal.binary.ModuleDefinition;
import dev.mortise.wasm.internal.binary.ModuleDefinition.Import;
import dev.mortise.wasm.internal.binary.ModuleDefinition.Kind;
import dev.mortise.wasm.internal.binary.ModuleDefinition.Mode;
import dev.mortise.wasm.internal.binary.ModuleDefinition.Range;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Finds out which features a module uses, as opposed to those its compiler was allowed to use. */
final class FeatureScan {

    private final ModuleDefinition module;
    private final Set<Feature> found = EnumSet.noneOf(Feature.class);

    private FeatureScan(ModuleDefinition module) {
        this.module = module;
    }

    /** The features of a valid module. */
    static Set<Feature> of(ModuleDefinition module) {
        var scan = new FeatureScan(module);
        scan.declarations();
        scan.segments();
        scan.constants();
        scan.bodies();
        return Collections.unmodifiableSet(scan.found);
    }

    private void declarations() {
        module.types().forEach(this::functionType);
        for (var i = 0; i < module.functionCount(); i++) {
            if (module.functionType(i).results().size() > 1) {
                found.add(Feature.MULTI_VALUE);
            }
        }
        for (var global : module.globals()) {
            referenceTypes(List.of(global.valueType()));
        }
        var importsMutable = module.imports().stream().filter(each -> each.kind() == Kind.GLOBAL)
                .mapToInt(Import::index).mapToObj(module.globals()::get).anyMatch(GlobalType::mutable);
        var exportsMutable = module.exports().stream().filter(each -> each.kind() == Kind.GLOBAL)
                .anyMatch(each -> module.globals().get(each.index()).mutable());
        if (importsMutable || exportsMutable) {
            found.add(Feature.MUTABLE_GLOBALS);
        }
        if (module.memories().size() > 1) {
            found.add(Feature.MULTI_MEMORY);
        }
        if (module.tables().size() > 1
                || module.tables().stream().anyMatch(table -> table.elementType() != ValueType.FUNCREF)) {
            found.add(Feature.REFERENCE_TYPES);
        }
    }

    private void functionType(FunctionType type) {
        referenceTypes(type.parameters());
        referenceTypes(type.results());
    }

    private void referenceTypes(List<ValueType> types) {
        if (types.stream().anyMatch(ReferenceType.class::isInstance)) {
            found.add(Feature.REFERENCE_TYPES);
        }
    }

    private void segments() {
        if (module.dataCount() >= 0 || module.data().stream().anyMatch(segment -> segment.mode() != Mode.ACTIVE)
                || module.elements().stream().anyMatch(segment -> segment.mode() == Mode.PASSIVE)) {
            found.add(Feature.BULK_MEMORY);
        }
        if (module.elements().stream().anyMatch(segment -> segment.mode() == Mode.DECLARATIVE)) {
            found.add(Feature.REFERENCE_TYPES);
        }
    }

    private void constants() {
        module.globalInitialisers().forEach(this::constant);
        module.data().forEach(segment -> constant(segment.offset()));
        for (var segment : module.elements()) {
            constant(segment.offset());
            segment.expressions().forEach(this::constant);
        }
    }

    private void constant(Range range) {
        var reader = new CodeReader(module, range.start(), range.end());
        while (reader.remaining() > 0) {
            switch (reader.next()) {
                case I32_ADD, I32_SUB, I32_MUL, I64_ADD, I64_SUB, I64_MUL -> found.add(Feature.EXTENDED_CONST);
                case REF_NULL, REF_FUNC -> found.add(Feature.REFERENCE_TYPES);
                default -> {
                }
            }
        }
    }

    private void bodies() {
        for (var body : module.bodies()) {
            var reader = new CodeReader(module, body.start(), body.end());
            locals(reader);
            while (reader.remaining() > 0) {
                instruction(reader.next(), reader);
            }
        }
    }

    private void locals(CodeReader reader) {
        var groups = reader.u32();
        for (var i = 0; i < groups; i++) {
            reader.u32();
            if (reader.valueType() instanceof ReferenceType) {
                found.add(Feature.REFERENCE_TYPES);
            }
        }
    }

    private void instruction(Instruction instruction, CodeReader reader) {
        switch (instruction) {
            case I32_EXTEND8_S, I32_EXTEND16_S, I64_EXTEND8_S, I64_EXTEND16_S, I64_EXTEND32_S -> found
                    .add(Feature.SIGN_EXTENSION);
            case I32_TRUNC_SAT_F32_S, I32_TRUNC_SAT_F32_U, I32_TRUNC_SAT_F64_S, I32_TRUNC_SAT_F64_U,
                    I64_TRUNC_SAT_F32_S, I64_TRUNC_SAT_F32_U, I64_TRUNC_SAT_F64_S, I64_TRUNC_SAT_F64_U -> found
                            .add(Feature.SATURATING_CONVERSIONS);
            case MEMORY_INIT, DATA_DROP, MEMORY_COPY, MEMORY_FILL, TABLE_INIT, ELEM_DROP, TABLE_COPY -> found
                    .add(Feature.BULK_MEMORY);
            case TABLE_GET, TABLE_SET, TABLE_GROW, TABLE_SIZE, TABLE_FILL, REF_NULL, REF_IS_NULL, REF_FUNC,
                    SELECT_TYPED -> found.add(Feature.REFERENCE_TYPES);
            case BLOCK, LOOP, IF -> {
                if (!reader.blockType().parameters().isEmpty() || reader.blockType().results().size() > 1) {
                    found.add(Feature.MULTI_VALUE);
                }
            }
            default -> {
            }
        }
    }
}
