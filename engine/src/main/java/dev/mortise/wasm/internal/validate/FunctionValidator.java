package dev.mortise.wasm.internal.validate;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.GlobalType;
import dev.mortise.wasm.InvalidModuleException;
import dev.mortise.wasm.ReferenceType;
import dev.mortise.wasm.ValueType;
import dev.mortise.wasm.internal.binary.CodeReader;
import dev.mortise.wasm.internal.binary.Excerpt;
import dev.mortise.wasm.internal.binary.Instruction;
import dev.mortise.wasm.internal.binary.ModuleDefinition;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The validation algorithm of the specification's appendix for one function body, one instruction at a time: a stack
 * of operand types and a stack of control frames, none of it recursive.
 *
 * <p>
 * {@link #validate()} runs it to the end. The compiler runs the same algorithm step by step ({@link #read()}, look at
 * the stacks, {@link #apply}), so that there is one source of truth for the types at each label.
 */
public final class FunctionValidator {

    /** Locals a function may declare, its parameters included: the limit of the JavaScript interface. */
    public static final int MAX_LOCALS = 50_000;
    /** Compilers stay below a hundred. Each label's frame lists them all, so there must be an end. */
    private static final int MAX_OPERANDS = 4_000;
    private static final int MAX_NESTING = 100_000;

    /** A block, loop, if, else or the body that is open; its label's types are what a branch to it carries. */
    public static final class Control {

        private final Instruction opener;
        private final FunctionType type;
        private final int height;
        private boolean unreachable;

        private Control(Instruction opener, FunctionType type, int height) {
            this.opener = opener;
            this.type = type;
            this.height = height;
        }

        /** What opened it; {@code block} for the function's body. */
        public Instruction opener() {
            return opener;
        }

        /** Its block type. */
        public FunctionType type() {
            return type;
        }

        /** How many operands lie below it, its parameters not counted. */
        public int height() {
            return height;
        }

        /** What a branch to its label carries. */
        public List<ValueType> labelTypes() {
            return labelTypes(opener, type);
        }

        /** What a branch to a block carries: to the begin of a loop, to the end of any other. */
        public static List<ValueType> labelTypes(Instruction opener, FunctionType type) {
            return opener == Instruction.LOOP ? type.parameters() : type.results();
        }
    }

    private final ModuleDefinition module;
    private final Declarations declarations;
    private final CodeReader reader;
    private final LocalTypes locals;
    private @Nullable ValueType[] operands = new ValueType[32];
    private int height;
    private int highest;
    private Control[] controls = new Control[16];
    private int depth;

    /** Reads the local declarations of a function and opens its body. */
    public FunctionValidator(ModuleDefinition module, Declarations declarations, int function) {
        this.module = module;
        this.declarations = declarations;
        var body = module.body(function);
        reader = new CodeReader(module, body.start(), body.end());
        try {
            var type = module.functionType(function);
            locals = readLocals(type);
            push(new Control(Instruction.BLOCK, FunctionType.of().returning(type.results().toArray(ValueType[]::new)),
                    0));
        } catch (InvalidModuleException e) {
            throw inFunction(e, function);
        }
    }

    /** Validates one body of a module. */
    static void validate(ModuleDefinition module, Declarations declarations, int function) {
        var validator = new FunctionValidator(module, declarations, function);
        try {
            validator.validate();
        } catch (InvalidModuleException e) {
            throw inFunction(e, function, module);
        }
    }

    private InvalidModuleException inFunction(InvalidModuleException e, int function) {
        return inFunction(e, function, module);
    }

    /** Names are looked up only once something is wrong. */
    private static InvalidModuleException inFunction(InvalidModuleException e, int function, ModuleDefinition module) {
        var message = String.valueOf(e.getMessage());
        var place = " at byte 0x%x".formatted(e.offset());
        var detail = message.endsWith(place) ? message.substring(0, message.length() - place.length()) : message;
        return new InvalidModuleException(e.phase(), detail, e.offset(), module.describeFunction(function));
    }

    /** Validates to the end of the body. */
    public void validate() {
        while (!done()) {
            apply(read());
        }
    }

    /** Whether the body's last {@code end} has been applied; then no byte may be left. */
    public boolean done() {
        if (depth > 0) {
            return false;
        }
        if (reader.remaining() > 0) {
            throw reader.malformed("END opcode expected: " + reader.remaining()
                    + " bytes follow the end of the body (section size mismatch)", reader.position());
        }
        return true;
    }

    /** Reads the next instruction; its immediates are in {@link #reader()}. */
    public Instruction read() {
        return reader.next();
    }

    /** The reader with the immediates of the last instruction. */
    public CodeReader reader() {
        return reader;
    }

    /** The types of parameters and locals, by index. */
    public ValueType[] locals() {
        return locals.toArray();
    }

    /** How many operands there are. */
    public int height() {
        return height;
    }

    /** The most operands there have been at once. */
    public int highest() {
        return highest;
    }

    /** The type of an operand, counted from the bottom of the stack; null is a type known to nobody. */
    public @Nullable ValueType operand(int fromBottom) {
        return operands[fromBottom];
    }

    /** How many control frames are open. */
    public int depth() {
        return depth;
    }

    /** The control frame of a label, 0 being the innermost. */
    public Control control(int label) {
        return controls[depth - 1 - label];
    }

    /** Whether the next instruction can never run. */
    public boolean unreachable() {
        return controls[depth - 1].unreachable;
    }

    private LocalTypes readLocals(FunctionType type) {
        var groups = reader.vectorLength(2);
        var start = reader.position();
        var result = new LocalTypes(type.parameters(), groups);
        for (var i = 0; i < groups; i++) {
            var count = reader.u32() & 0xFFFF_FFFFL;
            result.add(count, reader.valueType());
            if (result.count() - type.parameters().size() > 0xFFFF_FFFFL) {
                throw reader.malformed("too many locals", start);
            }
        }
        if (result.count() > MAX_LOCALS) {
            throw reader.overLimit("too many locals: " + result.count() + ", this engine allows " + MAX_LOCALS, start);
        }
        return result;
    }

    /** Checks the instruction read last and applies it to the stacks. */
    public void apply(Instruction instruction) {
        if (instruction.hasFixedTypes()) {
            switch (instruction.immediate()) {
                case NONE, I32, I64, F32, F64 -> {
                }
                case MEMORY_ARGUMENT -> checkMemoryArgument(instruction);
                default -> checkIndices(instruction);
            }
            fixed(instruction);
            return;
        }
        switch (instruction) {
            case UNREACHABLE -> markUnreachable();
            case BLOCK, LOOP -> open(instruction);
            case IF -> {
                pop(ValueType.I32, instruction);
                open(instruction);
            }
            case ELSE -> {
                var control = controls[depth - 1];
                if (control.opener != Instruction.IF) {
                    throw reader.malformed("else without if: unexpected token", reader.start());
                }
                close(control);
                depth--;
                push(new Control(Instruction.ELSE, control.type, control.height));
                pushAll(control.type.parameters());
            }
            case END -> end();
            case BR -> {
                popAll(label(reader.index()).labelTypes(), instruction);
                markUnreachable();
            }
            case BR_IF -> {
                pop(ValueType.I32, instruction);
                var types = label(reader.index()).labelTypes();
                popAll(types, instruction);
                pushAll(types);
            }
            case BR_TABLE -> branchTable(instruction);
            case RETURN -> {
                popAll(controls[0].type.results(), instruction);
                markUnreachable();
            }
            case CALL -> {
                checkIndex(reader.index(), module.functionCount(), "function");
                call(module.functionType(reader.index()), instruction);
            }
            case CALL_INDIRECT -> {
                checkIndex(reader.index(), module.types().size(), "type");
                checkIndex(reader.secondIndex(), module.tables().size(), "table");
                if (module.tables().get(reader.secondIndex()).elementType() != ValueType.FUNCREF) {
                    throw mismatch("call_indirect needs a table of funcref");
                }
                pop(ValueType.I32, instruction);
                call(module.types().get(reader.index()), instruction);
            }
            case DROP -> popAny(instruction);
            case SELECT -> select(instruction);
            case SELECT_TYPED -> {
                if (reader.valueTypes().size() != 1) {
                    throw reader.invalid("invalid result arity: select takes one type", reader.start());
                }
                var type = reader.valueTypes().getFirst();
                pop(ValueType.I32, instruction);
                pop(type, instruction);
                pop(type, instruction);
                push(type);
            }
            case LOCAL_GET -> push(local());
            case LOCAL_SET -> pop(local(), instruction);
            case LOCAL_TEE -> {
                pop(local(), instruction);
                push(local());
            }
            case GLOBAL_GET -> push(global().valueType());
            case GLOBAL_SET -> {
                var global = global();
                if (!global.mutable()) {
                    throw reader.invalid("immutable global: global " + reader.index() + " cannot be set",
                            reader.start());
                }
                pop(global.valueType(), instruction);
            }
            case TABLE_GET -> {
                var type = tableType(reader.index());
                pop(ValueType.I32, instruction);
                push(type);
            }
            case TABLE_SET -> {
                pop(tableType(reader.index()), instruction);
                pop(ValueType.I32, instruction);
                declarations.declareWritten(reader.index());
            }
            case TABLE_GROW -> {
                pop(ValueType.I32, instruction);
                pop(tableType(reader.index()), instruction);
                push(ValueType.I32);
                declarations.declareWritten(reader.index());
            }
            case TABLE_FILL -> {
                pop(ValueType.I32, instruction);
                pop(tableType(reader.index()), instruction);
                pop(ValueType.I32, instruction);
                declarations.declareWritten(reader.index());
            }
            case REF_NULL -> push(Declarations.nullable(reader.heapType()));
            case REF_IS_NULL -> {
                var type = popAny(instruction);
                if (type != null && !(type instanceof ReferenceType)) {
                    throw mismatch("ref.is_null needs a reference, found " + type);
                }
                push(ValueType.I32);
            }
            case REF_FUNC -> {
                checkIndex(reader.index(), module.functionCount(), "function");
                if (!declarations.isDeclared(reader.index())) {
                    throw reader.invalid("undeclared function reference: function " + reader.index()
                            + " is in no element segment, export or global", reader.start());
                }
                push(ValueType.FUNCREF);
            }
            default -> throw new AssertionError(instruction);
        }
    }

    private void checkMemoryArgument(Instruction instruction) {
        checkIndex(reader.index(), module.memories().size(), "memory");
        if (reader.alignment() > instruction.widthLog2()) {
            throw reader.invalid("alignment must not be larger than natural: 2**" + reader.alignment() + " for "
                    + instruction.text(), reader.start());
        }
    }

    private void checkIndices(Instruction instruction) {
        var index = reader.index();
        var second = reader.secondIndex();
        switch (instruction.immediate()) {
            case MEMORY -> checkIndex(index, module.memories().size(), "memory");
            case DATA -> checkIndex(index, module.dataCount(), "data segment");
            case DATA_AND_MEMORY -> {
                checkIndex(second, module.memories().size(), "memory");
                checkIndex(index, module.dataCount(), "data segment");
            }
            case MEMORY_AND_MEMORY -> {
                checkIndex(index, module.memories().size(), "memory");
                checkIndex(second, module.memories().size(), "memory");
            }
            case TABLE -> checkIndex(index, module.tables().size(), "table");
            case ELEMENT -> checkIndex(index, module.elements().size(), "elem segment");
            case ELEMENT_AND_TABLE -> {
                checkIndex(second, module.tables().size(), "table");
                checkIndex(index, module.elements().size(), "elem segment");
                checkSame(tableType(second), module.elements().get(index).type(), instruction);
                declarations.declareWritten(second);
            }
            case TABLE_AND_TABLE -> {
                checkSame(tableType(index), tableType(second), instruction);
                declarations.declareWritten(index);
            }
            default -> throw new AssertionError(instruction);
        }
    }

    private void checkSame(ValueType target, ValueType source, Instruction instruction) {
        if (target != source) {
            throw mismatch(instruction.text() + " from " + source + " to " + target);
        }
    }

    private void fixed(Instruction instruction) {
        var types = instruction.operands();
        for (var i = types.length() - 1; i >= 0; i--) {
            pop(ofLetter(types.charAt(i)), instruction);
        }
        var results = instruction.results();
        if (!results.isEmpty()) {
            push(ofLetter(results.charAt(0)));
        }
    }

    private static ValueType ofLetter(char letter) {
        return switch (letter) {
            case 'I' -> ValueType.I32;
            case 'J' -> ValueType.I64;
            case 'F' -> ValueType.F32;
            default -> ValueType.F64;
        };
    }

    private void open(Instruction instruction) {
        var type = reader.blockType();
        popAll(type.parameters(), instruction);
        push(new Control(instruction, type, height));
        pushAll(type.parameters());
    }

    private void end() {
        var control = controls[depth - 1];
        close(control);
        if (control.opener == Instruction.IF && !control.type.parameters().equals(control.type.results())) {
            throw mismatch("if without else must leave what it takes, " + Excerpt.of(control.type.toString()));
        }
        depth--;
        pushAll(control.type.results());
    }

    private void close(Control control) {
        popAll(control.type.results(), Instruction.END);
        if (height != control.height) {
            throw mismatch((height - control.height) + " values remain on the stack at the end of a block");
        }
    }

    private void branchTable(Instruction instruction) {
        pop(ValueType.I32, instruction);
        var labels = reader.labels();
        var target = label(labels[labels.length - 1]).labelTypes();
        for (var i = 0; i < labels.length - 1; i++) {
            var types = label(labels[i]).labelTypes();
            if (types.size() != target.size()) {
                throw mismatch("the labels of br_table carry " + types.size() + " and " + target.size() + " values");
            }
            if (types != target) {
                // What is on the stack must fit each label; a polymorphic stack may fit different ones.
                var popped = new @Nullable ValueType[types.size()];
                for (var k = types.size() - 1; k >= 0; k--) {
                    popped[k] = pop(types.get(k), instruction);
                }
                for (var type : popped) {
                    push(type);
                }
            }
        }
        popAll(target, instruction);
        markUnreachable();
    }

    private void select(Instruction instruction) {
        pop(ValueType.I32, instruction);
        var second = popAny(instruction);
        var first = popAny(instruction);
        if (first instanceof ReferenceType || second instanceof ReferenceType) {
            throw mismatch("select without a type takes numbers, found references");
        }
        if (first != null && second != null && first != second) {
            throw mismatch("select between " + first + " and " + second);
        }
        push(first == null ? second : first);
    }

    private void call(FunctionType type, Instruction instruction) {
        popAll(type.parameters(), instruction);
        pushAll(type.results());
    }

    private Control label(int index) {
        if (index >= depth) {
            throw reader.invalid("unknown label " + index, reader.start());
        }
        return controls[depth - 1 - index];
    }

    private ValueType local() {
        checkIndex(reader.index(), (int) locals.count(), "local");
        return locals.get(reader.index());
    }

    private GlobalType global() {
        checkIndex(reader.index(), module.globals().size(), "global");
        return module.globals().get(reader.index());
    }

    private ValueType tableType(int index) {
        checkIndex(index, module.tables().size(), "table");
        return module.tables().get(index).elementType();
    }

    private void checkIndex(int index, int count, String what) {
        if (index >= count) {
            throw reader.invalid("unknown " + what + " " + index, reader.start());
        }
    }

    private void markUnreachable() {
        var control = controls[depth - 1];
        height = control.height;
        control.unreachable = true;
    }

    private void push(@Nullable ValueType type) {
        if (height == operands.length) {
            operands = Arrays.copyOf(operands, height * 2);
        }
        if (height == MAX_OPERANDS) {
            throw reader.overLimit("the operand stack is over " + MAX_OPERANDS + " high", reader.start());
        }
        operands[height++] = type;
        if (height > highest) {
            highest = height;
        }
    }

    private void pushAll(List<ValueType> types) {
        for (var i = 0; i < types.size(); i++) {
            push(types.get(i));
        }
    }

    private void popAll(List<ValueType> types, Instruction instruction) {
        for (var i = types.size() - 1; i >= 0; i--) {
            pop(types.get(i), instruction);
        }
    }

    private @Nullable ValueType pop(ValueType expected, Instruction instruction) {
        var control = controls[depth - 1];
        if (height == control.height) {
            if (control.unreachable) {
                return null;
            }
            throw mismatch(instruction.text() + " needs " + expected + " but the stack is empty");
        }
        var actual = operands[--height];
        if (actual != expected && actual != null) {
            throw mismatch(instruction.text() + " needs " + expected + ", found " + actual);
        }
        return actual;
    }

    private @Nullable ValueType popAny(Instruction instruction) {
        var control = controls[depth - 1];
        if (height == control.height) {
            if (control.unreachable) {
                return null;
            }
            throw mismatch(instruction.text() + " needs a value but the stack is empty");
        }
        return operands[--height];
    }

    private void push(Control control) {
        if (depth == MAX_NESTING) {
            throw reader.overLimit("blocks are nested over " + MAX_NESTING + " deep", reader.start());
        }
        if (depth == controls.length) {
            controls = Arrays.copyOf(controls, depth * 2);
        }
        controls[depth++] = control;
    }

    private InvalidModuleException mismatch(String detail) {
        return reader.invalid("type mismatch: " + detail, reader.start());
    }
}
