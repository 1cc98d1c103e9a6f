package dev.mortise.wasm.internal.compile;

import dev.mortise.wasm.ValueType;
import dev.mortise.wasm.internal.compile.LocalFlow.Use;
import dev.mortise.wasm.internal.compile.SplitPlan.Region;
import dev.mortise.wasm.internal.runtime.JvmTypes;
import dev.mortise.wasm.internal.validate.FunctionValidator;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.attribute.StackMapFrameInfo.ObjectVerificationTypeInfo;
import java.lang.classfile.attribute.StackMapFrameInfo.VerificationTypeInfo;
import java.lang.constant.ClassDesc;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pieces that take the locals and operands that they use as parameters, and hand back those that they set; the JIT
 * compilers keep them in registers in between: SHA-256 takes 6 ms a megabyte so, and 93 ms with {@link FramedPieces}.
 */
final class PassingPieces extends Pieces {

    /**
     * Parameters of a method and arguments of a call in it together: where they are 80, C2 refuses the method ("unsupported
     * calling sequence"), 72 are taken, and calls of functions need some.
     */
    private static final int MOST_PARAMETERS = 64;
    /** What it takes to hand a value over and to take it, and to pass one as a parameter. */
    private static final int HANDED_BYTES = 18;
    private static final int PASSED_BYTES = 4;

    private final ClassDesc owner;
    private final ClassDesc instance;
    private final PassingBody.Common common;
    private final Map<Region, Use> uses;

    private PassingPieces(FunctionCompiler compiler, FunctionValidator validator, ClassDesc owner, ClassDesc instance,
            String name, PassingBody.Common common, Map<Region, Use> uses) {
        super(compiler, validator, name);
        this.owner = owner;
        this.instance = instance;
        this.common = common;
        this.uses = uses;
    }

    /** The pieces of this plan, or null if some of them would take or give too much, or the function is too tangled. */
    static @Nullable PassingPieces of(FunctionCompiler compiler, FunctionValidator validator, SplitPlan plan,
            ModuleCompiler module, int function, Constants constants) {
        if (plan.hasTables()) {
            return null;
        }
        var definition = module.definition();
        var locals = validator.locals().length;
        var uses = LocalFlow.of(definition, function, validator.reader().position(), locals, plan.regions());
        if (uses == null || !fit(plan, uses, locals, definition.functionType(function).parameters().size())) {
            return null;
        }
        var widest = plan.widestLabel();
        var most = 0;
        for (var region : plan.regions()) {
            widest = Math.max(widest, region.heightBehind() - region.low());
            most = Math.max(most, use(uses, region).given().length);
        }
        return new PassingPieces(compiler, validator, module.functionsClass(function), module.instanceDesc(),
                module.names().method(function), new PassingBody.Common(definition.functionType(function), constants,
                        widest, widest + most),
                uses);
    }

    private static Use use(Map<Region, Use> uses, Region region) {
        var use = uses.get(region);
        if (use == null) {
            throw new AssertionError("each region of the plan was looked at");
        }
        return use;
    }

    /** Whether each method stays within the JVM's limits, and HotSpot's. */
    private static boolean fit(SplitPlan plan, Map<Region, Use> uses, int locals, int own) {
        var bytes = new IdentityHashMap<Region, Long>();
        var parameters = new ArrayDeque<Integer>();
        parameters.push(own);
        var root = plan.rootBytes() + (long) PASSED_BYTES * locals;
        var open = new ArrayDeque<Region>();
        var inOrder = plan.regions().stream().sorted((a, b) -> a.start() != b.start() ? a.start() - b.start()
                : b.end() - a.end()).toList();
        for (var region : inOrder) {
            while (!open.isEmpty() && open.element().end() <= region.start()) {
                open.pop();
                parameters.pop();
            }
            var use = use(uses, region);
            var taken = use.taken().length + region.heightBefore() - region.low();
            var given = use.given().length + region.heightBehind() - region.low();
            if (taken + parameters.element() > MOST_PARAMETERS) {
                return false;
            }
            bytes.put(region,
                    region.bytes() + (long) HANDED_BYTES / 2 * given + PASSED_BYTES * use.used().cardinality());
            var call = (long) PASSED_BYTES * taken + (long) HANDED_BYTES / 2 * given;
            if (open.isEmpty()) {
                root += call;
            } else {
                bytes.merge(open.element(), call, Long::sum);
            }
            open.push(region);
            parameters.push(taken);
        }
        return root <= CompileOptions.METHOD_BYTES
                && bytes.values().stream().allMatch(size -> size <= CompileOptions.METHOD_BYTES);
    }

    /** What the function's own method has to make room for before it calls pieces. */
    int handedValues() {
        return common.handed();
    }

    /** The function's own method. */
    PassingBody root(CodeBuilder code, int instanceSlot, int roundsSlot, int[] slots, int nextSlot,
            List<VerificationTypeInfo> types) {
        return new PassingBody(code, validator, instanceSlot, roundsSlot, slots, nextSlot, types, 0, common, labelIds,
                null);
    }

    @Override
    void piece(String method, Region region, Runnable content) {
        var outer = (PassingBody) compiler.body();
        var shape = new PassingBody.Shape(region, use(uses, region), validator.locals());
        var operands = new ArrayList<ValueType>();
        for (var i = region.low(); i < validator.height(); i++) {
            operands.add(outer.operand(i));
        }
        var type = shape.type(operands, instance);
        outer.callPiece(owner, method, shape, type);
        outer.afterPiece(compiler.pieceMethod(method, type, code -> inner(code, shape, operands), content), shape);
    }

    private PassingBody inner(CodeBuilder code, PassingBody.Shape shape, List<ValueType> operands) {
        var locals = validator.locals();
        var slots = new int[locals.length];
        Arrays.fill(slots, -1);
        var types = new ArrayList<VerificationTypeInfo>();
        var next = 0;
        for (var operand : operands) {
            types.add(Body.verificationType(operand));
            next += JvmTypes.slots(operand);
        }
        for (var local : shape.use().taken()) {
            slots[local] = next;
            types.add(Body.verificationType(locals[local]));
            next += JvmTypes.slots(locals[local]);
        }
        var instanceSlot = next++;
        types.add(ObjectVerificationTypeInfo.of(instance));
        for (var local : shape.use().used().stream().toArray()) {
            if (slots[local] < 0) {
                slots[local] = next;
                types.add(Body.verificationType(locals[local]));
                FunctionCompiler.zero(code, locals[local]);
                code.storeLocal(Descriptors.kind(locals[local]), next);
                next += JvmTypes.slots(locals[local]);
            }
        }
        var roundsSlot = compiler.roundsSlot(code, next, types);
        if (roundsSlot >= 0) {
            next++;
        }
        var slot = 0;
        for (var operand : operands) {
            code.loadLocal(Descriptors.kind(operand), slot);
            slot += JvmTypes.slots(operand);
        }
        return new PassingBody(code, validator, instanceSlot, roundsSlot, slots, next, List.copyOf(types),
                validator.depth(), common, labelIds, shape);
    }
}
