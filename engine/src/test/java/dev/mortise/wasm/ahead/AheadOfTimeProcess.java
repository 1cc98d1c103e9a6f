package dev.mortise.wasm.ahead;

import static dev.mortise.wasm.ValueType.F64;
import static dev.mortise.wasm.ValueType.FUNCREF;
import static dev.mortise.wasm.ValueType.I32;
import static dev.mortise.wasm.ValueType.I64;

import dev.mortise.wasm.AheadOfTime;
import dev.mortise.wasm.Fuel;
import dev.mortise.wasm.FunctionType;
import dev.mortise.wasm.HostFunction;
import dev.mortise.wasm.Imports;
import dev.mortise.wasm.Instance;
import dev.mortise.wasm.Module;
import dev.mortise.wasm.Trap;
import dev.mortise.wasm.build.Code;
import dev.mortise.wasm.build.ModuleBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;

/**
 * A module with a bit of everything that classes are made for, and what it answers: here, in another class loader, and
 * in a process of its own, which prints it.
 */
public final class AheadOfTimeProcess {

    /** In the class file of the function that answers it as it is, after the opcode of a short constant. */
    static final int ANSWER = 11_111;

    private static final FunctionType UNARY = FunctionType.of(I32).returning(I32);

    private AheadOfTimeProcess() {}

    /** The names of an accessor; then what its module answers is printed. */
    public static void main(String[] arguments) throws ClassNotFoundException {
        System.out.println(answersOf(arguments[0], arguments.length > 1));
    }

    /** What the module of an accessor answers that this class's loader finds. */
    public static List<String> answersOf(String accessor, boolean withFuel) throws ClassNotFoundException {
        return answers(AheadOfTime.module(Class.forName(accessor)), withFuel);
    }

    static byte[] guest() {
        var builder = new ModuleBuilder();
        var increment = builder.importFunction("host", "increment", UNARY);
        var boxed = builder.importFunction("host", "boxed", FunctionType.of(I64, F64).returning(I64));
        builder.memory(1, 3).data(8, new byte[]{1, 2, 3, 4}).table(FUNCREF, 4, 4)
                .global(I32, true, code -> code.i32(5));
        var twice = builder.privateFunction("twice", UNARY, code -> code.get(0).i32(2).op(Code.I32_MUL));
        var square = builder.privateFunction("square", UNARY, code -> code.get(0).get(0).op(Code.I32_MUL));
        builder.elements(0, twice, square, increment);
        builder.start(builder.privateFunction("begin", FunctionType.of(), code -> code.i32(77).globalSet(0)));
        builder.function("answer", FunctionType.of().returning(I32), code -> code.i32(ANSWER));
        builder.function("sum", UNARY, code -> {
            var sum = code.local(I32);
            code.block().loop().get(0).op(Code.I32_EQZ).brIf(1).get(sum).get(0).op(Code.I32_ADD).set(sum)
                    .get(0).i32(1).op(Code.I32_SUB).set(0).br(0).end().end().get(sum);
        });
        builder.function("choose", FunctionType.of(I32, I32).returning(I32),
                code -> code.get(0).get(1).callIndirect(builder.type(UNARY)));
        builder.function("host", FunctionType.of(I64).returning(I64),
                code -> code.get(0).f64(2.5).call(boxed));
        builder.function("divide", FunctionType.of(I32, I32).returning(I32),
                code -> code.get(0).get(1).op(Code.I32_DIV_S));
        builder.function("load", UNARY, code -> code.get(0).load32(0));
        builder.function("grow", UNARY, code -> code.get(0).memoryGrow());
        builder.function("global", FunctionType.of().returning(I32), code -> code.globalGet(0));
        builder.function("two", FunctionType.of(I32).returning(I32, I64), code -> code.get(0).i64(9));
        return builder.toBytes();
    }

    private static Instance instance(Module module, boolean withFuel) {
        var imports = Imports.builder()
                .function("host", "increment", HostFunction.of(IntUnaryOperator.class, x -> x + 1))
                .function("host", "boxed", HostFunction.of(FunctionType.of(I64, F64).returning(I64),
                        (caller, given) -> new Object[]{(long) given[0] + (long) (double) given[1]}));
        return module.instantiate((withFuel ? imports.fuel(Fuel.of(1_000_000)) : imports).build());
    }

    static List<String> answers(Module module, boolean withFuel) {
        var instance = instance(module, withFuel);
        var answers = new ArrayList<String>();
        answers.add(call(instance, "answer"));
        answers.add("" + instance.function("sum").as(IntUnaryOperator.class).applyAsInt(1_000));
        var choose = instance.function("choose").as(IntBinaryOperator.class);
        for (var element = 0; element < 3; element++) {
            answers.add("" + choose.applyAsInt(7, element));
        }
        answers.add(call(instance, "host", 40L));
        answers.add(call(instance, "load", 8));
        answers.add(call(instance, "grow", 1));
        answers.add(call(instance, "global"));
        answers.add(call(instance, "two", 8));
        answers.add(call(instance, "divide", 7, 0));
        answers.add(call(instance, "load", -1));
        answers.add(call(instance, "choose", 7, 3));
        // Call sites of imports are no constants any more.
        var other = instance(module, withFuel);
        answers.add(call(other, "choose", 7, 2) + call(instance, "choose", 8, 2));
        instance.interrupt();
        var last = call(instance, "sum", 3);
        // Another thread sees to it.
        while (!last.equals("interrupted")) {
            last = call(instance, "sum", 3);
        }
        answers.add(last);
        if (withFuel) {
            answers.add("fuel left: " + other.fuel().left());
        }
        return answers;
    }

    private static String call(Instance instance, String function, Object... arguments) {
        try {
            return Arrays.toString(instance.function(function).call(arguments));
        } catch (Trap trap) {
            return String.valueOf(trap.getMessage());
        }
    }
}
