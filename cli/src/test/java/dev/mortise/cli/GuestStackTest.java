package dev.mortise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuestStackTest {

    private static final StackTraceElement CALLER = new StackTraceElement("dev.mortise.Host", "call", null, -1);

    /** The lines for a stack of these functions, a letter each, the innermost first. */
    private static List<String> lines(String functions, StackTraceElement... callers) {
        var stack = new ArrayList<StackTraceElement>();
        functions.chars().forEach(name -> stack.add(new StackTraceElement("mortise wasm.m", null, null, "wasm.m.Code",
                (char) name + "_" + (name - 'a'), null, -1)));
        stack.addAll(List.of(callers));
        var thrown = new IllegalStateException();
        thrown.setStackTrace(stack.toArray(StackTraceElement[]::new));
        return GuestStack.of(new IllegalStateException(thrown)).stream()
                .map(line -> line.replaceAll("^at (.) \\(function \\d+ of m\\)$", "$1")).toList();
    }

    @Test
    void leavesAStackAloneInWhichNothingRepeats() {
        assertThat(lines("abcab", CALLER)).containsExactly("a", "b", "c", "a", "b");
        assertThat(lines("aabb", CALLER)).containsExactly("a", "a", "b", "b");
        assertThat(lines("", CALLER)).isEmpty();
    }

    @Test
    void showsOnceWhatRepeats() {
        assertThat(lines("x" + "a".repeat(1001) + "y", CALLER)).containsExactly("x", "a",
                "the function above repeats 1,000 times more", "y");
        assertThat(lines("x" + "abc".repeat(341) + "aby", CALLER)).containsExactly("x", "a", "b", "c",
                "the 3 functions above repeat 340 times more", "a", "b", "y");
        assertThat(lines("aaab".repeat(9), CALLER)).containsExactly("a", "a", "a", "b",
                "the 4 functions above repeat 8 times more");
        assertThat(lines("a".repeat(3) + "b".repeat(4), CALLER)).containsExactly("a",
                "the function above repeats 2 times more", "b", "the function above repeats 3 times more");
    }

    @Test
    void isNotEndless() {
        assertThat(lines("abcdefghijklmnopqrstuvwxyz".repeat(40), CALLER)).hasSize(51).endsWith("x", "and 990 more");
    }

    @Test
    void saysThatTheJvmKeptOnlyAPart() {
        assertThat(lines("b" + "a".repeat(1023))).containsExactly("b", "a",
                "the function above repeats 1,022 times more", "and more that the JVM did not keep");
    }
}
