package dev.mortise.wasm.internal.compile;

import dev.mortise.wasm.internal.binary.Instruction;
import dev.mortise.wasm.internal.compile.SplitPlan.Region;
import dev.mortise.wasm.internal.validate.FunctionValidator;
import java.util.ArrayList;
import java.util.List;

/** The methods that one function is cut into, each called by the one around it. */
abstract sealed class Pieces permits PassingPieces, FramedPieces {

    private static final char MARK = '$';

    final FunctionCompiler compiler;
    final FunctionValidator validator;
    private final String name;
    /** Of each label that is open, by its absolute depth; no two labels of the function have the same. */
    final List<Integer> labelIds = new ArrayList<>();
    private int labels;
    private int count;

    Pieces(FunctionCompiler compiler, FunctionValidator validator, String name) {
        this.compiler = compiler;
        this.validator = validator;
        this.name = name;
    }

    /** A block opens at this absolute depth: its label gets an id. */
    final void opened(int depth) {
        var id = ++labels;
        if (depth == labelIds.size()) {
            labelIds.add(id);
        } else {
            labelIds.set(depth, id);
        }
    }

    /** A block in a method of its own; its first instruction has been read. */
    final void block(Region region, Instruction opener) {
        var depth = validator.depth();
        emit(region, () -> {
            compiler.apply(opener);
            while (validator.depth() > depth) {
                compiler.step();
            }
        });
    }

    /** A run of instructions of one block in a method of its own. */
    final void run(Region region) {
        emit(region, () -> {
            while (validator.reader().position() < region.end()) {
                compiler.step();
            }
        });
    }

    private void emit(Region region, Runnable content) {
        piece(name + MARK + ++count, region, content);
    }

    /** The name of the function's own method, by that of a piece. */
    static String functionOf(String piece) {
        var mark = piece.lastIndexOf(MARK);
        return mark < 0 ? piece : piece.substring(0, mark);
    }

    /** Emits the method of a region, whose instructions are emitted by {@code content}, and its call. */
    abstract void piece(String method, Region region, Runnable content);
}
