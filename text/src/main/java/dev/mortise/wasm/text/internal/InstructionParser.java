package dev.mortise.wasm.text.internal;

import dev.mortise.wasm.internal.binary.Instruction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Instructions in flat and folded form (specification section 6.5), written as they are read. Nesting is kept in a list
 * of frames, so that no text can exhaust the stack.
 */
final class InstructionParser {

    /** What is open: a flat block, a parenthesis, or one of the parts of a folded {@code if}. */
    private enum Shape {
        FLAT_BLOCK, FLAT_IF, FLAT_ELSE, FOLDED_PLAIN, FOLDED_BLOCK, FOLDED_CONDITION, FOLDED_THEN, FOLDED_AFTER_THEN,
        FOLDED_ELSE, FOLDED_AFTER_ELSE;

        boolean isFlat() {
            return this == FLAT_BLOCK || this == FLAT_IF || this == FLAT_ELSE;
        }

        /** Whether only folded instructions may stand here, being operands. */
        boolean takesOperands() {
            return this == FOLDED_PLAIN || this == FOLDED_CONDITION;
        }

        boolean isDone() {
            return this == FOLDED_AFTER_THEN || this == FOLDED_AFTER_ELSE;
        }
    }

    private static final class Frame {
        Shape shape;
        final Token start;
        final @Nullable String label;
        /** What must be written after the operands. */
        final ByteWriter deferred;

        Frame(Shape shape, Token start, @Nullable String label, ByteWriter deferred) {
            this.shape = shape;
            this.start = start;
            this.label = label;
            this.deferred = deferred;
        }
    }

    private static final ByteWriter NOTHING = new ByteWriter();

    private final TokenReader in;
    private final ByteWriter out;
    private final Labels labels = new Labels();
    private final ImmediateParser immediates;
    private final Deque<Frame> frames = new ArrayDeque<>();

    InstructionParser(TokenReader in, Scope scope, IndexSpace locals, ByteWriter out) {
        this.in = in;
        this.out = out;
        this.immediates = new ImmediateParser(in, scope, locals, labels);
    }

    boolean usesDataIndices() {
        return immediates.usesDataIndices();
    }

    /** All instructions up to the parenthesis that closes what is around them, and the final {@code end}. */
    void expression() {
        while (!(frames.isEmpty() && in.atClose())) {
            step();
        }
        out.u8(Instruction.END.opcode());
    }

    /** One folded instruction, and the final {@code end}. */
    void foldedExpression() {
        if (!in.atOpen()) {
            throw in.unexpected("an instruction in parentheses");
        }
        do {
            step();
        } while (!frames.isEmpty());
        out.u8(Instruction.END.opcode());
    }

    private void step() {
        var token = in.peek();
        var top = frames.peek();
        switch (token.kind()) {
            case OPEN -> open(top);
            case CLOSE -> close(top);
            case ATOM -> {
                if (top != null && (top.shape.takesOperands() || top.shape.isDone())) {
                    throw in.unexpected("an instruction in parentheses, or \")\"");
                }
                flat(top);
            }
            default -> throw in.unexpected("an instruction");
        }
    }

    private void open(@Nullable Frame top) {
        if (top != null && top.shape == Shape.FOLDED_CONDITION && in.skipOpen("then")) {
            top.shape = Shape.FOLDED_THEN;
            out.append(top.deferred);
            labels.push(top.label);
            return;
        }
        if (top != null && top.shape == Shape.FOLDED_AFTER_THEN && in.skipOpen("else")) {
            top.shape = Shape.FOLDED_ELSE;
            out.u8(Instruction.ELSE.opcode());
            return;
        }
        if (top != null && top.shape.isDone()) {
            throw in.unexpected("\")\"");
        }
        var start = in.next();
        switch (instruction()) {
            case BLOCK -> foldedBlock(Instruction.BLOCK, start);
            case LOOP -> foldedBlock(Instruction.LOOP, start);
            case IF -> {
                var label = in.identifierOrNull();
                // The label is not in scope of the condition, which stands before the instruction in the binary.
                var deferred = new ByteWriter();
                immediates.parse(Instruction.IF, deferred);
                frames.push(new Frame(Shape.FOLDED_CONDITION, start, label, deferred));
            }
            case ELSE, END -> throw in.error("else and end have no parentheses of their own", start);
            case Instruction plain -> {
                var deferred = new ByteWriter();
                immediates.parse(plain, deferred);
                frames.push(new Frame(Shape.FOLDED_PLAIN, start, null, deferred));
            }
        }
    }

    private void foldedBlock(Instruction instruction, Token start) {
        var label = in.identifierOrNull();
        immediates.parse(instruction, out);
        labels.push(label);
        frames.push(new Frame(Shape.FOLDED_BLOCK, start, label, NOTHING));
    }

    private void close(@Nullable Frame top) {
        if (top == null) {
            throw in.unexpected("an instruction");
        }
        if (top.shape.isFlat()) {
            throw in.error("this block has no end", top.start);
        }
        in.close();
        switch (top.shape) {
            case FOLDED_PLAIN -> {
                out.append(top.deferred);
                frames.pop();
            }
            case FOLDED_CONDITION -> throw in.error("this if has no (then ...)", top.start);
            case FOLDED_THEN -> top.shape = Shape.FOLDED_AFTER_THEN;
            case FOLDED_ELSE -> top.shape = Shape.FOLDED_AFTER_ELSE;
            default -> {
                out.u8(Instruction.END.opcode());
                labels.pop();
                frames.pop();
            }
        }
    }

    private void flat(@Nullable Frame top) {
        var start = in.peek();
        var instruction = instruction();
        switch (instruction) {
            case BLOCK, LOOP, IF -> {
                var label = in.identifierOrNull();
                immediates.parse(instruction, out);
                labels.push(label);
                var shape = instruction == Instruction.IF ? Shape.FLAT_IF : Shape.FLAT_BLOCK;
                frames.push(new Frame(shape, start, label, NOTHING));
            }
            case ELSE -> {
                if (top == null || top.shape != Shape.FLAT_IF) {
                    throw in.error("else without if", start);
                }
                top.shape = Shape.FLAT_ELSE;
                repeatedLabel(top);
                out.u8(Instruction.ELSE.opcode());
            }
            case END -> {
                if (top == null || !top.shape.isFlat()) {
                    throw in.error("end without a block", start);
                }
                repeatedLabel(top);
                out.u8(Instruction.END.opcode());
                labels.pop();
                frames.pop();
            }
            default -> immediates.parse(instruction, out);
        }
    }

    private void repeatedLabel(Frame block) {
        var token = in.peek();
        in.identifier().ifPresent(name -> {
            if (!name.equals(block.label)) {
                throw in.error("mismatching label $" + name, token);
            }
        });
    }

    /** Reads the name; of the two instructions called {@code select}, the one with types if types follow. */
    private Instruction instruction() {
        var token = in.peek();
        var name = in.word();
        var instruction = Instruction.ofText(name);
        if (instruction.equals(Optional.of(Instruction.SELECT)) && in.atOpen("result")) {
            return Instruction.SELECT_TYPED;
        }
        return instruction.orElseThrow(() -> Words.proposalOfInstruction(name)
                .map(proposal -> in.source().unsupported(proposal, "instruction " + name, token.offset()))
                .orElseGet(() -> in.error("unknown instruction " + name, token)));
    }
}
