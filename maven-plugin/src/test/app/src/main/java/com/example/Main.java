package com.example;

/** Prints what the module answers. */
public final class Main {

    private Main() {}

    /** @param arguments none */
    public static void main(String[] arguments) {
        System.out.println(Answer.module().instantiate().function("answer").call()[0]);
    }
}
