package dev.mortise.wasm;

import static dev.mortise.wasm.NumberType.I32;
import static dev.mortise.wasm.NumberType.I64;

import dev.mortise.wasm.build.Code;
import dev.mortise.wasm.build.ModuleBuilder;
import java.util.Random;

/**
 * One loop as Go's compiler writes them: states of a dispatch loop, with a stack in memory that holds what lives across
 * calls and what imports are given, through functions of the module. Now and then one that is almost an idiom.
 */
final class GoLoop {

    /** Of the functions that stand for the imports, beginning with this one. */
    static final int FIRST_WRAPPER = 4;

    private static final int SELECTOR = 0;
    private static final int STACK = 1;
    private static final int ANSWER = 2;
    private static final int INDEX = 3;
    private static final int OFFSET = 4;
    private static final int NEXT_OFFSET = 5;

    /** Words of the frame: the two that functions are given, then the loop's own. */
    private static final int ARGUMENT = 0;
    private static final int SECOND = 8;
    private static final int KEPT_INDEX = 40;
    private static final int COUNT = 48;
    private static final int NOTE = 56;
    private static final int OTHER_BASE = 64;
    private static final int BASE = 72;
    private static final int LENGTH = 80;

    private enum Kind {
        FETCH, PUT, COPY, FILL
    }

    private enum Flaw {
        NONE, COUNTS_IN_FRAME, COUNTS_IN_GLOBAL, STEPS_TWO, FIRST_OFFSET, WRITES_LENGTH, KEEPS_INDEX_NOT
    }

    private final Random random;
    private final Kind kind;
    private final Flaw flaw;
    private final boolean derivesEarly;
    private final boolean isByte;

    private GoLoop(Random random, Kind kind, Flaw flaw, boolean isByte) {
        this.random = random;
        this.kind = kind;
        this.flaw = flaw;
        this.derivesEarly = flaw == Flaw.FIRST_OFFSET || random.nextInt(4) == 0;
        this.isByte = isByte;
    }

    /** Go's functions for the four imports of {@link BulkLoopsTest}. */
    static void addWrappers(ModuleBuilder builder) {
        for (var i = 0; i < 4; i++) {
            var function = i;
            builder.privateFunction("import" + i, FunctionType.of(I32).returning(I32), code -> {
                var stack = code.local(I32);
                var answer = code.local(I64);
                code.globalGet(0).set(stack).get(stack).with(0x29, 0, 8);
                if (function >= 2) {
                    code.get(stack).with(function == 2 ? 0x28 : 0x29, 0, 16);
                }
                code.call(function).globalGet(0).set(stack);
                if (function < 2) {
                    if (function == 0) {
                        code.op(0xad);
                    }
                    code.set(answer).get(stack).get(answer).with(function == 0 ? 0x3e : 0x37, 0, 16);
                }
                code.get(stack).i32(8).op(Code.I32_ADD).tee(stack).globalSet(0).i32(0).op(Code.RETURN,
                        Code.UNREACHABLE);
            });
        }
    }

    /** Adds a loop, as a function whose frame is where global 0 says; answers what sets the frame up and calls it. */
    static void add(ModuleBuilder builder, Random random, String name, FunctionType type) {
        var kinds = Kind.values();
        var flaws = Flaw.values();
        var loop = new GoLoop(random, kinds[random.nextInt(kinds.length)],
                random.nextInt(3) > 0 ? Flaw.NONE : flaws[random.nextInt(flaws.length)], random.nextInt(5) == 0);
        add(builder, loop, name, type);
    }

    /** The loop with which Go reads a plug-in's input. */
    static void addPlain(ModuleBuilder builder, String name, FunctionType type) {
        add(builder, new GoLoop(new Random(1), Kind.FETCH, Flaw.NONE, false), name, type);
    }

    private static void add(ModuleBuilder builder, GoLoop loop, String name, FunctionType type) {
        var function = builder.privateFunction("go" + name, FunctionType.of(I32).returning(I32), loop::function);
        builder.function(name, type, code -> loop.caller(function, code));
    }

    private void caller(int function, Code code) {
        // Most frames lie well within the memory; some beside or upon what is copied.
        if (random.nextInt(4) > 0) {
            code.get(1).i32(0x7ff8).op(Code.I32_AND).i32(64).op(Code.I32_ADD).globalSet(0);
        } else {
            code.get(1).globalSet(0);
        }
        var slack = random.nextInt(4) == 0 ? -8 : random.nextInt(100);
        code.globalGet(0).get(2).op(Code.I64_EXTEND_I32_S).with(0x37, 0, COUNT);
        code.globalGet(0).get(3).with(0x37, 0, OTHER_BASE);
        code.globalGet(0).get(0).op(0xad).with(0x37, 0, BASE);
        code.globalGet(0).get(2).i32(isByte ? 1 : 8).op(Code.I32_MUL).i32(slack).op(Code.I32_ADD)
                .op(Code.I64_EXTEND_I32_S).with(0x37, 0, LENGTH);
        code.i32(0).call(function).op(Code.DROP);
        code.get(0).get(1).get(2).get(3).get(4).globalGet(0).globalGet(1).op(0xad);
    }

    private void function(Code code) {
        code.local(I32);
        for (var local = ANSWER; local <= NEXT_OFFSET; local++) {
            code.local(I64);
        }
        code.globalGet(0).set(STACK);
        code.block().loop();
        for (var i = 0; i < 5; i++) {
            code.block();
        }
        code.get(SELECTOR).op(0x0e, 4, 0, 1, 2, 3, 4).end();
        code.i64(0).set(INDEX);
        if (flaw == Flaw.FIRST_OFFSET) {
            code.i64(16).set(OFFSET);
        }
        go(2, 4, code);
        code.end();
        round(code);
        code.end();
        goesOn(code);
        code.end();
        code.i32(0).op(Code.RETURN).end().op(Code.UNREACHABLE).end().end().i32(1);
    }

    /** Sets the state, and goes to the loop from within so many blocks of it. */
    private static void go(int state, int blocks, Code code) {
        code.i32(state).set(SELECTOR).br(blocks);
    }

    private void round(Code code) {
        if (flaw != Flaw.KEEPS_INDEX_NOT) {
            code.get(STACK).get(INDEX).with(0x37, 0, KEPT_INDEX);
        }
        switch (kind) {
            case FETCH -> {
                otherAddress(code, ARGUMENT);
                call(isByte ? 0 : 1, code);
                address(BASE, code);
                word(SECOND, code);
                code.with(isByte ? 0x3c : 0x37, 0, 0);
            }
            case PUT -> {
                address(BASE, code);
                code.with(isByte ? 0x31 : 0x29, 0, 0).set(ANSWER);
                otherAddress(code, ARGUMENT);
                code.get(STACK).op(0xad).i64(SECOND).op(Code.I64_ADD, Code.I32_WRAP_I64).get(ANSWER).with(0x37, 0, 0);
                call(isByte ? 2 : 3, code);
            }
            case COPY -> {
                address(BASE, code);
                code.get(OFFSET).op(Code.I32_WRAP_I64);
                code.with(isByte ? 0x31 : 0x29, 0, 1_000).with(isByte ? 0x3c : 0x37, 0, 0);
            }
            case FILL -> {
                address(BASE, code);
                code.i64(7).with(isByte ? 0x3c : 0x37, 0, 0);
            }
        }
        switch (flaw) {
            case COUNTS_IN_FRAME -> {
                code.get(STACK);
                word(NOTE, code);
                code.i64(1).op(Code.I64_ADD).with(0x37, 0, NOTE);
            }
            case COUNTS_IN_GLOBAL -> code.globalGet(1).i32(1).op(Code.I32_ADD).globalSet(1);
            case WRITES_LENGTH -> {
                code.get(STACK);
                word(LENGTH, code);
                code.i64(1).op(0x7d).with(0x37, 0, LENGTH);
            }
            default -> {
            }
        }
        if (flaw == Flaw.KEEPS_INDEX_NOT) {
            code.get(INDEX);
        } else {
            word(KEPT_INDEX, code);
        }
        code.i64(flaw == Flaw.STEPS_TWO ? 2 : 1).op(Code.I64_ADD).set(INDEX);
        if (derivesEarly) {
            code.get(INDEX).i64(isByte ? 0 : 3).op(0x86).set(OFFSET);
        }
    }

    private void goesOn(Code code) {
        code.get(INDEX);
        word(COUNT, code);
        code.op(Code.I64_LT_S, Code.I32_EQZ).ifThen();
        go(3, 3, code);
        code.end();
        if (derivesEarly) {
            code.get(INDEX).i64(isByte ? 0 : 3).op(0x86);
        } else {
            code.get(INDEX).i64(isByte ? 0 : 3).op(0x86).tee(OFFSET);
        }
        code.i64(isByte ? 1 : 8).op(Code.I64_ADD).tee(NEXT_OFFSET);
        word(LENGTH, code);
        code.op(0x58).ifThen();
        go(1, 3, code);
        code.end();
        go(3, 2, code);
    }

    private static void word(int distance, Code code) {
        code.get(STACK).with(0x29, 0, distance);
    }

    private static void address(int base, Code code) {
        word(base, code);
        code.get(OFFSET).op(Code.I64_ADD, Code.I32_WRAP_I64);
    }

    private static void otherAddress(Code code, int argument) {
        code.get(STACK);
        word(OTHER_BASE, code);
        code.get(OFFSET).op(Code.I64_ADD).with(0x37, 0, argument);
    }

    private static void call(int function, Code code) {
        code.get(STACK).i32(8).op(Code.I32_SUB).tee(STACK).globalSet(0).get(STACK).i64(function).with(0x37, 0, 0);
        code.i32(0).call(FIRST_WRAPPER + function).globalGet(0).set(STACK).brIf(4);
    }
}
