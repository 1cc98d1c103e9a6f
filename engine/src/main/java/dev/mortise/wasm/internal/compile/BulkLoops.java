package dev.mortise.wasm.internal.compile;

import static dev.mortise.wasm.internal.compile.Descriptors.BULK_ROUNDS;
import static dev.mortise.wasm.internal.compile.Descriptors.MODULE_INSTANCE;
import static dev.mortise.wasm.internal.compile.Descriptors.method;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import dev.mortise.wasm.NumberType;
import dev.mortise.wasm.internal.binary.CodeReader;
import dev.mortise.wasm.internal.binary.ModuleDefinition;
import dev.mortise.wasm.internal.idiom.BulkLoop;
import dev.mortise.wasm.internal.idiom.BulkLoop.Bound;
import dev.mortise.wasm.internal.idiom.BulkLoop.Copy;
import dev.mortise.wasm.internal.idiom.BulkLoop.Fetch;
import dev.mortise.wasm.internal.idiom.BulkLoop.Fill;
import dev.mortise.wasm.internal.idiom.BulkLoop.Place;
import dev.mortise.wasm.internal.idiom.BulkLoop.Put;
import dev.mortise.wasm.internal.idiom.BulkLoop.Term;
import dev.mortise.wasm.internal.idiom.DispatchLoops;
import dev.mortise.wasm.internal.idiom.Frame;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What comes before a loop that is an idiom: a call that does most of its rounds at once, and the locals as those leave
 * them. The loop itself is compiled as any other.
 */
final class BulkLoops {

    private final CodeBuilder code;
    private final Body body;
    /** What each round costs; 0 if the module is not metered. */
    private final int fuelUnits;

    private BulkLoops(Body body, int fuelUnits) {
        this.code = body.code;
        this.body = body;
        this.fuelUnits = fuelUnits;
    }

    /** Estimated bytes of what comes before a loop whose {@code loop} was read last; none before most. */
    static int bytes(ModuleDefinition module, int end, CodeReader reader, DispatchLoops dispatches,
            CompileOptions options) {
        if (!options.hasBulkLoops()) {
            return 0;
        }
        var loop = find(module, end, reader);
        var bytes = loop != null && isEmitted(loop, options.isMetered()) ? loop.bytes() : 0;
        if (!options.isMetered()) {
            for (var dispatched : dispatches.find(reader.position()).values()) {
                bytes += dispatched.bytes();
            }
        }
        return bytes;
    }

    /** Elsewhere a round pays in several places, which it may not all come by. */
    private static boolean isEmitted(BulkLoop loop, boolean isMetered) {
        return !isMetered || loop.isStraight();
    }

    /** Emits it if the loop is one, whose {@code loop} was read last; answers whether it did. */
    static boolean emit(ModuleDefinition module, int function, CodeReader reader, Body body, int fuelUnits) {
        var loop = find(module, module.body(function).end(), reader);
        if (loop == null || !isEmitted(loop, fuelUnits > 0) || !hasNumbersAsGuards(loop, body)) {
            return false;
        }
        new BulkLoops(body, fuelUnits).emit(loop);
        return true;
    }

    /**
     * Emits what comes before a branch back in a dispatch loop, after which the loop does the round that is left and
     * comes here again. Answers whether it did.
     */
    static boolean emitBack(BulkLoop loop, Body body) {
        if (loop.frame() != null && body.validator.locals()[Frame.BASE] != NumberType.I32
                || !hasNumbersAsGuards(loop, body)) {
            return false;
        }
        new BulkLoops(body, 0).emit(loop);
        return true;
    }

    /** Locals that take each other's values may be of any type. */
    private static boolean hasNumbersAsGuards(BulkLoop loop, Body body) {
        var locals = body.validator.locals();
        return loop.guards().keySet().stream().allMatch(
                local -> Frame.isWord(local) || locals[local] == NumberType.I32 || locals[local] == NumberType.I64);
    }

    private static @Nullable BulkLoop find(ModuleDefinition module, int end, CodeReader reader) {
        return reader.blockType().parameters().isEmpty() ? BulkLoop.find(module, reader.position(), end) : null;
    }

    private void emit(BulkLoop loop) {
        var done = body.scratch(0);
        switch (loop.work()) {
            case Copy copy -> {
                place(copy.to());
                place(copy.from());
                rounds(loop);
                code.loadConstant(copy.step());
                call("copy", CD_int, CD_long, CD_int, CD_long, CD_long, CD_int);
            }
            case Fill fill -> {
                place(fill.to());
                push(fill.value(), true);
                code.loadConstant(fill.width());
                rounds(loop);
                code.loadConstant(fill.step());
                call("fill", CD_int, CD_long, CD_long, CD_int, CD_long, CD_int);
            }
            case Fetch fetch -> transfer("fetch", fetch.address(), fetch.to(), fetch.width(), fetch.function(), loop);
            case Put put -> transfer("put", put.address(), put.from(), put.width(), put.function(), loop);
        }
        if (fuelUnits > 0) {
            code.loadConstant(fuelUnits).aload(body.instanceSlot).invokestatic(BULK_ROUNDS, "pay",
                    method(CD_int, CD_int, CD_int, MODULE_INSTANCE));
        }
        code.istore(done);
        new TreeMap<>(loop.steps()).forEach((local, step) -> advance(local, step, done));
        body.emitted();
    }

    private void transfer(String helper, Term address, Place place, int width, int function, BulkLoop loop) {
        push(address, true);
        place(place);
        code.loadConstant(width);
        rounds(loop);
        code.loadConstant(function);
        call(helper, CD_long, CD_int, CD_long, CD_int, CD_long, CD_int);
    }

    private void call(String helper, ClassDesc... operands) {
        var type = method(CD_int, operands);
        code.aload(body.instanceSlot).invokestatic(BULK_ROUNDS, helper,
                type.insertParameterTypes(operands.length, MODULE_INSTANCE));
    }

    private void place(Place place) {
        push(place.address(), false);
        code.loadConstant(place.offset());
    }

    /** How many rounds are sure to be made and paid. */
    private void rounds(BulkLoop loop) {
        for (var i = 0; i < loop.bounds().size(); i++) {
            bound(loop.bounds().get(i));
            if (i > 0) {
                code.invokestatic(BULK_ROUNDS, "both", method(CD_long, CD_long, CD_long));
            }
        }
        loop.guards().forEach((local, value) -> {
            var isWide = isWideLocal(local);
            load(local, isWide);
            push(value, isWide);
            var number = isWide ? CD_long : CD_int;
            code.invokestatic(BULK_ROUNDS, "ifEqual", method(CD_long, CD_long, number, number));
        });
        if (loop.frame() != null) {
            switch (loop.work()) {
                case Copy copy -> {
                    beside(loop.frame(), copy.to(), copy.step());
                    beside(loop.frame(), copy.from(), copy.step());
                }
                case Fill fill -> beside(loop.frame(), fill.to(), fill.step());
                case Fetch fetch -> beside(loop.frame(), fetch.to(), fetch.width());
                case Put put -> beside(loop.frame(), put.from(), put.width());
            }
        }
        if (fuelUnits > 0) {
            code.loadConstant(fuelUnits).aload(body.instanceSlot).invokestatic(BULK_ROUNDS, "affordable",
                    method(CD_long, CD_long, CD_int, MODULE_INSTANCE));
        }
    }

    private void beside(Frame frame, Place place, int step) {
        body.loadLocal(Frame.BASE, NumberType.I32);
        code.loadConstant(frame.low()).loadConstant(frame.high());
        place(place);
        code.loadConstant(step).aload(body.instanceSlot).invokestatic(BULK_ROUNDS, "beside",
                method(CD_long, CD_long, CD_int, CD_int, CD_int, CD_int, CD_long, CD_int, MODULE_INSTANCE));
    }

    private void bound(Bound bound) {
        var number = bound.isWide() ? CD_long : CD_int;
        push(bound.from(), bound.isWide());
        push(bound.to(), bound.isWide());
        code.loadConstant(bound.step()).invokestatic(BULK_ROUNDS, switch (bound.kind()) {
            case DIFFERENT -> "untilEqual";
            case LESS_SIGNED -> "whileLess";
            case LESS_UNSIGNED -> "whileLessUnsigned";
        }, method(CD_long, number, number, CD_int));
    }

    /** Computes a term in as many bits as are wanted; others of its locals are cut or extended, which is the same. */
    private void push(Term term, boolean isWide) {
        var isFirst = true;
        for (var factor : new TreeMap<>(term.factors()).entrySet()) {
            load(factor.getKey(), isWide);
            if (factor.getValue() != 1) {
                constant(factor.getValue(), isWide);
                multiply(isWide);
            }
            if (!isFirst) {
                add(isWide);
            }
            isFirst = false;
        }
        if (isFirst) {
            constant(term.constant(), isWide);
        } else if (term.constant() != 0) {
            constant(term.constant(), isWide);
            add(isWide);
        }
    }

    private void load(int local, boolean isWide) {
        var isWideLocal = isWideLocal(local);
        if (Frame.isWord(local)) {
            body.loadLocal(Frame.BASE, NumberType.I32);
            code.loadConstant(Frame.distance(local)).aload(body.instanceSlot).invokestatic(BULK_ROUNDS, "word",
                    method(CD_long, CD_int, CD_int, MODULE_INSTANCE));
        } else {
            body.loadLocal(local, isWideLocal ? NumberType.I64 : NumberType.I32);
        }
        if (isWide && !isWideLocal) {
            code.i2l();
        } else if (!isWide && isWideLocal) {
            code.l2i();
        }
    }

    private boolean isWideLocal(int local) {
        return Frame.isWord(local) || body.validator.locals()[local] == NumberType.I64;
    }

    private void constant(long value, boolean isWide) {
        if (isWide) {
            code.loadConstant(value);
        } else {
            code.loadConstant((int) value);
        }
    }

    private void multiply(boolean isWide) {
        if (isWide) {
            code.lmul();
        } else {
            code.imul();
        }
    }

    private void add(boolean isWide) {
        if (isWide) {
            code.ladd();
        } else {
            code.iadd();
        }
    }

    private void advance(int local, long step, int done) {
        if (step == 0) {
            return;
        }
        var isWide = isWideLocal(local);
        load(local, isWide);
        code.iload(done);
        if (isWide) {
            code.i2l();
        }
        constant(step, isWide);
        multiply(isWide);
        add(isWide);
        body.storeLocal(local, isWide ? NumberType.I64 : NumberType.I32);
    }
}
