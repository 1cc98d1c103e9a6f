package dev.mortise.wasm.internal.runtime;

import dev.mortise.wasm.Extern;
import dev.mortise.wasm.ExternType;
import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.GlobalType;
import dev.mortise.wasm.HostFunction;
import dev.mortise.wasm.LinkException;
import dev.mortise.wasm.MemoryType;
import dev.mortise.wasm.TableType;
import dev.mortise.wasm.Trap;
import dev.mortise.wasm.internal.binary.CodeReader;
import dev.mortise.wasm.internal.binary.ModuleDefinition;
import dev.mortise.wasm.internal.binary.ModuleDefinition.Import;
import dev.mortise.wasm.internal.binary.ModuleDefinition.Kind;
import dev.mortise.wasm.internal.binary.ModuleDefinition.Mode;
import dev.mortise.wasm.internal.binary.ModuleDefinition.Range;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** Makes an instance of a module (specification section 4.5.4). */
public final class Instantiation {

    private final ModuleCode code;
    private final ModuleDefinition definition;
    private final ImportSet imports;
    private final ModuleInstance instance;

    private Instantiation(ModuleCode code, ImportSet imports) {
        this.code = code;
        this.definition = code.definition();
        this.imports = imports;
        this.instance = code.newInstance(imports.attachments());
        var fuel = imports.fuel();
        if (fuel != null) {
            instance.fuel = fuel;
        }
    }

    /**
     * Makes an instance and runs its start function.
     *
     * @param code that is metered if there is fuel among the imports
     * @throws LinkException if an import is missing or does not fit, or a memory or table is over a limit
     * @throws Trap if a segment does not fit or the start function traps
     */
    public static ModuleInstance instantiate(ModuleCode code, ImportSet imports) {
        return new Instantiation(code, imports).run();
    }

    private ModuleInstance run() {
        instance.prepare(definition.functionCount(), maxResults());
        instance.memories = new LinearMemory[definition.memories().size()];
        instance.tables = new ReferenceTable[definition.tables().size()];
        instance.globals = new GlobalVariable[definition.globals().size()];
        instance.imports = new FunctionReference[definition.importedFunctions()];
        definition.imports().forEach(this::resolve);
        defineMemories();
        defineTables();
        linkImports();
        for (var i = 0; i < definition.globalInitialisers().size(); i++) {
            var index = definition.importedGlobals() + i;
            instance.globals[index] = GlobalVariable.create(definition.globals().get(index),
                    evaluate(definition.globalInitialisers().get(i)));
        }
        prepareSegments();
        instance.link();
        exports();
        imports.onInstance().accept(instance);
        writeElements();
        writeData();
        if (definition.start() >= 0) {
            instance.function(definition.start()).call();
        }
        return instance;
    }

    private int maxResults() {
        return definition.types().stream().mapToInt(type -> type.results().size()).max().orElse(0);
    }

    private void resolve(Import wanted) {
        var found = imports.find(wanted.module(), wanted.name());
        var type = definition.externType(wanted.kind(), wanted.index());
        if (found == null) {
            throw new LinkException("unknown import: \"%s\" \"%s\" (%s) is not provided; \"%s\" has %s".formatted(
                    wanted.module(), wanted.name(), describe(type), wanted.module(), imports.names(wanted.module())));
        }
        var index = wanted.index();
        switch (wanted.kind()) {
            case FUNCTION -> {
                if (found instanceof HostFunction function) {
                    check(wanted, type, function.type(), function.type().equals(type));
                    instance.imports[index] = LazyFunction.ofHost(instance, function);
                } else if (found instanceof FunctionReference function) {
                    check(wanted, type, function.type(), function.type().equals(type));
                    instance.imports[index] = function;
                } else {
                    throw mismatch(wanted, type, found);
                }
            }
            case MEMORY -> {
                if (!(found instanceof LinearMemory memory)) {
                    throw mismatch(wanted, type, found);
                }
                check(wanted, type, memory.type(), memory.type().limits().matches(((MemoryType) type).limits()));
                instance.memories[index] = memory;
            }
            case TABLE -> {
                if (!(found instanceof ReferenceTable table)) {
                    throw mismatch(wanted, type, found);
                }
                var wantedType = (TableType) type;
                check(wanted, type, table.type(), table.type().elementType().equals(wantedType.elementType())
                        && table.type().limits().matches(wantedType.limits()));
                instance.tables[index] = table;
            }
            case GLOBAL -> {
                if (!(found instanceof GlobalVariable global)) {
                    throw mismatch(wanted, type, found);
                }
                check(wanted, type, global.type(), global.type().equals(type));
                instance.globals[index] = global;
            }
        }
    }

    /** Only now that all imports fit: what fails must not change the module's code, nor stay in it. */
    private void linkImports() {
        for (var i = 0; i < instance.imports.length; i++) {
            if (!code.importSite(i).goesTo(instance.imports[i].origin())) {
                // All the rest in one go, for this makes handles and classes: a guest may be what links this instance.
                Emission.call(this::linkAllImports);
                return;
            }
        }
    }

    private boolean linkAllImports() {
        for (var i = 0; i < instance.imports.length; i++) {
            code.importSite(i).link(instance.imports[i].origin());
        }
        return true;
    }

    private static void check(Import wanted, ExternType type, ExternType found, boolean fits) {
        if (!fits) {
            throw incompatible(wanted, type, describe(found));
        }
    }

    private static LinkException mismatch(Import wanted, ExternType type, Object found) {
        return incompatible(wanted, type, switch (found) {
            case HostFunction function -> describe(function.type());
            case Extern extern -> describe(extern.type());
            default -> found.getClass().getName();
        });
    }

    private static LinkException incompatible(Import wanted, ExternType type, String found) {
        return new LinkException("incompatible import type: \"%s\" \"%s\" must be %s, but %s was provided".formatted(
                wanted.module(), wanted.name(), describe(type), found));
    }

    private static String describe(ExternType type) {
        return switch (type) {
            case FunctionType function -> "function " + function;
            case GlobalType global -> global.toString();
            case MemoryType memory -> memory.toString();
            case TableType table -> table.toString();
        };
    }

    private void defineMemories() {
        var budget = imports.newMemoryBudget();
        for (var i = 0; i < instance.memories.length; i++) {
            if (i >= definition.importedMemories()) {
                try {
                    instance.memories[i] = LinearMemory.create(definition.memories().get(i), budget,
                            (SpareArrays) imports.memoryReserve());
                } catch (IllegalArgumentException e) {
                    throw new LinkException("memory " + i + " cannot be made: " + e.getMessage());
                } catch (OutOfMemoryError e) {
                    throw new LinkException("memory " + i + " cannot be made: the Java heap has no room for "
                            + definition.memories().get(i).limits().minimum() + " pages of 64 KiB");
                }
            }
            instance.memories[i].addUser(instance, i == 0);
        }
    }

    private void defineTables() {
        var budget = imports.newTableBudget();
        for (var i = definition.importedTables(); i < instance.tables.length; i++) {
            try {
                instance.tables[i] = ReferenceTable.create(definition.tables().get(i), budget);
            } catch (IllegalArgumentException e) {
                throw new LinkException("table " + i + " cannot be made: " + e.getMessage());
            } catch (OutOfMemoryError e) {
                throw new LinkException("table " + i + " cannot be made: the Java heap has no room for "
                        + definition.tables().get(i).limits().minimum() + " elements");
            }
        }
    }

    private void prepareSegments() {
        instance.dataLengths = definition.data().stream().mapToInt(segment -> segment.data().length()).toArray();
        var segments = definition.elements();
        instance.elements = new Object[segments.size()][];
        for (var i = 0; i < instance.elements.length; i++) {
            var segment = segments.get(i);
            var values = new @Nullable Object[segment.size()];
            var functions = segment.functions();
            for (var k = 0; k < values.length; k++) {
                values[k] = functions != null ? instance.function(functions[k])
                        : evaluate(segment.expressions().get(k));
            }
            instance.elements[i] = values;
        }
    }

    private void exports() {
        var exports = new LinkedHashMap<String, Extern>();
        for (var export : definition.exports()) {
            exports.put(export.name(), extern(export.kind(), export.index()));
        }
        instance.setExports(exports);
    }

    private Extern extern(Kind kind, int index) {
        return switch (kind) {
            case FUNCTION -> instance.function(index);
            case TABLE -> instance.tables[index];
            case MEMORY -> instance.memories[index];
            case GLOBAL -> instance.globals[index];
        };
    }

    private void writeElements() {
        for (var i = 0; i < definition.elements().size(); i++) {
            var segment = definition.elements().get(i);
            if (segment.mode() == Mode.ACTIVE) {
                if (instance.isMetered()) {
                    FuelTank.charge(1, instance);
                    FuelTank.chargeElements(segment.size(), instance);
                }
                BulkOperations.tableInit(offset(segment.offset()), 0, segment.size(), instance.tables[segment.table()],
                        i, instance);
            }
            if (segment.mode() != Mode.PASSIVE) {
                BulkOperations.elementDrop(i, instance);
            }
        }
    }

    private void writeData() {
        for (var i = 0; i < definition.data().size(); i++) {
            var segment = definition.data().get(i);
            if (segment.mode() == Mode.ACTIVE) {
                if (instance.isMetered()) {
                    FuelTank.charge(1, instance);
                    FuelTank.chargeBytes(segment.data().length(), instance);
                }
                BulkOperations.memoryInit(offset(segment.offset()), 0, segment.data().length(),
                        instance.memories[segment.memory()], i, instance);
                BulkOperations.dataDrop(i, instance);
            }
        }
    }

    private int offset(Range expression) {
        return evaluate(expression) instanceof Integer offset ? offset : 0;
    }

    /** The value of a validated constant expression. */
    @SuppressWarnings("ReferenceEquality") // The mark is one object.
    private @Nullable Object evaluate(Range expression) {
        var reader = new CodeReader(definition, expression.start(), expression.end());
        var stack = new ArrayDeque<Object>();
        // An ArrayDeque holds no null: a null reference is marked by the deque itself until the end.
        var none = new Object();
        while (true) {
            switch (reader.next()) {
                case END -> {
                    var value = stack.pop();
                    return value == none ? null : value;
                }
                case I32_CONST -> stack.push((int) reader.value());
                case I64_CONST -> stack.push(reader.value());
                case F32_CONST -> stack.push(Float.intBitsToFloat((int) reader.value()));
                case F64_CONST -> stack.push(Double.longBitsToDouble(reader.value()));
                case REF_NULL -> stack.push(none);
                case REF_FUNC -> stack.push(instance.function(reader.index()));
                case GLOBAL_GET -> {
                    var value = instance.globals[reader.index()].get();
                    stack.push(value == null ? none : value);
                }
                case I32_ADD -> stack.push((int) stack.pop() + (int) stack.pop());
                case I32_SUB -> stack.push(-(int) stack.pop() + (int) stack.pop());
                case I32_MUL -> stack.push((int) stack.pop() * (int) stack.pop());
                case I64_ADD -> stack.push((long) stack.pop() + (long) stack.pop());
                case I64_SUB -> stack.push(-(long) stack.pop() + (long) stack.pop());
                case I64_MUL -> stack.push((long) stack.pop() * (long) stack.pop());
                default -> throw new AssertionError("validated as constant");
            }
        }
    }
}
