package dev.mortise.wasm.internal.validate;

import dev.mortise.wasm.Limits;
import dev.mortise.wasm.ValueType;
import dev.mortise.wasm.internal.binary.ByteReader;
import dev.mortise.wasm.internal.binary.CodeReader;
import dev.mortise.wasm.internal.binary.Excerpt;
import dev.mortise.wasm.internal.binary.Instruction;
import dev.mortise.wasm.internal.binary.ModuleDefinition;
import dev.mortise.wasm.internal.binary.ModuleDefinition.DataSegment;
import dev.mortise.wasm.internal.binary.ModuleDefinition.ElementSegment;
import dev.mortise.wasm.internal.binary.ModuleDefinition.Kind;
import dev.mortise.wasm.internal.binary.ModuleDefinition.Mode;
import dev.mortise.wasm.internal.binary.ModuleDefinition.Range;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.IntUnaryOperator;

/** What must hold of a module outside of its function bodies (specification section 3.4). */
public final class ModuleValidator {

    private static final long MAX_PAGES = 65_536;
    /** Each may ask for megabytes by a few bytes of module: the JavaScript interface's limit for memories. */
    private static final int MAX_MEMORIES = 100;
    private static final int MAX_TABLES = 1_000;

    private final ModuleDefinition module;
    private final ByteReader places;
    private final Declarations declarations;

    private ModuleValidator(ModuleDefinition module, Declarations declarations) {
        this.module = module;
        this.declarations = declarations;
        this.places = new ByteReader(module.bytes(), 0, 0);
    }

    /** Like {@link #validate(ModuleDefinition, Executor)} on this thread alone. */
    public static Declarations validate(ModuleDefinition module) {
        return validate(module, task -> {
        });
    }

    /**
     * Validates everything: the module's own parts, then each body.
     *
     * @param helpers threads that help with the bodies of a big module
     * @return what {@code ref.func} may name
     * @throws dev.mortise.wasm.InvalidModuleException if the module is invalid, or a body or expression malformed
     */
    public static Declarations validate(ModuleDefinition module, Executor helpers) {
        var validator = new ModuleValidator(module, new Declarations());
        validator.outside();
        BodyValidation.run(module, validator.declarations, helpers);
        return validator.declarations;
    }

    /**
     * Validates all but the bodies, of a module of which they were validated before.
     *
     * @param writtenTables what {@link Declarations#writtenTables} said then
     */
    public static Declarations validateOutside(ModuleDefinition module, BitSet writtenTables) {
        var validator = new ModuleValidator(module, new Declarations(writtenTables));
        validator.outside();
        return validator.declarations;
    }

    private void outside() {
        checkCount(module.tables().size(), MAX_TABLES, "tables", module::tableOffset);
        checkCount(module.memories().size(), MAX_MEMORIES, "memories", module::memoryOffset);
        for (var i = 0; i < module.tables().size(); i++) {
            checkLimits(module.tables().get(i).limits(), 0xFFFF_FFFFL, "table", module.tableOffset(i));
        }
        for (var i = 0; i < module.memories().size(); i++) {
            checkLimits(module.memories().get(i).limits(), MAX_PAGES, "memory", module.memoryOffset(i));
        }
        for (var i = 0; i < module.globalInitialisers().size(); i++) {
            var index = module.importedGlobals() + i;
            constant(module.globalInitialisers().get(i), module.globals().get(index).valueType(), index);
        }
        exports();
        start();
        module.elements().forEach(this::element);
        module.data().forEach(this::data);
    }

    private void checkCount(int count, int most, String what, IntUnaryOperator offset) {
        if (count > most) {
            throw places.overLimit("the module has " + count + " " + what + ", this engine allows " + most,
                    offset.applyAsInt(most));
        }
    }

    private void checkLimits(Limits limits, long most, String what, int offset) {
        var maximum = limits.maximum().orElse(limits.minimum());
        if (limits.minimum() > most || maximum > most) {
            throw places.invalid(what + " size must be at most " + most
                    + (what.equals("memory") ? " pages (4 GiB)" : " elements") + ", found " + limits, offset);
        }
        if (limits.minimum() > maximum) {
            throw places.invalid("size minimum must not be greater than maximum: " + what + " " + limits,
                    offset);
        }
    }

    private void exports() {
        var names = new HashSet<String>();
        for (var export : module.exports()) {
            var count = switch (export.kind()) {
                case FUNCTION -> module.functionCount();
                case TABLE -> module.tables().size();
                case MEMORY -> module.memories().size();
                case GLOBAL -> module.globals().size();
            };
            if (export.index() >= count) {
                throw places.invalid("unknown " + export.kind().name().toLowerCase(Locale.ROOT) + " "
                        + export.index() + " exported as \"" + Excerpt.of(export.name()) + "\"", export.offset());
            }
            if (export.kind() == Kind.FUNCTION) {
                declarations.declare(export.index());
            }
            if (!names.add(export.name())) {
                throw places.invalid("duplicate export name \"" + Excerpt.of(export.name()) + "\"", export.offset());
            }
        }
    }

    private void start() {
        var start = module.start();
        if (start < 0) {
            return;
        }
        if (start >= module.functionCount()) {
            throw places.invalid("unknown function " + start + " as start function", module.startOffset());
        }
        var type = module.functionType(start);
        if (!type.parameters().isEmpty() || !type.results().isEmpty()) {
            throw places.invalid("start function must have type () -> (), not " + Excerpt.of(type.toString()),
                    module.startOffset());
        }
    }

    private void element(ElementSegment segment) {
        if (segment.mode() == Mode.ACTIVE) {
            if (segment.table() >= module.tables().size()) {
                throw places.invalid("unknown table " + segment.table(), segment.position());
            }
            var target = module.tables().get(segment.table()).elementType();
            if (target != segment.type()) {
                throw places.invalid("type mismatch: a segment of " + segment.type() + " for a table of " + target,
                        segment.position());
            }
            constant(segment.offset(), ValueType.I32, module.globals().size());
        }
        var functions = segment.functions();
        if (functions != null) {
            for (var function : functions) {
                if (function >= module.functionCount()) {
                    throw places.invalid("unknown function " + function + " in an element segment",
                            segment.position());
                }
                declarations.declare(function);
            }
        }
        for (var expression : segment.expressions()) {
            constant(expression, segment.type(), module.globals().size());
        }
    }

    private void data(DataSegment segment) {
        if (segment.mode() == Mode.ACTIVE) {
            if (segment.memory() >= module.memories().size()) {
                throw places.invalid("unknown memory " + segment.memory(), segment.offset().start());
            }
            constant(segment.offset(), ValueType.I32, module.globals().size());
        }
    }

    /** Checks a constant expression of one result, which may read immutable globals below {@code globals}. */
    private void constant(Range range, ValueType expected, int globals) {
        var reader = new CodeReader(module, range.start(), range.end());
        var stack = new ArrayList<ValueType>();
        while (true) {
            var instruction = reader.next();
            switch (instruction) {
                case END -> {
                    if (stack.size() != 1 || stack.getFirst() != expected) {
                        throw reader.invalid("type mismatch: the constant expression must leave " + expected
                                + ", found " + Excerpt.ofStack(stack), reader.start());
                    }
                    return;
                }
                case I32_CONST -> stack.add(ValueType.I32);
                case I64_CONST -> stack.add(ValueType.I64);
                case F32_CONST -> stack.add(ValueType.F32);
                case F64_CONST -> stack.add(ValueType.F64);
                case I32_ADD, I32_SUB, I32_MUL -> binary(reader, stack, ValueType.I32, instruction);
                case I64_ADD, I64_SUB, I64_MUL -> binary(reader, stack, ValueType.I64, instruction);
                case REF_NULL -> stack.add(Declarations.nullable(reader.heapType()));
                case REF_FUNC -> {
                    if (reader.index() >= module.functionCount()) {
                        throw reader.invalid("unknown function " + reader.index(), reader.start());
                    }
                    declarations.declare(reader.index());
                    stack.add(ValueType.FUNCREF);
                }
                case GLOBAL_GET -> {
                    if (reader.index() >= globals) {
                        throw reader.invalid("unknown global " + reader.index(), reader.start());
                    }
                    var global = module.globals().get(reader.index());
                    if (global.mutable()) {
                        throw reader.invalid("constant expression required: global " + reader.index()
                                + " is mutable", reader.start());
                    }
                    stack.add(global.valueType());
                }
                default -> throw reader.invalid("constant expression required: " + instruction.text()
                        + " is not constant", reader.start());
            }
        }
    }

    private static void binary(CodeReader reader, ArrayList<ValueType> stack, ValueType type,
            Instruction instruction) {
        var size = stack.size();
        if (size < 2 || stack.get(size - 1) != type || stack.get(size - 2) != type) {
            throw reader.invalid("type mismatch: " + instruction.text() + " needs two " + type + ", found "
                    + Excerpt.ofStack(stack), reader.start());
        }
        stack.removeLast();
    }
}
