package dev.mortise.wasm.internal.compile;

import static dev.mortise.wasm.internal.compile.Descriptors.BULK;
import static dev.mortise.wasm.internal.compile.Descriptors.FUEL_TANK;
import static dev.mortise.wasm.internal.compile.Descriptors.GLOBAL_VARIABLE;
import static dev.mortise.wasm.internal.compile.Descriptors.LINEAR_MEMORY;
import static dev.mortise.wasm.internal.compile.Descriptors.LONGS;
import static dev.mortise.wasm.internal.compile.Descriptors.MEMORY_ACCESS;
import static dev.mortise.wasm.internal.compile.Descriptors.MODULE_INSTANCE;
import static dev.mortise.wasm.internal.compile.Descriptors.OBJECTS;
import static dev.mortise.wasm.internal.compile.Descriptors.OTHER_MEMORY_ACCESS;
import static dev.mortise.wasm.internal.compile.Descriptors.REFERENCE_TABLE;
import static dev.mortise.wasm.internal.compile.Descriptors.RESULTS;
import static dev.mortise.wasm.internal.compile.Descriptors.SPLIT_FRAME;
import static dev.mortise.wasm.internal.compile.Descriptors.TRAP;
import static dev.mortise.wasm.internal.compile.Descriptors.TRAPS;
import static dev.mortise.wasm.internal.compile.Descriptors.kind;
import static dev.mortise.wasm.internal.compile.Descriptors.method;
import static dev.mortise.wasm.internal.compile.Descriptors.natural;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.ValueType;
import dev.mortise.wasm.internal.CompiledFunction.Cut;
import dev.mortise.wasm.internal.binary.CodeReader;
import dev.mortise.wasm.internal.binary.Instruction;
import dev.mortise.wasm.internal.binary.ModuleDefinition;
import dev.mortise.wasm.internal.compile.FunctionsClass.Emitted;
import dev.mortise.wasm.internal.idiom.BulkLoop;
import dev.mortise.wasm.internal.idiom.DispatchLoops;
import dev.mortise.wasm.internal.runtime.JvmTypes;
import dev.mortise.wasm.internal.runtime.SignatureClasses;
import dev.mortise.wasm.internal.validate.FunctionValidator;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.StackMapFrameInfo.ObjectVerificationTypeInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.SimpleVerificationTypeInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.VerificationTypeInfo;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Emits a function as a static method (as several if it is too big). It runs the validator's algorithm along: the types
 * at each label come from there.
 */
final class FunctionCompiler {

    private static final int FLAGS = ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC;

    /** Parts of the usual size that methods are made smaller to where they have turned out too long. */
    private static final int MOST_EIGHTHS = 7;
    private static final int FEWEST_EIGHTHS = 4;

    private final ModuleCompiler module;
    private final ModuleDefinition definition;
    private final ClassBuilder classBuilder;
    private final Dispatchers dispatchers;
    private final int function;
    private final FunctionType type;
    private final String name;
    private final FunctionValidator validator;
    private final CodeReader reader;
    private final Constants constants = new Constants();
    private final boolean hasCalls;
    private final boolean hasLoops;
    /** Null if the module is not metered. */
    private final @Nullable FuelPlan fuel;
    private final @Nullable SplitPlan plan;
    /** The methods that it is cut into; null if it fits one. */
    private final @Nullable Pieces pieces;
    /** The method that is being emitted: the function itself or the innermost piece of it. */
    private Body body;
    private @Nullable Condition pending;
    private final Induction induction = new Induction();
    private int bulkLoops;
    private final DispatchLoops dispatches;
    /** Branches back in dispatch loops, by their offsets, before which many rounds may be made. */
    private final Map<Integer, BulkLoop> bulkBranches = new HashMap<>();

    @SuppressWarnings("NullAway.Init") // body is set by the first thing that runs, with the builder of its code
    private FunctionCompiler(ModuleCompiler module, ClassBuilder classBuilder, Dispatchers dispatchers, int function) {
        this.dispatchers = dispatchers;
        this.module = module;
        this.definition = module.definition();
        this.classBuilder = classBuilder;
        this.function = function;
        this.type = definition.functionType(function);
        this.name = module.names().method(function);
        this.dispatches = new DispatchLoops(definition, function);
        this.validator = new FunctionValidator(definition, module.declarations(), function);
        this.reader = validator.reader();
        var scan = new BodyScan(definition, function, reader.position(), module.options());
        this.hasCalls = scan.hasCalls();
        this.hasLoops = scan.hasLoops();
        this.fuel = module.options().isMetered() ? FuelPlan.of(definition, function, reader.position()) : null;
        var cut = SplitPlan.of(scan, module, function, validator.locals());
        var passing = cut == null ? null : passing(cut);
        if (cut != null && passing == null && cut.hasArms()) {
            // There the calls are the greater part, and may have turned out too long.
            for (var eighths = MOST_EIGHTHS; passing == null && eighths >= FEWEST_EIGHTHS; eighths--) {
                var finer = cut.finer(module, function, eighths);
                passing = passing(finer);
                cut = passing == null ? cut : finer;
            }
            var flat = passing == null ? cut.flat(module, function) : null;
            cut = flat == null ? cut : flat;
        }
        this.plan = cut;
        this.pieces = cut == null || passing != null ? passing
                : new FramedPieces(this, validator, module.functionsClass(function), module.instanceDesc(), name, type,
                        constants, validator.locals().length + cut.highest() + 1, cut.isFlat());
    }

    private @Nullable PassingPieces passing(SplitPlan cut) {
        return PassingPieces.of(this, validator, cut, module, function, constants);
    }

    /** The method that is being emitted. */
    Body body() {
        return body;
    }

    /** Emits one function into a class. */
    static Emitted compile(ModuleCompiler module, ClassBuilder classBuilder, Dispatchers dispatchers, int function) {
        var compiler = new FunctionCompiler(module, classBuilder, dispatchers, function);
        classBuilder.withMethodBody(compiler.name, natural(compiler.type, module.instanceDesc()), FLAGS,
                compiler::whole);
        return new Emitted(function, compiler.cut(), compiler.bulkLoops, null);
    }

    private @Nullable Cut cut() {
        var isFramed = pieces instanceof FramedPieces;
        return plan == null || plan.regions().isEmpty() && !isFramed ? null : plan.cut(isFramed);
    }

    private void whole(CodeBuilder code) {
        body = entry(code);
        if (hasCalls) {
            // Without a call it cannot recurse, and its loops have points of their own.
            body.interruptionPoint();
        }
        if (fuel != null) {
            body.charge(fuel.atEntry());
        }
        if (pieces != null) {
            pieces.opened(0);
        }
        body.open(Instruction.BLOCK, FunctionType.of().returning(type.results().toArray(ValueType[]::new)), 0);
        while (!validator.done()) {
            step();
        }
        body.finish();
    }

    /** Parameters are where the JVM puts them; other locals start as zero. */
    private Body entry(CodeBuilder code) {
        var locals = validator.locals();
        var slots = new int[locals.length];
        var types = new ArrayList<VerificationTypeInfo>();
        var parameters = type.parameters();
        var next = 0;
        var wide = JvmTypes.isWide(type);
        if (wide) {
            types.add(ObjectVerificationTypeInfo.of(LONGS));
            types.add(ObjectVerificationTypeInfo.of(OBJECTS));
            next = 2;
        } else {
            for (var i = 0; i < parameters.size(); i++) {
                slots[i] = next;
                next += JvmTypes.slots(locals[i]);
                types.add(Body.verificationType(locals[i]));
            }
        }
        var instanceSlot = next++;
        types.add(ObjectVerificationTypeInfo.of(module.instanceDesc()));
        var roundsSlot = roundsSlot(code, next, types);
        next += hasLoops ? 1 : 0;
        if (plan != null && pieces instanceof FramedPieces framed) {
            return cutEntry(code, plan, framed, new Slots(instanceSlot, roundsSlot, next, slots), types);
        }
        for (var i = wide ? 0 : parameters.size(); i < locals.length; i++) {
            slots[i] = next;
            next += JvmTypes.slots(locals[i]);
            types.add(Body.verificationType(locals[i]));
            if (i < parameters.size()) {
                loadWideParameter(code, i);
            } else {
                zero(code, locals[i]);
            }
            code.storeLocal(kind(locals[i]), slots[i]);
        }
        if (pieces instanceof PassingPieces passing) {
            code.loadConstant(passing.handedValues()).aload(instanceSlot).invokestatic(RESULTS, "reserve",
                    method(CD_void, CD_int, MODULE_INSTANCE));
            return passing.root(code, instanceSlot, roundsSlot, slots, next, List.copyOf(types));
        }
        return new Body(code, validator, instanceSlot, roundsSlot, slots, next, List.copyOf(types), 0, 0);
    }

    /** Slots of the function's own method; {@code parameters} are not set where they come in arrays. */
    private record Slots(int instance, int rounds, int next, int[] parameters) {
    }

    /** All locals of a cut function are in an object, which its methods hand on. */
    private CutBody cutEntry(CodeBuilder code, SplitPlan cut, FramedPieces methods, Slots slots,
            List<VerificationTypeInfo> types) {
        var locals = validator.locals();
        var frameSlot = slots.next();
        types.add(ObjectVerificationTypeInfo.of(SPLIT_FRAME));
        var places = locals.length + cut.highest() + 1 + cut.widestLabel();
        code.loadConstant(places).aload(slots.instance())
                .invokestatic(SPLIT_FRAME, "enter", method(SPLIT_FRAME, CD_int, MODULE_INSTANCE)).astore(frameSlot);
        var entry = methods.root(code, slots.instance(), frameSlot, slots.rounds(), types);
        entry.takesPlaces(places);
        if (JvmTypes.isWide(type)) {
            code.aload(0).aload(1).aload(frameSlot).invokestatic(SPLIT_FRAME, "takeWide",
                    method(CD_void, LONGS, OBJECTS, SPLIT_FRAME));
        } else {
            for (var i = 0; i < type.parameters().size(); i++) {
                code.loadLocal(kind(locals[i]), slots.parameters()[i]);
                entry.storeLocal(i, locals[i]);
            }
        }
        return entry;
    }

    /** Gives the method a slot for the rounds that its loops may still make, or -1 if there are no loops. */
    int roundsSlot(CodeBuilder code, int next, List<VerificationTypeInfo> types) {
        if (!hasLoops) {
            return -1;
        }
        code.loadConstant(LoopRounds.MOST).istore(next);
        types.add(SimpleVerificationTypeInfo.INTEGER);
        return next;
    }

    private void loadWideParameter(CodeBuilder code, int index) {
        var parameter = type.parameters().get(index);
        code.loadConstant(index).aload(0).aload(1).invokestatic(RESULTS, "wide" + Body.suffix(parameter),
                method(Descriptors.of(parameter), CD_int, LONGS, OBJECTS));
    }

    static void zero(CodeBuilder code, ValueType type) {
        switch (kind(type)) {
            case INT -> code.iconst_0();
            case LONG -> code.lconst_0();
            case FLOAT -> code.fconst_0();
            case DOUBLE -> code.dconst_0();
            default -> code.aconst_null();
        }
    }

    /** Emits a piece as a method of its own. */
    <B extends Body> B pieceMethod(String methodName, MethodTypeDesc descriptor, Function<CodeBuilder, B> entry,
            Runnable content) {
        var outer = body;
        var made = new ArrayList<B>(1);
        classBuilder.withMethodBody(methodName, descriptor, FLAGS, code -> {
            var inner = entry.apply(code);
            made.add(inner);
            body = inner;
            content.run();
            materialisePending();
            inner.finish();
            body = outer;
        });
        return made.getFirst();
    }

    /** Emits and validates the next instruction, or the piece that begins here. */
    void step() {
        if (plan == null || pieces == null || !body.live) {
            apply(validator.read());
            return;
        }
        var run = plan.nextRun(reader.position());
        if (run != null) {
            materialisePending();
            pieces.run(run);
            return;
        }
        var instruction = validator.read();
        var block = plan.outlined(reader.start());
        if (block != null) {
            materialisePending();
            pieces.block(block, instruction);
            return;
        }
        apply(instruction);
    }

    /** Emits and validates an instruction. */
    void apply(Instruction instruction) {
        emit(instruction);
        if (fuel != null && body.live) {
            var units = fuel.behind(reader.start());
            if (units > 0) {
                body.charge(units);
            }
        }
        induction.saw(instruction, reader);
        validator.apply(instruction);
    }

    private void materialisePending() {
        if (pending != null) {
            body.materialise(pending, validator.height() - 1);
            pending = null;
        }
    }

    private List<ValueType> labelTypes(int absolute) {
        return absolute == 0 ? type.results() : validator.control(validator.depth() - 1 - absolute).labelTypes();
    }

    // ---- Instructions

    private void emit(Instruction instruction) {
        switch (instruction) {
            case BLOCK, LOOP, IF, ELSE, END -> {
                structured(instruction);
                return;
            }
            default -> {
            }
        }
        if (!body.live) {
            return;
        }
        var code = body.code;
        if (pending != null) {
            switch (instruction) {
                case BR_IF, SELECT, SELECT_TYPED, I32_EQZ -> {
                }
                default -> materialisePending();
            }
        }
        if (instruction != Instruction.NOP) {
            body.emitted();
        }
        bringOperands(instruction);
        switch (instruction) {
            case NOP -> {
            }
            case UNREACHABLE -> {
                code.invokestatic(TRAPS, "unreachable", method(TRAP)).athrow();
                body.live = false;
            }
            case BR -> {
                var bulk = bulkBranches.get(reader.start());
                if (bulk != null && BulkLoops.emitBack(bulk, body)) {
                    bulkLoops++;
                }
                var absolute = body.absolute(reader.index());
                var carried = labelTypes(absolute);
                branch(absolute, validator.height() - carried.size(), carried);
                body.live = false;
            }
            case BR_IF -> branchIf();
            case BR_TABLE -> branchTable();
            case RETURN -> {
                branch(0, validator.height() - type.results().size(), type.results());
                body.live = false;
            }
            case CALL -> call(reader.index());
            case CALL_INDIRECT -> callIndirect(definition.types().get(reader.index()), reader.secondIndex());
            case DROP -> body.drop(body.top());
            case SELECT, SELECT_TYPED -> select();
            case LOCAL_GET -> body.loadLocal(reader.index(), validator.locals()[reader.index()]);
            case LOCAL_SET -> body.storeLocal(reader.index(), validator.locals()[reader.index()]);
            case LOCAL_TEE -> {
                var local = validator.locals()[reader.index()];
                duplicate(local);
                body.storeLocal(reader.index(), local);
            }
            case GLOBAL_GET -> globalGet(reader.index());
            case GLOBAL_SET -> globalSet(reader.index());
            case I32_CONST -> constants.load(code, (int) reader.value());
            case I64_CONST -> constants.load(code, reader.value());
            case F32_CONST -> constants.loadFloat(code, (int) reader.value());
            case F64_CONST -> constants.loadDouble(code, reader.value());
            case REF_NULL -> code.aconst_null();
            case REF_FUNC -> code.loadConstant(reader.index()).aload(body.instanceSlot).invokestatic(BULK,
                    "functionReference", method(CD_Object, CD_int, MODULE_INSTANCE));
            case TABLE_GET, TABLE_SET, TABLE_SIZE, TABLE_GROW, TABLE_FILL, TABLE_COPY, TABLE_INIT, ELEM_DROP,
                    MEMORY_SIZE, MEMORY_GROW, MEMORY_FILL, MEMORY_COPY, MEMORY_INIT, DATA_DROP -> {
                bulk(instruction);
                if (BodyScan.takesLong(instruction)) {
                    body.interruptionPoint();
                }
            }
            default -> {
                if (instruction.widthLog2() >= 0) {
                    memoryAccess(instruction);
                } else if (instruction == Instruction.I32_EQZ && pending != null) {
                    pending = pending.negated();
                } else {
                    var condition = Condition.of(instruction, code);
                    if (condition != null) {
                        pending = condition;
                    } else {
                        Operators.emit(instruction, code);
                    }
                }
            }
        }
    }

    /** In a piece, operands may be in the frame. */
    private void bringOperands(Instruction instruction) {
        var count = OperandCount.of(instruction, reader, definition);
        if (pending == null) {
            if (instruction != Instruction.CALL || !JvmTypes.isWide(definition.functionType(reader.index()))) {
                body.need(instruction == Instruction.CALL_INDIRECT
                        && JvmTypes.isWide(definition.types().get(reader.index())) ? 1 : count);
            }
        } else if (!body.isOnStack(count)) {
            materialisePending();
            body.need(count);
        }
    }

    private void structured(Instruction instruction) {
        if (pieces != null && instruction != Instruction.ELSE && instruction != Instruction.END) {
            pieces.opened(validator.depth());
        }
        switch (instruction) {
            case BLOCK -> {
                materialisePending();
                body.open(instruction, reader.blockType(), validator.height() - reader.blockType().parameters().size());
            }
            case LOOP -> {
                materialisePending();
                if (body.live && module.options().hasBulkLoops()) {
                    var isOne = BulkLoops.emit(definition, function, reader, body,
                            fuel == null ? 0 : fuel.behind(reader.start()));
                    bulkLoops += isOne ? 1 : 0;
                    // A piece may not have all locals at hand, and a round pays in several places.
                    if (pieces == null && fuel == null) {
                        bulkBranches.putAll(
                                dispatches.find(reader.position()));
                    }
                }
                var block = body.open(instruction, reader.blockType(),
                        validator.height() - reader.blockType().parameters().size());
                block.countsRounds = module.options().countsRounds();
                block.stretch = induction.loop();
            }
            case IF -> {
                var condition = takeCondition();
                if (body.live) {
                    condition = body.beforeIf(condition, reader.blockType().parameters());
                }
                var block = body.open(instruction, reader.blockType(),
                        validator.height() - 1 - reader.blockType().parameters().size());
                if (body.live) {
                    var label = body.code.newLabel();
                    block.elseLabel = label;
                    body.code.branch(condition.ifFalse(), label);
                    body.emitted();
                }
            }
            case ELSE -> {
                materialisePending();
                body.otherwise();
            }
            default -> {
                materialisePending();
                end();
            }
        }
    }

    private void end() {
        var isFunction = validator.depth() == 1;
        body.end();
        if (isFunction && body.live) {
            branch(0, 0, type.results());
            body.live = false;
        }
    }

    private Condition takeCondition() {
        var condition = pending == null ? Condition.NOT_ZERO : pending;
        pending = null;
        return condition;
    }

    /** A branch that is taken; what it carries is on top, {@code below} operands lie below that. */
    private void branch(int absolute, int below, List<ValueType> carried) {
        if (absolute == 0 && !body.isOutside(0)) {
            body.returnResults(type, below);
        } else {
            body.jump(absolute, below, carried);
        }
    }

    private void branchIf() {
        var condition = takeCondition();
        var absolute = body.absolute(reader.index());
        var carried = labelTypes(absolute);
        var below = validator.height() - 1 - carried.size();
        // A loop is left by the condition and continued by a goto: HotSpot's safepoint at a backward branch would keep
        // the operands of a conditional one alive, a three-way comparison among them (a sieve takes twice as long).
        if (body.isSimple(absolute, below) && !body.isLoop(absolute)) {
            body.jumpIf(condition.ifTrue(), absolute);
            return;
        }
        if (!body.isOutside(absolute) && body.isLoop(absolute)
                && induction.isUncounted(body.block(absolute).stretch)) {
            body.block(absolute).countsRounds = true;
        }
        var skip = body.code.newLabel();
        body.code.branch(condition.ifFalse(), skip);
        branch(absolute, below, carried);
        body.emitted();
        body.bindHere(skip, validator.height() - 1, List.of());
    }

    private void branchTable() {
        var code = body.code;
        var labels = reader.labels();
        var count = labels.length - 1;
        var below = validator.height() - 1 - labelTypes(body.absolute(labels[count])).size();
        if (body instanceof CutBody cut && SplitPlan.standsAlone(labels)) {
            cut.branchByIds(labels, below, labelTypes(body.absolute(labels[count])));
            return;
        }
        if (count > BranchTables.MAX_CASES) {
            labels = BranchTables.compress(code, labels);
            count = labels.length - 1;
        }
        // A label that needs more than a jump gets a stub behind the switch.
        var stubs = new HashMap<Integer, Label>();
        var cases = new ArrayList<SwitchCase>(count);
        for (var i = 0; i < count; i++) {
            cases.add(SwitchCase.of(i, switchTarget(labels[i], below, stubs)));
        }
        var otherwise = switchTarget(labels[count], below, stubs);
        if (count == 0) {
            code.pop().goto_(otherwise);
        } else {
            code.tableswitch(0, count - 1, otherwise, cases);
        }
        for (var stub : stubs.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
            body.bindHere(stub.getValue(), validator.height() - 1, List.of());
            branch(stub.getKey(), below, labelTypes(stub.getKey()));
            body.emitted();
        }
        body.live = false;
    }

    private Label switchTarget(int label, int below,
            HashMap<Integer, Label> stubs) {
        var absolute = body.absolute(label);
        return body.isSimple(absolute, below) ? body.target(absolute)
                : stubs.computeIfAbsent(absolute, key -> body.code.newLabel());
    }

    private void select() {
        var code = body.code;
        var condition = takeCondition();
        var operand = body.operand(validator.height() - 2);
        var skip = code.newLabel();
        code.branch(condition.ifTrue(), skip);
        if (JvmTypes.slots(operand) == 2) {
            code.dup2_x2().pop2();
        } else {
            code.swap();
        }
        body.bindHere(skip, validator.height() - 1, List.of());
        body.drop(operand);
        body.emitted();
    }

    private void duplicate(ValueType operand) {
        if (JvmTypes.slots(operand) == 2) {
            body.code.dup2();
        } else {
            body.code.dup();
        }
    }

    private void call(int function) {
        var callee = definition.functionType(function);
        var code = body.code;
        var below = validator.height() - callee.parameters().size();
        body.prepareResults(callee, below);
        packWide(callee, below, 0);
        code.aload(body.instanceSlot);
        if (function < definition.importedFunctions()) {
            code.invokestatic(module.importsClass(function), module.names().method(function),
                    natural(callee, MODULE_INSTANCE));
        } else {
            code.invokestatic(module.functionsClass(function), module.names().method(function),
                    natural(callee, module.instanceDesc()));
        }
        furtherResults(callee, below);
    }

    private void callIndirect(FunctionType callee, int table) {
        var code = body.code;
        var below = validator.height() - 1 - callee.parameters().size();
        body.prepareResults(callee, below);
        var dispatcher = dispatchers.find(callee, table);
        if (!dispatcher.isEmpty()) {
            code.aload(body.instanceSlot)
                    .invokestatic(module.functionsClass(function), dispatcher, dispatchers.descriptor(callee));
            furtherResults(callee, below);
            return;
        }
        var signature = ClassDesc.of(SignatureClasses.nameOf(callee));
        var get = method(signature, REFERENCE_TABLE, CD_int);
        if (callee.parameters().isEmpty()) {
            table(table);
            code.swap().invokestatic(signature, "get", get);
        } else {
            // The receiver belongs below the arguments: they step aside. Each site keeps its own type profile.
            var index = body.scratch(0);
            code.istore(index);
            packWide(callee, below, 1);
            var wide = JvmTypes.isWide(callee);
            var slot = wide ? body.scratch(1) : body.storeScratch(callee.parameters(), 1);
            if (wide) {
                code.astore(slot + 1).astore(slot);
            }
            table(table);
            code.iload(index).invokestatic(signature, "get", get);
            if (wide) {
                code.aload(slot).aload(slot + 1);
            } else {
                body.loadScratch(callee.parameters(), slot);
            }
        }
        code.aload(body.instanceSlot).invokevirtual(signature, "call", natural(callee, MODULE_INSTANCE));
        furtherResults(callee, below);
    }

    /** Arguments over the JVM's limit go into two arrays. */
    private void packWide(FunctionType callee, int below, int scratch) {
        var parameters = callee.parameters();
        if (!JvmTypes.isWide(callee) || body.packWide(below, parameters.size())) {
            return;
        }
        var code = body.code;
        var slot = body.storeScratch(parameters, scratch + 2);
        var numbers = body.scratch(scratch);
        var references = numbers + 1;
        code.loadConstant(parameters.size()).newarray(TypeKind.LONG).astore(numbers);
        code.loadConstant(parameters.size()).anewarray(CD_Object).astore(references);
        for (var i = 0; i < parameters.size(); i++) {
            var parameter = parameters.get(i);
            code.loadLocal(kind(parameter), slot);
            code.loadConstant(i).aload(numbers).aload(references).invokestatic(RESULTS, "widen",
                    method(CD_void, Descriptors.of(parameter), CD_int, LONGS, OBJECTS));
            slot += JvmTypes.slots(parameter);
        }
        code.aload(numbers).aload(references);
    }

    private void furtherResults(FunctionType callee, int below) {
        if (body.takeResults(callee, below)) {
            return;
        }
        for (var i = 1; i < callee.results().size(); i++) {
            var result = callee.results().get(i);
            body.code.aload(body.instanceSlot).loadConstant(i).invokestatic(RESULTS, "take" + Body.suffix(result),
                    method(Descriptors.of(result), MODULE_INSTANCE, CD_int));
        }
    }

    // ---- Memories, tables, globals

    private void memory(int index) {
        var code = body.code.aload(body.instanceSlot);
        if (index < InstanceClass.MEMORY_FIELDS) {
            code.getfield(module.instanceDesc(), "memory" + index, LINEAR_MEMORY);
        } else {
            code.getfield(MODULE_INSTANCE, "memories", LINEAR_MEMORY.arrayType()).loadConstant(index).aaload();
        }
    }

    private void table(int index) {
        InstanceClass.loadTable(body.code, body.instanceSlot, module.instanceDesc(), index);
    }

    private void memoryAccess(Instruction instruction) {
        var code = body.code;
        var isStore = instruction.results().isEmpty();
        var value = isStore ? body.top() : ofLetter(instruction.results().charAt(0));
        var helper = MemoryNames.helper(instruction);
        var offset = reader.value();
        if (offset > Integer.MAX_VALUE) {
            // No memory of this engine reaches so far.
            if (isStore) {
                body.drop(value);
            }
            code.pop().invokestatic(TRAPS, "outOfBoundsMemory", method(TRAP)).athrow();
            body.live = false;
            return;
        }
        var operands = new ArrayList<ClassDesc>();
        operands.add(CD_int);
        if (isStore) {
            operands.add(Descriptors.of(value));
        }
        if (offset != 0) {
            code.loadConstant((int) offset);
            operands.add(CD_int);
        }
        var isFirst = reader.index() == 0;
        if (isFirst) {
            code.aload(body.instanceSlot);
            operands.add(MODULE_INSTANCE);
        } else {
            memory(reader.index());
            operands.add(LINEAR_MEMORY);
        }
        code.invokestatic(
                isFirst ? MEMORY_ACCESS : OTHER_MEMORY_ACCESS,
                helper,
                method(isStore ? CD_void : Descriptors.of(value), operands.toArray(ClassDesc[]::new)));
    }

    private static ValueType ofLetter(char letter) {
        return switch (letter) {
            case 'I' -> ValueType.I32;
            case 'J' -> ValueType.I64;
            case 'F' -> ValueType.F32;
            default -> ValueType.F64;
        };
    }

    private void bulk(Instruction instruction) {
        var code = body.code;
        var index = reader.index();
        var second = reader.secondIndex();
        if (fuel != null) {
            payForLength(instruction, index);
        }
        switch (instruction) {
            case MEMORY_SIZE -> memoryCall(index, "memorySize", CD_int);
            case MEMORY_GROW -> memoryCall(index, "memoryGrow", CD_int, CD_int);
            case MEMORY_FILL -> memoryCall(index, "memoryFill", CD_void, CD_int, CD_int, CD_int);
            case MEMORY_COPY -> {
                memory(index);
                memory(second);
                code.invokestatic(BULK, "memoryCopy",
                        method(CD_void, CD_int, CD_int, CD_int, LINEAR_MEMORY, LINEAR_MEMORY));
            }
            case MEMORY_INIT -> {
                memory(second);
                code.loadConstant(index).aload(body.instanceSlot).invokestatic(BULK, "memoryInit",
                        method(CD_void, CD_int, CD_int, CD_int, LINEAR_MEMORY, CD_int, MODULE_INSTANCE));
            }
            case DATA_DROP -> code.loadConstant(index).aload(body.instanceSlot).invokestatic(BULK, "dataDrop",
                    method(CD_void, CD_int, MODULE_INSTANCE));
            case ELEM_DROP -> code.loadConstant(index).aload(body.instanceSlot).invokestatic(BULK, "elementDrop",
                    method(CD_void, CD_int, MODULE_INSTANCE));
            case TABLE_GET -> tableCall(index, "tableGet", CD_Object, CD_int);
            case TABLE_SET -> tableCall(index, "tableSet", CD_void, CD_int, CD_Object);
            case TABLE_SIZE -> tableCall(index, "tableSize", CD_int);
            case TABLE_GROW -> tableCall(index, "tableGrow", CD_int, CD_Object, CD_int);
            case TABLE_FILL -> tableCall(index, "tableFill", CD_void, CD_int, CD_Object, CD_int);
            case TABLE_COPY -> {
                table(index);
                table(second);
                code.invokestatic(BULK, "tableCopy",
                        method(CD_void, CD_int, CD_int, CD_int, REFERENCE_TABLE, REFERENCE_TABLE));
            }
            case TABLE_INIT -> {
                table(second);
                code.loadConstant(index).aload(body.instanceSlot).invokestatic(BULK, "tableInit",
                        method(CD_void, CD_int, CD_int, CD_int, REFERENCE_TABLE, CD_int, MODULE_INSTANCE));
            }
            default -> throw new AssertionError(instruction);
        }
    }

    /** What an instruction costs by the number on top, which says how much it is to do. */
    private void payForLength(Instruction instruction, int index) {
        var code = body.code;
        switch (instruction) {
            case MEMORY_FILL, MEMORY_COPY, MEMORY_INIT -> code.dup().aload(body.instanceSlot).invokestatic(FUEL_TANK,
                    "chargeBytes", method(CD_void, CD_int, MODULE_INSTANCE));
            case TABLE_FILL, TABLE_COPY, TABLE_INIT -> code.dup().aload(body.instanceSlot).invokestatic(FUEL_TANK,
                    "chargeElements", method(CD_void, CD_int, MODULE_INSTANCE));
            case MEMORY_GROW -> {
                code.dup();
                memory(index);
                code.aload(body.instanceSlot).invokestatic(FUEL_TANK, "chargePages",
                        method(CD_void, CD_int, LINEAR_MEMORY, MODULE_INSTANCE));
            }
            case TABLE_GROW -> {
                code.dup();
                table(index);
                code.aload(body.instanceSlot).invokestatic(FUEL_TANK, "chargeGrowth",
                        method(CD_void, CD_int, REFERENCE_TABLE, MODULE_INSTANCE));
            }
            default -> {
            }
        }
    }

    private void memoryCall(int index, String helper, ClassDesc result, ClassDesc... operands) {
        memory(index);
        var descriptor = method(result, operands);
        body.code.invokestatic(BULK, helper, descriptor.insertParameterTypes(operands.length, LINEAR_MEMORY));
    }

    private void tableCall(int index, String helper, ClassDesc result, ClassDesc... operands) {
        table(index);
        var descriptor = method(result, operands);
        body.code.invokestatic(BULK, helper, descriptor.insertParameterTypes(operands.length, REFERENCE_TABLE));
    }

    private void globalGet(int index) {
        var code = body.code;
        var global = definition.globals().get(index).valueType();
        if (module.instanceClass().isPrivate(index)) {
            code.aload(body.instanceSlot).getfield(module.instanceDesc(), "global" + index, Descriptors.of(global));
            return;
        }
        sharedGlobal(index);
        switch (kind(global)) {
            case INT -> code.getfield(GLOBAL_VARIABLE, "bits", CD_long).l2i();
            case LONG -> code.getfield(GLOBAL_VARIABLE, "bits", CD_long);
            case REFERENCE -> code.getfield(GLOBAL_VARIABLE, "reference", CD_Object);
            default -> code.invokestatic(GLOBAL_VARIABLE, "read" + Body.suffix(global),
                    method(Descriptors.of(global), GLOBAL_VARIABLE));
        }
    }

    private void globalSet(int index) {
        var code = body.code;
        var global = definition.globals().get(index).valueType();
        if (module.instanceClass().isPrivate(index)) {
            code.aload(body.instanceSlot);
            if (JvmTypes.slots(global) == 2) {
                code.dup_x2().pop();
            } else {
                code.swap();
            }
            code.putfield(module.instanceDesc(), "global" + index, Descriptors.of(global));
            return;
        }
        sharedGlobal(index);
        code.invokestatic(GLOBAL_VARIABLE, "write", method(CD_void, Descriptors.of(global), GLOBAL_VARIABLE));
    }

    private void sharedGlobal(int index) {
        var code = body.code.aload(body.instanceSlot);
        if (index < InstanceClass.GLOBAL_FIELDS) {
            code.getfield(module.instanceDesc(), "global" + index, GLOBAL_VARIABLE);
        } else {
            code.getfield(MODULE_INSTANCE, "globals", GLOBAL_VARIABLE.arrayType()).loadConstant(index).aaload();
        }
    }
}
